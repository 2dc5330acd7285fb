#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What very many lessons cost: a catalog of 10,000 is loaded, reloaded unchanged and listed, beside programs that must look at the
same files, in turns with them so that what else the host does meets all.

    catalog.py [--kinds=own,kattis,exercism] [--lessons=N] [--turns=N] [--quick]        in the build folder, or top_builddir=FOLDER

Cold is a daemon that has just been started, from exec to its first answer; the kernel has the files in its cache, and so they have
for tar (reads every file), find (looks at every file) and git status (looks at every file that it knows). It fails when an answer
is wrong; how long it took is told, not judged.
"""

import argparse
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402

FRAME = 1000 / 60
COURSE = 100  # lessons in one


def put(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def make_own(root, count):
    """Two steps, two languages, three cases: what the shipped ones have."""
    manifest = ('[lesson]\ntitle = Lesson %d\nlevel = beginner\nminutes = 10\nlanguages = sh python\n'
                '[step one]\ntitle = First\nfiles.sh = a.sh\nfiles.python = a.py\ncases = tests/one*\n'
                '[step two]\ntitle = Second\nfiles.sh = a.sh\nfiles.python = a.py\ncases = tests/two*\n')
    for i in range(count):
        files = {'lesson.ini': manifest % i, 'lesson.md': '# Lesson %d\n\n' % i + 'A line that says what is to be done.\n' * 30,
                 'starter/sh/a.sh': 'cat\n', 'starter/python/a.py': 'print(input())\n',
                 'solution/sh/a.sh': 'cat; # the same\n', 'solution/python/a.py': 'print(input())  # the same\n'}
        for case in ('one1', 'one2', 'two1'):
            files['tests/%s.in' % case] = files['tests/%s.out' % case] = '%s %d\n' % (case, i)
        put(root / ('course%03d' % (i // COURSE)) / ('lesson%05d' % i), files)
    for i in range((count + COURSE - 1) // COURSE):
        put(root / ('course%03d' % i), {'course.ini': '[course]\ntitle = Course %d\n' % i})


def make_kattis(root, count):
    """Problem packages with two samples and six secret cases."""
    for i in range(count):
        files = {'problem.yaml': 'name: Problem %d\nlimits:\n  time_limit: 1\n' % i,
                 'problem_statement/problem.en.tex': '\\problemname{Problem %d}\n' % i +
                                                     'Say what you are told, $n \\le %d$.\n\n' % i * 30,
                 'submissions/accepted/a.py': 'print(input())\n', 'submissions/wrong_answer/a.py': 'print(0)\n'}
        for case in ('sample/1', 'sample/2', 'secret/1', 'secret/2', 'secret/3', 'secret/4', 'secret/5', 'secret/6'):
            files['data/%s.in' % case] = files['data/%s.ans' % case] = '%s %d\n' % (case, i)
        put(root / ('contest%03d' % (i // COURSE)) / ('problem%05d' % i), files)


def make_exercism(root, count):
    """Practice exercises of a track for a language that is served."""
    config = ('{"blurb": "Exercise %d.", "files": {"solution": ["a.c", "a.h"], "test": ["test_a.c"], '
              '"example": [".meta/example.c", ".meta/example.h"]}}\n')
    for i in range(count):
        put(root / ('track%03d' % (i // COURSE)) / ('exercise%05d' % i), {
            '.meta/config.json': config % i, '.docs/instructions.md': '# Instructions\n\n' + 'What is to be done.\n' * 30,
            '.meta/example.c': 'int a(void) { return 1; }\n', '.meta/example.h': 'int a(void);\n', 'a.c': '#include "a.h"\n',
            'a.h': 'int a(void);\n', 'test_a.c': '#include "a.h"\nint main(void) { return !a(); }\n', 'makefile': 'test:\n\ttrue\n',
            'test-framework/unity.c': 'int unity;\n' * 50, 'test-framework/unity.h': 'extern int unity;\n' * 50})


KINDS = {'own': make_own, 'kattis': make_kattis, 'exercism': make_exercism}


def took(do, *arguments):
    """Milliseconds."""
    began = time.perf_counter()
    do(*arguments)
    return (time.perf_counter() - began) * 1000


def run(command, folder):
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def rivals(root):
    """Name, command. tar reads nothing when it writes to /dev/null itself."""
    found = [('tar', ['sh', '-c', 'tar -cf - . | cat']), ('find', ['find', '.', '-type', 'f', '-newermt', '2100-01-01'])]
    if shutil.which('git'):
        git = ['git', '-c', 'safe.directory=*', '-c', 'core.preloadIndex=true']
        run(git + ['init', '-q'], root)
        run(git + ['add', '-A'], root)
        found.append(('git status', git + ['status', '--porcelain', '-uno']))
    return found


def anonymous_kb(pid):
    for line in pathlib.Path('/proc/%d/status' % pid).read_text().splitlines():
        if line.startswith('RssAnon:'):
            return int(line.split()[1])
    return 0


def pass_half(state, step):
    """Of every lesson that was started a step is passed, and every second lesson."""
    with sqlite3.connect(state / 'practiced.db') as store:
        store.execute("UPDATE practice SET passed_us = started_us WHERE id % 2 = 0")
        store.execute("INSERT INTO tally (learner, lesson, round, step, attempts, points, passed_us, last_us)"
                      " SELECT learner, lesson, round, ?, 3, 1, started_us, started_us FROM practice", (step,))
    store.close()


class Catalog:
    def __init__(self, kind, count, turns):
        self.kind, self.count, self.turns = kind, count, turns
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='practiced-catalog-'))
        self.root.chmod(0o755)
        self.samples = {}
        self.step = ''
        self.memory_kb = 0
        KINDS[kind](self.root, count)
        self.rivals = rivals(self.root)

    def start(self, daemon):
        daemon.start()
        if daemon.call('PING') != 'PONG':
            raise AssertionError(daemon.log())

    def add(self, name, do, *arguments):
        self.samples.setdefault(name, []).append(took(do, *arguments))

    def reload(self, client):
        reply = client.call('RELOAD')
        if not str(reply).startswith('Reloaded: %d lesson' % self.count):
            raise AssertionError(reply)

    def ask(self, client, *words):
        """To the last byte of the reply, which is an array of lines; looking into it would take longer than the daemon does."""
        client.send(harness.array(*words))
        reply, left = client.sock.recv(1 << 20), None
        while left is None or left > 0:
            if left is None and b'\n' in reply:
                rows = int(reply[1:reply.index(b'\n')])
                left = 1 + rows - reply.count(b'\n')
            if left != 0:
                data = client.sock.recv(1 << 20)
                reply += data
                left = left - data.count(b'\n') if left else left
        if words[0] == 'LIST' and rows != 1 + (self.count // 2 if len(words) > 1 else self.count):
            raise AssertionError(reply[:1000])

    def practise(self, client):
        """All is started."""
        for row in harness.rows(client.call('LIST'))[:self.count]:
            client.send('START %s\n' % row['ID'])
            if isinstance(client.read(), harness.Error):
                raise AssertionError(row)
        step = harness.values(client.call('SHOW', row['ID']), 'Step')[0]
        self.step = step.split('\t')[0].partition('=')[2]

    def list_by_ctl(self, daemon):
        subprocess.run([harness.PRACTICECTL, '--socket=%s' % daemon.path, 'list'], check=True, stdout=subprocess.DEVNULL)

    def turn(self, daemon):
        for name, command in self.rivals:
            self.add(name, run, command, self.root)
        daemon.stop()
        self.add('cold', self.start, daemon)
        self.memory_kb = anonymous_kb(daemon.pid)
        with daemon.client() as client:
            self.add('reload', self.reload, client)
            for words in (('LIST',), ('LIST', 'state=passed'), ('STATUS',), ('TODAY',), ('PROGRESS',), ('NEXT',), ('STATS',)):
                self.add(' '.join(words), self.ask, client, *words)
        self.add('practicectl list', self.list_by_ctl, daemon)

    def measure(self, empty_kb):
        daemon = harness.Daemon(catalog=self.root)
        try:
            self.start(daemon)
            with daemon.client() as client:
                self.reload(client)
                self.practise(client)
            daemon.stop()
            pass_half(daemon.state, self.step)
            self.start(daemon)
            for _ in range(self.turns):
                self.turn(daemon)
            self.tell(empty_kb)
        except BaseException:
            print(daemon.log()[-2000:], file=sys.stderr)
            raise
        finally:
            daemon.close()

    def tell(self, empty_kb):
        medians = {name: statistics.median(values) for name, values in self.samples.items()}
        print('%d lessons, %s, %d turns; medians in ms (least), and beside tar or, of reload, cold' %
              (self.count, self.kind, self.turns))
        for name, median in medians.items():
            beside = medians['cold'] if name == 'reload' else medians['tar']
            ratio = '%8.2f' % (median / beside) if name in ('cold', 'reload', 'find', 'git status', 'tar') else ''
            frame = '%8.2f frames' % (median / FRAME) if name.isupper() or ' ' in name and name != 'git status' else ''
            print('  %-18s %9.2f (%8.2f) %s%s' % (name, median, min(self.samples[name]), ratio, frame))
        print('  memory a lesson    %9.2f KB' % ((self.memory_kb - empty_kb) / self.count), flush=True)

    def close(self):
        shutil.rmtree(self.root)


def empty_daemon_kb():
    """What a daemon with one lesson takes anyway."""
    root = pathlib.Path(tempfile.mkdtemp(prefix='practiced-catalog-'))
    root.chmod(0o755)
    daemon = harness.Daemon(catalog=root)
    try:
        make_own(root, 1)
        daemon.start()
        daemon.call('PING')
        return anonymous_kb(daemon.pid)
    finally:
        daemon.close()
        shutil.rmtree(root)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--kinds', default=','.join(KINDS))
    parser.add_argument('--lessons', type=int, default=10000)
    parser.add_argument('--turns', type=int, default=9)
    parser.add_argument('--quick', action='store_true', help='only whether it works')
    arguments = parser.parse_args()
    count, turns = (150, 1) if arguments.quick else (arguments.lessons, arguments.turns)
    empty_kb = empty_daemon_kb()
    for kind in arguments.kinds.split(','):
        catalog = Catalog(kind, count, turns)
        try:
            catalog.measure(empty_kb)
        finally:
            catalog.close()


if __name__ == '__main__':
    main()
