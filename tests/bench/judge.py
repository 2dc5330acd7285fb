#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a CHECK costs whose judge is compiled: a package with a validator in C++, a learner's program in Python, one slot.

    judge.py [--checks=N] [--other=PATH]        in the build folder, or top_builddir=FOLDER

--other is another practice-runner, which takes turns with this folder's. Milliseconds; the first CHECK of each, which compiles in any
case, is told apart. It fails when a verdict is not the expected one; how long it took is told, not judged.
"""

import argparse
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402

PACKAGES = harness.TOP_SRCDIR / 'tests/data/formats'
SOURCE = PACKAGES / 'kattis/code-word/submissions/accepted/reverse.py'


class Contender(harness.TestCase):
    """A daemon with a runner of its own."""

    def __init__(self, name, runner):
        super().__init__()
        self.name, self.times = name, []
        server = self.daemon(catalog=PACKAGES, runner=runner, config={'sandbox': {'slots': 1}})
        self.call = server.client().call
        self.call('START', 'code-word', 'language=python')

    def runTest(self):
        pass

    def check(self, text):
        began = time.perf_counter()
        reply = self.call('CHECK', 'code-word', 'step=solve', 'language=python', 'a.py', text)
        took = time.perf_counter() - began
        if harness.pairs(reply[-1])['verdict'] != 'pass':
            raise SystemExit('%s: %s' % (self.name, reply))
        self.times.append(1000 * took)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--checks', type=int, default=20)
    parser.add_argument('--other', type=pathlib.Path)
    arguments = parser.parse_args()
    runners = {'this': harness.RUNNER}
    if arguments.other:
        runners['other'] = arguments.other.resolve()
    contenders = [Contender(name, runner) for name, runner in runners.items()]
    try:
        for i in range(arguments.checks + 1):
            for contender in contenders:
                contender.check('# %d\n%s' % (i, SOURCE.read_text()))
        for contender in contenders:
            first, *rest = contender.times
            quarters = statistics.quantiles(rest, n=4)
            print('%-6s first %.0f ms, then median %.1f ms (quarters %.1f to %.1f)' %
                  (contender.name, first, quarters[1], quarters[0], quarters[2]))
    finally:
        for contender in contenders:
            contender.doCleanups()


main()
