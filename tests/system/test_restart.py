#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practicectl while a real daemon restarts, and while its attempt is canceled: nothing is lost, nothing is done twice."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import harness

SLEEPY = 'sleep %s; echo yes\n'


class Restart(harness.TestCase):
    def setUp(self):
        self.served = self.daemon()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix='practicectl-home.'))
        self.addCleanup(shutil.rmtree, self.home)
        self.environment = {'HOME': str(self.home), 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8',
                            'PRACTICED_SOCKET': str(self.served.path)}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS'):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        self.ctl('start', 'slow')

    def spawn(self, *arguments):
        return subprocess.Popen([harness.PRACTICECTL, *arguments], env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ctl(self, *arguments, status=0):
        process = self.spawn(*arguments)
        out, said = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, status, (out, said))
        return out.decode()

    def solve(self, seconds):
        (self.home / 'practice/slow/only.sh').write_text(SLEEPY % seconds)

    def until_running(self):
        """An attempt, or a run, has a process."""
        deadline = time.monotonic() + harness.TIMEOUT
        while harness.fields(self.served.call('STATS'))['Running'] == '0':
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def attempts(self):
        return harness.rows(self.served.call('HISTORY', 'slow'))

    def test_a_check_goes_on_after_a_crash(self):
        self.solve(0.5)
        process = self.spawn('check', 'slow')
        self.assertIn(b'Attempt 1', process.stdout.readline())
        self.until_running()
        self.served.kill()
        self.served.start()
        out, said = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, 0, said)
        for case in range(1, 6):
            self.assertEqual(out.count(b'\xe2\x9c\x93 %d ' % case), 1, out)
        self.assertEqual([row['VERDICT'] for row in self.attempts()], ['pass'])

    def test_a_check_goes_on_after_a_stop_in_haste(self):
        self.solve(0.5)
        process = self.spawn('check', 'slow')
        self.assertIn(b'Attempt 1', process.stdout.readline())
        self.until_running()
        self.assertEqual(self.served.stop_soon(), 0)
        self.served.start()
        process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, 0)
        self.assertEqual([row['VERDICT'] for row in self.attempts()], ['pass'])

    def test_a_run_that_is_cut_off_is_done_again(self):
        self.solve(1)
        process = self.spawn('run', 'slow')
        self.until_running()
        self.served.stop_soon()
        self.served.start()
        out, said = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual((process.returncode, said), (0, said), out)
        self.assertIn(b'yes', out)

    def test_a_run_is_told_that_nothing_is_kept(self):
        with self.served.client() as client:
            client.send(harness.array('RUN', 'slow', 'only.sh', SLEEPY % 5))
            self.until_running()
            self.served.stop_soon()
            self.assertError(client.read(), 'BUSY', 'nothing of a run is kept')
        self.served.start()
        self.assertEqual(harness.fields(self.served.call('STATS'))['Running'], '0')

    def test_ctrl_c_ends_the_attempt_over_there(self):
        self.solve(20)
        process = self.spawn('check', 'slow')
        self.assertIn(b'Attempt 1', process.stdout.readline())
        self.until_running()
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertLess(time.monotonic() - begun, 15)
        self.assertIn(b'Canceling attempt 1', said)
        self.assertEqual([row['STATE'] for row in self.attempts()], ['canceled'])

    def test_ctrl_c_ends_a_run(self):
        self.solve(20)
        process = self.spawn('run', 'slow')
        self.until_running()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, -signal.SIGINT)
        deadline = time.monotonic() + 15
        while harness.fields(self.served.call('STATS'))['Running'] != '0':
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)


if __name__ == '__main__':
    harness.main()
