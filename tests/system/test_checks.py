#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks with a judge, from the lesson's files to what the learner is told; and the shipped lesson's real server."""

import pathlib
import unittest

import harness
from harness import TOP_SRCDIR, fields, pairs, values

JUDGED = TOP_SRCDIR / 'tests/data/judged'
TALKS = JUDGED / 'judged/talks'
SHIPPED = TOP_SRCDIR / 'lessons'
SERVICE = SHIPPED / 'backend/client-server'


def text(path):
    return pathlib.Path(path).read_bytes()


class Judged(harness.TestCase):
    def setUp(self):
        self.call = self.daemon(catalog=JUDGED).client().call
        self.call('START', 'talks', 'language=python')

    def check(self, step, name, content, language='python'):
        return self.call('CHECK', 'talks', 'step=' + step, 'language=' + language, name, content)

    def report(self, reply):
        return self.call('ATTEMPT', pairs(reply[0])['attempt'])


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Checker(Judged):
    def test_solutions_pass_and_starters_fail(self):
        for language, name in (('sh', 'sum.sh'), ('python', 'sum.py')):
            reply = self.check('sum', name, text(TALKS / 'solution' / language / name), language)
            self.assertEqual(pairs(reply[-1])['verdict'], 'pass', reply)
            reply = self.check('sum', name, text(TALKS / 'starter' / language / name), language)
            self.assertEqual(pairs(reply[-1])['verdict'], 'wrong', reply)

    def test_the_judges_words_are_told_and_no_difference(self):
        reply = self.check('sum', 'sum.sh', 'echo 1 1', 'sh')
        self.assertIn('1 and 1 make 2, not 7', reply[1])
        report = self.report(reply)
        self.assertEqual(values(report, 'Diff'), [])
        self.assertIn('1 and 1 make 2, not 7', values(report, 'Case')[0])

    def test_they_are_a_secret_where_the_step_says_so(self):
        reply = self.check('secret', 'sum.sh', 'echo 1 1', 'sh')
        self.assertEqual(pairs(reply[-1])['verdict'], 'wrong')
        self.assertNotIn('make', ''.join(reply) + ''.join(self.report(reply)))

    def test_run_tells_the_judges_words(self):
        reply = self.call('RUN', 'talks', 'step=sum', 'language=sh', 'sum.sh', 'echo 1 1')
        self.assertIn('detail="1 and 1 make 2, not 7"', reply[-1])
        self.assertFalse([line for line in reply if line.startswith('diff=')])

    def test_a_judge_whose_language_is_not_here(self):
        reply = self.check('odd', 'sum.sh', 'echo', 'sh')
        self.assertError(reply, 'STATE', "the step 'odd' can't be checked here", "'abacus'")


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Interactive(Judged):
    def test_solution_passes(self):
        reply = self.check('guess', 'guess.py', text(TALKS / 'solution/python/guess.py'))
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass', reply)

    def test_deadlock_says_who_waited(self):
        reply = self.check('guess', 'guess.py', text(TALKS / 'starter/python/guess.py'))
        self.assertEqual(pairs(reply[-1])['verdict'], 'timeout', reply)
        self.assertIn('your program waited for input while the judge waited', reply[1])

    def test_the_talk_is_told_in_its_order(self):
        reply = self.check('guess', 'guess.py', text(TALKS / 'starter/python/guess.py'))
        self.assertEqual(values(self.report(reply), 'Talk')[:3], ['> 50', '< higher', '> 75'])
        reply = self.call('RUN', 'talks', 'step=guess', 'language=python', 'guess.py', text(TALKS / 'starter/python/guess.py'))
        self.assertEqual([line for line in reply if line.startswith('talk=')][:3], ['talk=> 50', 'talk=< higher', 'talk=> 75'])

    def test_of_a_long_talk_the_last_lines_are_told(self):
        reply = self.check('guess', 'guess.py', 'for i in range(40): print(i % 5, flush=True); input()\n')
        self.assertEqual(pairs(reply[-1])['verdict'], 'wrong', reply)
        talk = values(self.report(reply), 'Talk')[:9]  # of the first case
        self.assertEqual((talk[0], talk[-2:], talk.count('...')), ('...', ['> 4', '< higher'], 1), talk)

    def test_the_talk_is_a_secret_where_the_step_says_so(self):
        reply = self.check('whisper', 'guess.py', text(TALKS / 'starter/python/guess.py'))
        self.assertEqual(pairs(reply[-1])['verdict'], 'timeout', reply)
        self.assertNotIn('higher', ''.join(self.report(reply)))
        reply = self.call('RUN', 'talks', 'step=whisper', 'language=python', 'guess.py', text(TALKS / 'starter/python/guess.py'))
        self.assertNotIn('higher', ''.join(reply))

    def test_a_step_that_the_language_lacks(self):
        self.call('START', 'talks', 'language=sh')
        reply = self.check('guess', 'guess.py', 'x', 'sh')
        self.assertError(reply, 'STATE', "the step 'guess' has no", 'language=python')
        self.assertError(self.call('FILES', 'talks', 'step=guess', 'language=sh'), 'STATE', "the step 'guess' has no")
        self.check('sum', 'sum.sh', text(TALKS / 'solution/sh/sum.sh'), 'sh')
        self.assertEqual(fields(self.call('NEXT'))['Step'], 'secret')


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Service(harness.TestCase):
    """The shipped lesson's last step."""

    def setUp(self):
        self.call = self.daemon(catalog=SHIPPED).client().call
        self.available = {row.split('\t')[0] for row in values(self.call('STATS'), 'Language') if row.endswith('available')}

    def check(self, language, name, content):
        self.call('START', 'client-server', 'language=' + language)
        return self.call('CHECK', 'client-server', 'step=service', name, content)

    def test_solutions_pass_every_scenario(self):
        for language, name in (('c', 'service.c'), ('python', 'service.py')):
            with self.subTest(language=language):
                if not {language, 'python'} <= self.available:
                    self.skipTest('no tool for %s and its judge' % language)
                reply = self.check(language, name, text(SERVICE / 'solution' / language / name))
                self.assertEqual(pairs(reply[-1])['verdict'], 'pass', reply)
                self.assertEqual(pairs(reply[-1])['passed'], '7')

    def test_starters_fail(self):
        for language, name in (('c', 'service.c'), ('python', 'service.py')):
            with self.subTest(language=language):
                if not {language, 'python'} <= self.available:
                    self.skipTest('no tool for %s and its judge' % language)
                reply = self.check(language, name, text(SERVICE / 'starter' / language / name))
                self.assertIn(pairs(reply[-1])['verdict'], ('wrong', 'runtime'), reply)

    def test_the_clients_words_are_shown(self):
        reply = self.check('python', 'service.py', text(SERVICE / 'starter/python/service.py'))
        report = self.call('ATTEMPT', pairs(reply[0])['attempt'])
        words = values(report, 'Stdout')
        self.assertIn("client: sent 'START cli'", words)
        self.assertTrue(any('the request is not complete yet' in line for line in words), words)

    def test_a_server_that_dies_of_sigpipe_is_told_so(self):
        source = text(SERVICE / 'solution/c/service.c').replace(b'MSG_NOSIGNAL | ', b'')
        reply = self.check('c', 'service.c', source)
        rows = [pairs(line) for line in reply if line.startswith('case=')]
        self.assertEqual({row['name']: row['verdict'] for row in rows if row['verdict'] != 'pass'}, {'service6-hangup': 'runtime'})

    def test_a_server_for_one_client_at_a_time(self):
        source = text(SERVICE / 'solution/python/service.py').replace(b'socketserver.ThreadingMixIn, ', b'')
        reply = self.check('python', 'service.py', source)
        failed = {pairs(line)['name'] for line in reply if line.startswith('case=') and 'verdict=pass' not in line}
        self.assertEqual(failed, {'service4-two', 'service6-hangup'})

    def test_no_socket(self):
        reply = self.check('python', 'service.py', 'pass')
        self.assertEqual(pairs(reply[-1])['verdict'], 'wrong')
        self.assertIn('your program ended before it made a socket at /service/socket', reply[1])

    def test_shell_is_complete_without_it(self):
        self.call('START', 'client-server', 'language=sh')
        self.assertError(self.call('CHECK', 'client-server', 'step=service', 'service.sh', 'x'), 'STATE', "the step 'service' has no")


if __name__ == '__main__':
    harness.main()
