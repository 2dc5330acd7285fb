#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""From the save of a file to the verdict: practicectl watch, with daemon, sandbox and all, beside the least that runs the same
program on the same cases when its file is saved (saveloop.c). They take turns, so that what else the host does meets both.

    watch.py [--saves=N] [--cases=N]        in the build folder, or top_builddir=FOLDER

It fails when a verdict doesn't come; how long it took is told, not judged.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402

# Language, file, interpreter, a program whose output is another one each time.
LANGUAGES = (('sh', 'only.sh', 'sh', 'echo %d\n'), ('python', 'only.py', 'python3', 'print(%d)\n'))
LESSON = '''[lesson]
title = Echo
level = beginner
minutes = 1
languages = sh python
[step only]
title = Say it
files.sh = only.sh
files.python = only.py
cases = tests/*
'''


class Contender:
    """Something that says a line that ends so when a file was saved."""

    def __init__(self, command, path, end, environment):
        self.path, self.end = path, end
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.wait_for(b'ready\n' if end == b'cases\n' else end)

    def wait_for(self, end):
        said = b''
        while not said.endswith(end):
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise harness.Closed('it has ended: %r' % said)
            said += data

    def save(self, text):
        """As most editors do: written beside, renamed over. Milliseconds from then to the verdict."""
        beside = self.path.with_name('.new')
        beside.write_text(text)
        began = time.perf_counter()
        os.rename(beside, self.path)
        self.wait_for(self.end)
        return 1000 * (time.perf_counter() - began)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def tell(language, times, floor):
    times.sort()
    floor.sort()
    own, least = statistics.median(times), statistics.median(floor)
    print('%-8s %10.2f %10.2f %10.2f %12.2f %12.2f' % (language, least, own, own - least, floor[len(floor) * 99 // 100],
                                                      times[len(times) * 99 // 100]), flush=True)


def measure(arguments, folder, daemon, language, name, interpreter, text):
    home = folder / ('home-' + language)
    home.mkdir()
    environment = dict(os.environ, HOME=str(home), PRACTICED_SOCKET=str(daemon.path), LC_ALL='C.UTF-8', NO_COLOR='1',
                       PATH='/usr/bin:/bin')  # the sandbox's
    ctl = str(harness.PRACTICECTL)
    subprocess.run([ctl, '-q', 'start', 'echo', '--language=' + language], env=environment, check=True)
    beside = folder / ('bare-' + language)
    shutil.copytree(home / 'practice/echo', beside)
    contenders = []
    try:
        contenders.append(Contender([str(harness.TOP_BUILDDIR / 'tests/bench/saveloop'), str(beside), name,
                                     str(folder / 'courses/demo/echo/tests'), interpreter], beside / name, b'cases\n', environment))
        contenders.append(Contender([ctl, 'watch', 'echo', 'only'], home / 'practice/echo' / name, b'as expected\n',
                                    environment))
        times = [[], []]
        for number in range(arguments.saves + 5):
            for taken, contender in zip(times, contenders):
                taken.append(contender.save(text % number))
        tell(language, times[1][5:], times[0][5:])
    finally:
        for contender in contenders:
            contender.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--saves', type=int, default=300)
    parser.add_argument('--cases', type=int, default=5)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-watch-bench-'))
    folder.chmod(0o755)
    try:
        lesson = folder / 'courses/demo/echo'
        for name, text in (('lesson.ini', LESSON), ('lesson.md', '# Echo\n'), ('starter/sh/only.sh', 'echo no\n'),
                           ('starter/python/only.py', 'print()\n'), *((('tests/%03d.%s' % (i, end)), 'in %d\n' % i)
                                                                   for i in range(arguments.cases) for end in ('in', 'out'))):
            path = lesson / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        daemon = harness.Daemon(catalog=folder / 'courses')
        daemon.start()
        try:
            print('%d saves each, %d cases; milliseconds from the save to the verdict' % (arguments.saves, arguments.cases))
            print('%-8s %10s %10s %10s %12s %12s' % ('', 'bare', 'watch', 'overhead', 'bare p99', 'watch p99'))
            for row in LANGUAGES:
                measure(arguments, folder, daemon, *row)
            daemon.stop()
        finally:
            daemon.close()
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    main()
