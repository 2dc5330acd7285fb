#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How far our verdicts agree with the labels that packages come with.

    tests/agreement/agreement.py [-n MOST] [-v] FOLDER...

A FOLDER has problem packages, or is one track of Exercism, as for [catalog] path=. Every submission in a package's
submissions/LABEL is handed in as a learner would do it, and has to get the verdict that its label says; every example
solution of a track has to pass and every stub to fail. The table says, a folder a line, what agreed, what did not, and what was
skipped; each of the two latter with its reason below. Exit status 0: nothing disagreed.

It needs built binaries (top_builddir, as the system tests) and takes as long as the programs run.
"""

import argparse
import collections
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))

import harness  # noqa: E402
from harness import pairs, rows, values  # noqa: E402

PATIENCE = 3600  # seconds for one submission

# By the package format: what the judge says in the end, which is the first case that does not pass. Too much output is told in three
# ways by judges.
LABELS = {
    'accepted': {'pass'},
    'wrong_answer': {'wrong', 'output'},
    'time_limit_exceeded': {'timeout', 'output'},
    'run_time_error': {'runtime', 'memory', 'output'},
    'compiler_error': {'compile'},
    'rejected': {'wrong', 'timeout', 'runtime', 'memory', 'output'},
}
ENDINGS = {'.py': ('python', '.py'), '.py3': ('python', '.py'), '.c': ('c', '.c'), '.cpp': ('cpp', '.cpp'), '.cc': ('cpp', '.cpp'),
           '.cxx': ('cpp', '.cpp'), '.h': ('cpp', '.h'), '.hpp': ('cpp', '.hpp'), '.java': ('java', '.java'),
           '.js': ('javascript', '.js'), '.go': ('go', '.go'), '.rs': ('rust', '.rs'), '.pl': ('perl', '.pl'), '.rb': ('ruby', '.rb'),
           '.lua': ('lua', '.lua'), '.sh': ('sh', '.sh'), '.awk': ('awk', '.awk')}


class Skipped(Exception):
    """The reason."""


class Table:
    def __init__(self, verbose):
        self.verbose = verbose
        self.counts = collections.defaultdict(collections.Counter)
        self.notes = []

    def add(self, package, what, name='', reason=''):
        self.counts[package][what] += 1
        if what != 'agreed':
            self.notes.append('%s: %s %s: %s' % (what, package, name, reason))
        if self.verbose:
            print('  %s %s %s %s' % (what, package, name, reason), flush=True)

    def show(self):
        kinds = ('agreed', 'disagreed', 'skipped')
        total = collections.Counter()
        print('%-40s %9s %9s %9s' % (('folder',) + kinds))
        for package, counts in sorted(self.counts.items()):
            print('%-40s %9d %9d %9d' % ((package[:40],) + tuple(counts[kind] for kind in kinds)))
            total.update(counts)
        print('%-40s %9d %9d %9d' % (('all',) + tuple(total[kind] for kind in kinds)))
        for note in self.notes:
            print(note)
        return total['disagreed']


def known_as(name):
    """As the catalog makes a name of a folder's."""
    return re.sub(r'[^a-z0-9._-]', '-', name.lower()).lstrip('._-')


def read_submission(path):
    """Language and words for CHECK."""
    files = sorted(p for p in path.rglob('*') if p.is_file()) if path.is_dir() else [path]
    languages, words = collections.Counter(), []
    for file in files:
        if file.suffix not in ENDINGS:
            if path.is_dir():
                continue
            raise Skipped('no language of ours has the ending "%s"' % file.suffix)
        language, ending = ENDINGS[file.suffix]
        content = file.read_bytes()
        if language == 'python' and re.match(rb'#!.*python2', content):
            raise Skipped('Python 2')
        languages[language] += 0 if ending in ('.h', '.hpp') else 1
        name = file.relative_to(path if path.is_dir() else path.parent)
        words += [str(name.with_suffix(ending)), content]
    if not words:
        raise Skipped('no source')
    return languages.most_common(1)[0][0], words


def judge(call, lesson, step, language, words):
    reply = call('START', lesson, 'language=' + language)
    if isinstance(reply, harness.Error):
        raise Skipped(reply.text)
    reply = call('CHECK', lesson, 'step=' + step, 'language=' + language, *words)
    if isinstance(reply, harness.Error):
        raise Skipped(reply.text)
    return pairs(reply[-1])['verdict']


def weigh(table, call, case, wanted):
    """One label. `case` is (package, name, lesson, step) and a function that gives language and words."""
    (package, name, lesson, step), get = case
    try:
        language, words = get()
        verdict = judge(call, lesson, step, language, words)
    except Skipped as skipped:
        table.add(package, 'skipped', name, skipped)
        return
    if verdict in wanted:
        table.add(package, 'agreed')
    else:
        table.add(package, 'disagreed', name, 'expected %s, got %s' % (' or '.join(sorted(wanted)), verdict))


def weigh_package(table, call, package, lesson, most):
    for label in sorted(p for p in (package / 'submissions').iterdir() if p.is_dir()):
        for path in sorted(label.iterdir())[:most]:
            name = '%s/%s' % (label.name, path.name)
            if path.name.startswith('.'):
                continue
            if label.name not in LABELS:
                table.add(package.name, 'skipped', name, 'a label without one meaning')
                continue
            weigh(table, call, ((package.name, name, lesson, 'solve'), lambda path=path: read_submission(path)), LABELS[label.name])


def weigh_exercise(table, call, folder, lesson):
    language = values(call('SHOW', lesson), 'Languages')[0].split()[0]
    call('START', lesson, 'language=' + language)
    for kind, wanted in (('solution', {'pass'}), ('starter', {'wrong', 'timeout', 'runtime', 'compile', 'memory', 'output'})):
        def get(kind=kind):
            files = call('FILES', lesson, 'language=' + language, 'step=solve', 'set=' + kind)
            if isinstance(files, harness.Error) or not files:
                raise Skipped('no ' + kind)
            return language, files
        weigh(table, call, ((folder, '%s of %s' % (kind, lesson), lesson, 'solve'), get), wanted)


def weigh_folder(table, folder, most):
    state = tempfile.TemporaryDirectory(prefix='practiced-agreement-')
    daemon = harness.Daemon(catalog=folder, config={'limits': {'queue-per-learner': '4'}}, state=state.name + '/state').start()
    try:
        client = daemon.client()
        client.sock.settimeout(PATIENCE)
        lessons = [row['ID'] for row in rows(client.call('LIST'))]
        for problem in values(client.call('STATS'), 'Problem'):
            table.add(folder.name, 'skipped', '', problem)
        packages = {known_as(str(path.parent.relative_to(folder)).replace('/', '-')): path.parent
                    for path in folder.rglob('problem.yaml')}
        for lesson in lessons:
            name = lesson.partition('/')[2]
            package = next((path for key, path in packages.items() if key == name or key.endswith('-' + name)
                            or key == lesson.replace('/', '-')), None)
            if package is None:
                weigh_exercise(table, client.call, folder.name, lesson)
            elif (package / 'submissions').is_dir():
                weigh_package(table, client.call, package, lesson, most)
    finally:
        daemon.close()
        state.cleanup()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('-n', type=int, metavar='MOST', help='at most so many submissions of a label')
    parser.add_argument('-v', action='store_true', help='tell each as it comes')
    parser.add_argument('folder', nargs='+', type=pathlib.Path)
    arguments = parser.parse_args()
    if harness.sandbox_mode() != 'namespaces':
        print('this host can\'t isolate: nothing is run')
        return 77
    table = Table(arguments.v)
    for folder in arguments.folder:
        weigh_folder(table, folder.resolve(), arguments.n)
    return 1 if table.show() else 0


if __name__ == '__main__':
    os.environ.setdefault('top_builddir', '.')
    sys.exit(main())
