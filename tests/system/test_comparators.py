#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every comparator from the lesson's manifest to the verdict on the socket: what it forgives, and what it does not."""

import pathlib
import tempfile

import harness
from harness import pairs

# expected, an output that is as good, one that is not
COMPARATORS = {
    'exact': ('a b\n', 'a b\n', 'a b \n'),
    'trim': ('a b\n', 'a b \n\n', 'a  b\n'),
    'tokens': ('a b\n', 'a\n  b', 'a bb\n'),
    'lines-unordered': ('a\nb\nb\n', 'b\na\nb\n', 'a\na\nb\n'),
    'float 1e-3': ('x 1.5\n', 'x 1.5004\n', 'x 1.52\n'),
    'regex': ('[0-9]+ lines?\n', '12 lines\n', '12 lines more\n'),
}


def step_of(comparator):
    return comparator.split()[0]


class Comparators(harness.TestCase):
    def test_each_tells_good_from_bad(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder).chmod(0o755)
            lesson = pathlib.Path(folder) / 'all/compare'
            (lesson / 'tests').mkdir(parents=True)
            (lesson / 'starter/sh').mkdir(parents=True)
            (lesson / 'starter/sh/main.sh').write_text('true\n')
            (lesson / 'lesson.md').write_text('# Compare\n')
            manifest = '[lesson]\ntitle = Compare\nlanguages = sh\n'
            for comparator, (expected, _, _) in COMPARATORS.items():
                step = step_of(comparator)
                (lesson / 'tests' / (step + '.out')).write_text(expected)
                manifest += '[step %s]\ntitle = T\nfiles = main.sh\ncases = tests/%s\ncompare = %s\n' % (step, step, comparator)
            (lesson / 'lesson.ini').write_text(manifest)
            call = self.daemon(catalog=folder).client().call
            self.assertEqual(call('START', 'compare'), 'Now practicing: compare')
            for comparator, (_, good, bad) in COMPARATORS.items():
                for output, verdict in ((good, 'pass'), (bad, 'wrong')):
                    with self.subTest(comparator=comparator, output=output):
                        reply = call('CHECK', 'compare', 'step=' + step_of(comparator), 'main.sh',
                                     "printf '%%s' '%s'\n" % output)
                        self.assertEqual(pairs(reply[-1])['verdict'], verdict, reply)


if __name__ == '__main__':
    harness.main()
