#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How far our verdicts agree with the labels that packages come with.

    tests/agreement/agreement.py [-n MOST] [-s STATE] [-m MINUTES] [--again] [--reasons FILE] FOLDER...

A FOLDER has problem packages, or is one track of Exercism, as for [catalog] path=. Every submission in a package's
submissions/LABEL is handed in as a learner would do it, and has to get the verdict that its label says, by one of the two readings
(labels.py); every example solution of a track has to pass and every stub to fail. The table, in Markdown, says of each folder what
agreed, what did not, and what was skipped; each of the two latter with its reason. Exit status 0: nothing disagreed.

A disagreement in time is tried once more before it is believed. With a STATE file, what was measured is not measured again:
a run that was cut off goes on. --again tries again what disagreed or was skipped. FILE has the known reasons of disagreements, a line
each: `PACKAGE NAME: reason`.

It needs built binaries (top_builddir, as the system tests) and takes as long as the programs run.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import harness  # noqa: E402
from harness import pairs, rows, values  # noqa: E402
from labels import Skipped, label_of, read_submission  # noqa: E402

PATIENCE = 3600  # seconds for one submission
TRIES = 2        # when time ran out and should not have: this host may have been busy
LEFT_OUT = {'identity', 'testexpectations', 'alternativeencryption', 'divsort', 'constants'}  # of BAPCtools
WHY_LEFT_OUT = 'left out: labels that are false on purpose, or data that is generated'
KINDS = ('agreed', 'disagreed', 'skipped')


class OutOfTime(Exception):
    """The rest is for the next run."""


class Table:
    """What was found, a submission each; in `path` too, a line of JSON each, the last one of a submission counts."""

    def __init__(self, path=None, again=False, minutes=None):
        self.path, self.found = path, {}
        self.until = time.monotonic() + minutes * 60 if minutes else None
        if path and path.exists():
            for line in path.read_text().splitlines():
                folder, package, name, what, reason = json.loads(line)
                self.found[folder, package, name] = (what, reason)
        self.settled = {key for key, (what, _) in self.found.items() if what == 'agreed' or not again}

    def add(self, key, what, reason=''):
        self.found[key] = (what, str(reason))
        print('%s %s %s %s' % (what, key[1], key[2], reason), file=sys.stderr, flush=True)
        if self.path:
            with self.path.open('a') as file:
                file.write(json.dumps([*key, what, str(reason)]) + '\n')

    def weigh(self, key, measure):
        """`measure` gives what and reason, or raises Skipped."""
        if key in self.settled:
            return
        if self.until and time.monotonic() > self.until:
            raise OutOfTime
        try:
            self.add(key, *measure())
        except Skipped as skipped:
            self.add(key, 'skipped', skipped)


def known_reasons(path):
    """{(package, name): reason}"""
    lines = path.read_text().splitlines() if path else []
    found = (re.match(r'(\S+) ([^:]+): (.*)', line) for line in lines if not line.startswith('#'))
    return {(match.group(1), match.group(2)): match.group(3) for match in found if match}


def plain(text):
    return text.replace('|', '\\|').replace('<', '\\<').replace('*', '\\*').replace('_', '\\_')


def show(table, reasons, file=sys.stdout):
    """Markdown; the number of disagreements without a known reason."""
    counts, skipped, disagreed = collections.defaultdict(collections.Counter), collections.Counter(), []
    for (folder, package, name), (what, reason) in sorted(table.found.items()):
        counts[folder][what] += 1
        counts['all'][what] += 1
        if what == 'skipped':
            skipped[folder, reason] += 1
        elif what == 'disagreed':
            disagreed.append((package, name, reason, reasons.get((package, name), 'not explained')))
    print('| folder | agreed | disagreed | skipped |\n| --- | ---: | ---: | ---: |', file=file)
    for folder in sorted(counts, key=lambda folder: (folder == 'all', folder)):
        print('| %s | %s |' % (plain(folder), ' | '.join(str(counts[folder][kind]) for kind in KINDS)), file=file)
    if disagreed:
        print('\n| disagreed | label and verdict | reason |\n| --- | --- | --- |', file=file)
        for package, name, what, why in disagreed:
            print('| %s %s | %s | %s |' % (plain(package), plain(name), plain(what), plain(why)), file=file)
    if skipped:
        print('\n| skipped in | how many | reason |\n| --- | ---: | --- |', file=file)
        for (folder, reason), count in sorted(skipped.items()):
            print('| %s | %d | %s |' % (plain(folder), count, plain(reason)), file=file)
    return counts['all']['disagreed']


def known_as(name):
    """As the catalog makes a name of a folder's."""
    return re.sub(r'[^a-z0-9._-]', '-', name.lower()).lstrip('._-')


def ask(call, *words):
    reply = call(*words)
    if isinstance(reply, harness.Error):
        raise Skipped(reply.text)
    return reply


def all_verdicts(call, lesson, step, language, words):
    """Of every case: RUN does not stop at the first that fails."""
    reply = call('RUN', lesson, 'step=' + step, 'language=' + language, 'case=all', *words)
    if isinstance(reply, harness.Error):
        return frozenset()
    return frozenset(said['verdict'] for said in map(pairs, map(str, reply)) if 'verdict' in said and 'name' in said)


def judge(call, lesson, language, words, label):
    """What, and its reason, by either reading of the label."""
    for _ in range(TRIES):
        ask(call, 'START', lesson, 'language=' + language)
        last = pairs(ask(call, 'CHECK', lesson, 'step=solve', 'language=' + language, *words)[-1])
        verdict = last['verdict']
        if verdict == 'error':
            raise Skipped('the judge failed: ' + ' '.join('%s=%s' % pair for pair in last.items()))
        score = next((float(last[key]) for key in ('score', 'points') if key in last), None)
        if label.score is not None and score is not None and abs(score - label.score) < 1e-6:
            return 'agreed', ''
        if label.agrees(verdict) and (label.score is None or score is None):
            return 'agreed', ''
        if verdict != 'timeout':
            break
    if label.score is None and verdict in label.permitted - {'pass'} and label.agrees_with_all(all_verdicts(call, lesson, 'solve', language, words)):
        return 'agreed', 'by the rule over all cases'
    return 'disagreed', 'expected %s, got %s%s' % (label, verdict, '' if label.score is None else ' and %s' % score)


def measure_submission(call, package, lesson, path):
    name = str(path.relative_to(package / 'submissions'))
    if package.name in LEFT_OUT:
        raise Skipped(WHY_LEFT_OUT)
    if path.name.endswith('.disabled') or path.name == 'disabled':
        raise Skipped('disabled by the package')
    language, words, contents = read_submission(package, path)
    label = label_of(package, name, contents)
    if isinstance(lesson, Skipped):
        raise lesson
    return judge(call, lesson, language, words, label)


def weigh_package(table, call, folder, package, lesson, most):
    for directory in sorted(p for p in (package / 'submissions').iterdir() if p.is_dir()):
        for path in sorted(p for p in directory.iterdir() if not p.name.startswith('.'))[:most]:
            key = (folder, package.name, '%s/%s' % (directory.name, path.name))
            table.weigh(key, lambda path=path: measure_submission(call, package, lesson, path))


def measure_exercise(call, lesson, kind):
    language = values(ask(call, 'SHOW', lesson), 'Languages')[0].split()[0]
    ask(call, 'START', lesson, 'language=' + language)
    files = ask(call, 'FILES', lesson, 'language=' + language, 'step=solve', 'set=' + kind)
    if not files:
        raise Skipped('no ' + kind)
    verdict = pairs(ask(call, 'CHECK', lesson, 'step=solve', 'language=' + language, *files)[-1])['verdict']
    if (verdict == 'pass') == (kind == 'solution'):
        return 'agreed', ''
    return 'disagreed', 'expected %s, got %s' % ('pass' if kind == 'solution' else 'no pass', verdict)


def lesson_of(package, folder, lessons, problems):
    """The lesson that a package is, or why it is none."""
    key = known_as(str(package.relative_to(folder)).replace('/', '-'))
    for lesson in lessons:
        name = lesson.partition('/')[2]
        if key in (name, lesson.replace('/', '-')) or key.endswith('-' + name) or known_as(package.name) == name:
            return lesson
    told = next((problem for problem in problems if package.name in problem), 'no lesson was made of it, and nothing said why')
    return Skipped('the package is not loaded: ' + told.replace(str(folder) + '/', ''))


def repository_of(folder):
    """The name in the table: of the clone that a folder is in."""
    return next((path.name for path in (folder, *folder.parents) if (path / '.git').exists()), folder.name)


def calibrate(folder, state):
    """Time limits that packages leave to a measurement, as a teacher would have them measured."""
    state.mkdir()
    subprocess.run([harness.PRACTICED, '--calibrate', '-q', '--runner=%s' % harness.RUNNER, '--languages=%s' % harness.LANGUAGES,
                    '--state=%s' % state, folder], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


def weigh_folder(table, folder, most):
    state = tempfile.TemporaryDirectory(prefix='practiced-agreement-')
    if any(folder.rglob('problem.yaml')):
        calibrate(folder, pathlib.Path(state.name, 'state'))
    daemon = harness.Daemon(catalog=folder, config={'limits': {'queue-per-learner': '4'}}, state=state.name + '/state').start()
    try:
        client = daemon.client()
        client.sock.settimeout(PATIENCE)
        lessons = [row['ID'] for row in rows(client.call('LIST'))]
        problems = [str(problem) for problem in values(client.call('STATS'), 'Problem')]
        repository = repository_of(folder)
        packages = sorted({path.parent for path in folder.rglob('problem.yaml') if (path.parent / 'submissions').is_dir()})
        for package in packages:
            weigh_package(table, client.call, repository, package, lesson_of(package, folder, lessons, problems), most)
        if packages:
            return
        for lesson in lessons:
            for kind in ('solution', 'starter'):
                table.weigh((repository, lesson, kind), lambda lesson=lesson, kind=kind: measure_exercise(client.call, lesson, kind))
        for problem in problems:
            table.weigh((repository, '', problem), lambda problem=problem: ('skipped', problem.replace(str(folder) + '/', '')))
    finally:
        daemon.close()
        state.cleanup()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('-n', type=int, metavar='MOST', help='at most so many submissions of a label')
    parser.add_argument('-s', type=pathlib.Path, metavar='STATE', help='the file of what was measured')
    parser.add_argument('-m', type=float, metavar='MINUTES', help='stop after so long')
    parser.add_argument('--again', action='store_true', help='try again what disagreed or was skipped')
    parser.add_argument('--reasons', type=pathlib.Path, metavar='FILE', help='known reasons of disagreements')
    parser.add_argument('folder', nargs='*', type=pathlib.Path)
    arguments = parser.parse_args()
    if harness.sandbox_mode() != 'namespaces':
        print('this host can\'t isolate: nothing is run')
        return 77
    table = Table(arguments.s, arguments.again, arguments.m)
    try:
        for folder in arguments.folder:
            weigh_folder(table, folder.resolve(), arguments.n)
    except OutOfTime:
        print('out of time: the rest is not measured yet', file=sys.stderr)
    return 1 if show(table, known_reasons(arguments.reasons)) else 0


if __name__ == '__main__':
    os.environ.setdefault('top_builddir', '.')
    sys.exit(main())
