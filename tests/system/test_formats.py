#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lessons in formats of others, served as they are."""

import unittest

import harness
from harness import TOP_SRCDIR, fields, pairs, rows, values

FORMATS = TOP_SRCDIR / 'tests/data/formats'


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Classroom(harness.TestCase):
    NAME = 'classroom/hello-world'
    HELLO = 'print("Hello, World!")\n'
    SUM = 'print(sum(map(int, input().split())))\n'

    def setUp(self):
        self.call = self.daemon(catalog=FORMATS).client().call
        self.call('START', 'hello-world')

    def check(self, step, hello, total):
        reply = self.call('CHECK', 'hello-world', 'step=' + step, 'hello.py', hello, 'sum.py', total)
        return pairs(reply[-1])['verdict']

    def test_the_repository_is_a_lesson(self):
        shown = self.call('SHOW', 'hello-world')
        self.assertEqual(fields(shown)['Id'], self.NAME)
        self.assertEqual(fields(shown)['Title'], 'Hello, World')
        self.assertEqual(len(values(shown, 'Step')), 3)
        self.assertIn('Print `Hello, World!` and count what you are given.', self.call('TEXT', 'hello-world'))
        files = self.call('FILES', 'hello-world')
        self.assertEqual([str(name) for name in files[::2]], ['hello.py', 'sum.py', 'tests/test_sum.py'])

    def test_right_answers_pass(self):
        for step in ('says-hello', 'sums-up', 'passes-the-tests'):
            self.assertEqual(self.check(step, self.HELLO, self.SUM), 'pass', step)
        status = fields(self.call('STATUS', 'hello-world'))
        self.assertEqual((status['State'], status['Points'], status['MaxPoints']), ('passed', '10', '10'))

    def test_starters_fail(self):
        for step in ('says-hello', 'sums-up', 'passes-the-tests'):
            self.assertIn(self.check(step, '', ''), ('wrong', 'runtime'), step)

    def test_exact_is_exact_but_for_the_ends(self):
        self.assertEqual(self.check('says-hello', 'print("\\n  Hello, World!  \\n")', ''), 'pass')
        self.assertEqual(self.check('says-hello', 'print("Hello,  World!")', ''), 'wrong')

    def test_a_status_counts_also_with_the_right_output(self):
        self.assertEqual(self.check('says-hello', self.HELLO + 'raise SystemExit(3)', ''), 'runtime')

    def test_the_tests_of_the_repository_win(self):
        reply = self.call('CHECK', 'hello-world', 'step=passes-the-tests', 'hello.py', '', 'sum.py', '', 'tests/test_sum.py', '')
        self.assertError(reply, 'BADARG', 'tests/test_sum.py')


if __name__ == '__main__':
    harness.main()
