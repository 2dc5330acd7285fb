#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The daemon or its runner is killed, or the runner is stopped, while a check compiles, runs or judges: it is run again."""

import os
import pathlib
import shutil
import signal
import tempfile
import time
import unittest

import harness
from harness import array, fields, pairs, values

REST = '1.%d' % os.getpid()  # seconds that nobody else sleeps, to be found by

LANGUAGE = '''[language]
name = Built
extensions = built
tools = sh
compile = sh %f %o
run = sh %o %a
'''

LESSON = '''[lesson]
title = Moments
level = beginner
minutes = 1
languages = built

[step compile]
title = A compiler that takes its time
files = main.built
cases = tests/*
time = 1s

[step case]
title = A program that takes its time
files = main.built
cases = tests/*
time = 1s

[step judge]
title = A judge that takes its time
files = main.built
check = checker
cases = tests/*
judge = judge
judge-language = sh
time = 1s
'''

QUICK = 'echo echo yes >"$1"\n'
SUBMISSIONS = {
    'compile': 'sleep %s\n' % REST + QUICK,
    'case': 'echo "sleep %s; echo yes" >"$1"\n' % REST,
    'judge': QUICK,
}


def lay(folder):
    lesson = folder / 'courses/moments/moments'
    for path, text in {
            folder / 'languages/built.ini': LANGUAGE,
            folder / 'languages/sh.ini': (harness.LANGUAGES / 'sh.ini').read_text(),
            folder / 'courses/moments/course.ini': '[course]\ntitle = Moments\nlessons = moments\n',
            lesson / 'lesson.ini': LESSON,
            lesson / 'lesson.md': '# Moments\n',
            lesson / 'starter/built/main.built': 'exit 1\n',
            lesson / 'solution/built/main.built': QUICK,
            lesson / 'tests/a.in': '',
            lesson / 'tests/a.out': 'yes\n',
            lesson / 'judge/judge.sh': 'sleep %s\nexit 42\n' % REST,
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def is_resting():
    for entry in pathlib.Path('/proc').iterdir():
        try:
            if entry.name.isdigit() and (entry / 'cmdline').read_bytes() == b'sleep\0%s\0' % REST.encode():
                return True
        except OSError:
            pass  # it has ended
    return False


def await_rest(wanted=True):
    deadline = time.monotonic() + 60
    while is_resting() != wanted:
        if time.monotonic() > deadline:
            raise AssertionError('nobody sleeps' if wanted else 'it sleeps on')
        time.sleep(0.01)


class Deaths(harness.TestCase):
    def setUp(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-moments-'))
        self.addCleanup(shutil.rmtree, folder)
        folder.chmod(0o755)
        lay(folder)
        self.server = self.daemon(config={'sandbox': {'slots': '1'}}, catalog=folder / 'courses', languages=folder / 'languages')
        self.server.call('START', 'moments')

    def begin(self, step):
        client = self.server.client()
        client.send(array('CHECK', 'moments', 'step=' + step, 'main.built', SUBMISSIONS[step]))
        client.read_raw_line()
        attempt = pairs(client.read())['attempt']
        await_rest()
        return attempt

    def await_end(self, attempt):
        deadline = time.monotonic() + 120
        report = self.server.call('ATTEMPT', attempt)
        while fields(report)['State'] != 'done':
            self.assertLess(time.monotonic(), deadline, report)
            time.sleep(0.05)
            report = self.server.call('ATTEMPT', attempt)
        return report

    def assertPassedAgain(self, attempt):
        report = self.await_end(attempt)
        got = fields(report)
        self.assertEqual((got['Verdict'], got['Reruns']), ('pass', '1'), report)
        self.assertEqual(len(values(report, 'Case')), 1)

    def test_the_runner_is_killed(self):
        for step in SUBMISSIONS:
            with self.subTest(step):
                attempt = self.begin(step)
                os.kill(self.server.runner_pid(), signal.SIGKILL)
                self.assertPassedAgain(attempt)
                await_rest(False)

    def test_what_dies_twice_is_internal_and_no_failure_of_the_learners(self):
        attempt = self.begin('case')
        os.kill(self.server.runner_pid(), signal.SIGKILL)
        await_rest(False)
        await_rest()
        os.kill(self.server.runner_pid(), signal.SIGKILL)
        report = self.await_end(attempt)
        self.assertEqual((fields(report)['Verdict'], fields(report)['Reruns']), ('internal', '1'), report)
        status = fields(self.server.call('STATUS', 'moments'))
        self.assertEqual((status['Attempts'], status['LastVerdict']), ('0', 'internal'))
        step = next(row for row in values(self.server.call('STATUS', 'moments'), 'Step') if 'name=case' in row)
        self.assertIn('state=new', step)
        self.assertIn('attempts=0', step)

    def test_a_runner_that_is_killed_before_it_is_ready_is_waited_for(self):
        """The first of its life, so nothing says yet that programs can be run here. It is held before it says so."""
        held = pathlib.Path(tempfile.mkdtemp(prefix='practiced-held-'))
        self.addCleanup(shutil.rmtree, held)
        runner = held / 'runner'
        runner.write_text('#!/bin/sh\n[ -e %s/once ] || { : >%s/once; exec sleep 60; }\nexec %s "$@"\n' % (held, held, harness.RUNNER))
        runner.chmod(0o755)
        self.server.stop()
        self.server.runner = runner
        self.server.start()
        client = self.server.client()
        client.send(array('CHECK', 'moments', 'step=case', 'main.built', QUICK))
        deadline = time.monotonic() + 60
        while not (held / 'once').exists() or not self.server.runner_pid():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        os.kill(self.server.runner_pid(), signal.SIGKILL)
        self.assertEqual(pairs(client.read()[-1])['verdict'], 'pass')
        self.assertNotIn('UNSAFE', self.server.log())

    def test_the_daemon_is_killed(self):
        for step in SUBMISSIONS:
            with self.subTest(step):
                attempt = self.begin(step)
                self.server.kill()
                self.server.start()
                self.assertPassedAgain(attempt)
                await_rest(False)

    def test_the_runner_is_stopped(self):
        attempt = self.begin('case')
        os.kill(self.server.runner_pid(), signal.SIGSTOP)
        self.assertPassedAgain(attempt)
        self.assertIn('it gave no sign of life', self.server.log())

    @unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
    def test_a_program_that_is_overdue_is_no_death(self):
        reply = self.server.call('CHECK', 'moments', 'step=case', 'main.built', 'echo sleep 60 >"$1"\n')
        self.assertEqual(pairs(reply[-1])['verdict'], 'timeout')
        self.assertEqual(fields(self.server.call('ATTEMPT', pairs(reply[0])['attempt']))['Reruns'], '0')


if __name__ == '__main__':
    harness.main()
