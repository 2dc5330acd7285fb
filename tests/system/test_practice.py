#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The shipped lesson, practised by practicectl with a real daemon and runner: what a learner does, from start to passed."""

import json
import os
import shutil
import socket
import subprocess

import harness

LESSON = harness.TOP_SRCDIR / 'lessons/backend/client-server'
STEPS = ['hello', 'change', 'run-lesson', 'parse', 'server']  # and in C and Python a server on a socket


class Practice(harness.TestCase):
    def setUp(self):
        self.served = self.daemon(catalog=self.shipped('backend/client-server'))
        self.home = self.served.folder / 'home'
        self.home.mkdir()
        self.folder = self.home / 'practice/client-server'

    def ctl(self, *arguments, status=0, **environment):
        """Runs it, expects that status, returns stdout."""
        environment = {'HOME': str(self.home), 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8',
                       'PRACTICED_SOCKET': str(self.served.path), **environment}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS'):
            if name in os.environ:
                environment[name] = os.environ[name]
        done = subprocess.run([harness.PRACTICECTL, *arguments], env=environment, cwd=self.home, stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=300)
        self.said = done.stderr.decode()
        self.assertEqual(done.returncode, status, (arguments, done.stdout.decode(), self.said))
        return done.stdout.decode()

    def solve(self, language):
        for file in (LESSON / 'solution' / language).iterdir():
            shutil.copy(file, self.folder / file.name)

    def available(self):
        return [row.split('\t')[0] for row in self.ctl('daemon-status', '-P', 'Language').replace('\\t', '\t').splitlines()
                if row.endswith('\tavailable')]

    def test_start_says_what_is_practised_and_lays_out_the_files(self):
        self.assertEqual(self.ctl('start', 'client-server'), 'Now practicing: client-server\n')
        for file in (LESSON / 'starter/c').iterdir():
            self.assertEqual((self.folder / file.name).read_bytes(), file.read_bytes())

    def test_the_lesson_is_shown(self):
        out = self.ctl('show', 'client-server')
        self.assertTrue(out.startswith('Client-Server Architecture\n═'))
        for step in STEPS:
            self.assertTrue(self.ctl('show', 'client-server', step).strip())

    def test_the_example_runs_beside_its_expected_output(self):
        self.ctl('start', 'client-server', '--language=sh')
        out = self.ctl('run', 'client-server')
        self.assertRegex(out, r'Now practicing: client-server +│ +Now practicing: client-server')
        self.assertIn('✓ as expected', out)

    def test_starters_fail_but_for_the_example(self):
        self.ctl('start', 'client-server', '--language=sh')
        out = self.ctl('check', '--all', 'client-server', status=1)
        self.assertIn('✓ Step hello', out)
        self.assertEqual(out.count('✗ Step'), len(STEPS) - 1)
        self.assertRegex(out, r'expected +│ +your output')
        self.ctl('is-passed', '-q', 'client-server', status=3)

    def test_solutions_pass_in_every_language_that_is_there(self):
        languages = [name for name in ('c', 'python', 'sh') if name in self.available()]
        self.assertIn('sh', languages)
        for language in languages:
            self.ctl('start', 'client-server', '-q', '--language=' + language)
            self.solve(language)
            steps = len(STEPS) + (language != 'sh')
            self.assertEqual(self.ctl('check', '--all', 'client-server').count('✓ Step'), steps, language)
        self.assertEqual(self.ctl('is-passed', 'client-server'), 'passed\n')
        status = json.loads(self.ctl('status', 'client-server', '-o', 'json'))
        self.assertEqual((status['state'], status['points']), ('passed', status['max_points']))
        self.assertIn('Nothing is left', self.ctl('next'))

    def test_steps_come_one_after_the_other(self):
        self.ctl('start', 'client-server', '--language=sh')
        self.solve('sh')
        for step in STEPS:
            self.assertEqual(self.ctl('next', '-P', 'Step'), step + '\n')
            self.assertIn('✓ Step ' + step, self.ctl('check', 'client-server'))
        self.ctl('check', 'client-server', status=3)
        self.assertIn('all steps', self.said)

    def test_a_failed_check_says_what_changed_since_the_last(self):
        self.ctl('start', 'client-server', '--language=sh')
        for word in ('one', 'two'):
            (self.folder / 'hello.sh').write_text(f'echo {word}\n', encoding='ascii')
            out = self.ctl('check', 'client-server', 'hello', status=1)
        self.assertIn('Since your last attempt', out)
        self.assertRegex(out, r'- one +│ \+ two')
        self.assertIn('Since your last attempt', self.ctl('attempt'))

    def test_control_characters_of_a_program_reach_no_terminal(self):
        self.ctl('start', 'client-server', '--language=sh')
        (self.folder / 'hello.sh').write_text("printf '\\033]0;x\\007\\033[2J\\n\\233'; printf '\\033[31m' >&2\n", encoding='ascii')
        for verb in ('run', 'check', 'attempt'):
            out = self.ctl(verb, *([] if verb == 'attempt' else ['client-server', 'hello']), status=verb != 'attempt')
            self.assertNotIn('\033', out)
            self.assertNotIn('\233', out)

    def test_hints_come_one_by_one(self):
        self.ctl('start', 'client-server')
        self.assertIn('Hint 1 of 2', self.ctl('hint', 'client-server'))
        self.assertIn('Hint 2 of 2', self.ctl('hint', 'client-server'))
        self.assertEqual(self.ctl('hint', 'client-server', 'parse', '-P', 'Number'), '1\n')

    def test_solution_is_printed_once_the_step_is_passed(self):
        """Only an instructor sees it before; root is one, so ask as somebody else where that can be."""
        self.ctl('start', 'client-server', '--language=sh')
        self.ctl('check', 'client-server', 'hello')
        out = self.ctl('cat', 'client-server', 'hello.sh', '--solution', '--step=hello')
        self.assertEqual(out, (LESSON / 'solution/sh/hello.sh').read_text(encoding='utf-8'))

    def test_history_and_attempt_agree(self):
        self.ctl('start', 'client-server', '--language=sh')
        self.ctl('check', 'client-server', 'hello')
        self.ctl('check', 'client-server', 'change', status=1)
        rows = json.loads(self.ctl('history', '-o', 'json'))
        self.assertEqual([row['step'] for row in rows], ['change', 'hello'])
        thing = json.loads(self.ctl('attempt', str(rows[0]['attempt']), '-o', 'json'))
        self.assertEqual((thing['step'], thing['verdict']), ('change', 'wrong'))
        self.assertTrue(thing['case'][0]['diff'])

    def test_reset_begins_anew_and_saves_the_work(self):
        self.ctl('start', 'client-server', '--language=sh')
        self.solve('sh')
        self.ctl('check', 'client-server', 'change')
        self.ctl('reset', 'client-server')
        self.assertEqual((self.folder / 'change.sh.~1~').read_bytes(), (LESSON / 'solution/sh/change.sh').read_bytes())
        self.assertEqual((self.folder / 'change.sh').read_bytes(), (LESSON / 'starter/sh/change.sh').read_bytes())

    def test_a_language_that_is_not_offered_is_refused(self):
        self.ctl('start', 'client-server', '--language=cobol', status=2)
        self.assertIn("cobol", self.said)

    def test_unknown_lesson_and_property_get_a_suggestion(self):
        self.ctl('start', 'client-sever', status=4)
        self.assertIn("did you mean 'backend/client-server'?", self.said)
        self.ctl('show', 'client-server', '-p', 'Stat', status=2)
        self.assertIn("did you mean 'State'?", self.said)

    def test_a_shell_and_practicectl_speak_to_the_same_daemon(self):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.served.path))
            client.sendall(b'START client-server\n')
            self.assertEqual(client.recv(100), b'+Now practicing: client-server\n')
        self.assertEqual(self.ctl('is-active', 'client-server'), 'active\n')

    def test_daemon_status_shows_how_programs_are_isolated(self):
        out = self.ctl('daemon-status')
        self.assertIn('namespaces' if harness.sandbox_mode() == 'namespaces' else 'NONE', out)


if __name__ == '__main__':
    harness.main()
