#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practicectl watch: by lines into a pipe, and with keys on a terminal. Files are saved as editors do it."""

import contextlib
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time

import harness
from harness import Error, fields, rows

LESSON = {
    'demo/course.ini': '[course]\ntitle = Demo\n',
    'demo/echo/lesson.ini': '[lesson]\ntitle = Echo\nlevel = beginner\nminutes = 1\nlanguages = sh\n'
                            '[step first]\ntitle = Say it\nfiles = first.sh\ncases = tests/*\nhint = Use cat.\n'
                            '[step second]\ntitle = Say it again\nfiles = second.sh\ncases = tests/*\n',
    'demo/echo/lesson.md': '# Echo\n',
    'demo/echo/starter/sh/first.sh': 'echo no\n', 'demo/echo/starter/sh/second.sh': 'echo no\n',
    'demo/echo/solution/sh/first.sh': 'cat\n', 'demo/echo/solution/sh/second.sh': 'cat\n',
    'demo/echo/tests/a.in': 'yes\n', 'demo/echo/tests/a.out': 'yes\n',
    'demo/echo/tests/b.in': 'two\n', 'demo/echo/tests/b.out': 'two\n',
}
CLEAR = '\x1b[H\x1b[J'


class Watched:
    """A practicectl watch, its output as it comes. With a terminal: keys, and signals from there."""

    def __init__(self, command, environment, folder, columns=None):
        self.text, self.columns = '', columns
        if columns is None:
            self.master = None
            self.process = subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.fd = self.process.stdout.fileno()
            return
        self.master, slave = pty.openpty()
        self.resize(columns, 0)
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(command, env=environment, cwd=folder, stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.slave, self.fd = slave, self.master

    def resize(self, columns, number=signal.SIGWINCH):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
        if number:
            self.process.send_signal(number)

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b''
        self.text += data.decode().replace('\r\n', '\n')
        return bool(data)

    def wait_for(self, pattern, count=1):
        """Until what came since the last such call has it `count` times; returns all of that."""
        deadline = time.monotonic() + harness.TIMEOUT
        while len(found := list(re.finditer(pattern, self.text, re.S))) < count:
            if time.monotonic() > deadline or (not self.read(1) and self.process.poll() is not None and not self.read(0)):
                raise AssertionError('no %r in %r' % (pattern, self.text))
        end = found[count - 1].end()
        seen, self.text = self.text[:end], self.text[end:]
        return seen

    def quiet(self, seconds=.6):
        """Reads on for so long; what came."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)
        seen, self.text = self.text, ''
        return seen

    def key(self, text):
        os.write(self.master, text.encode())

    def attributes(self):
        return termios.tcgetattr(self.slave)

    def is_raw(self):
        return not self.attributes()[3] & termios.ICANON

    def wait_until(self, condition):
        deadline = time.monotonic() + harness.TIMEOUT
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError('it never came true: %r' % self.text)
            self.read(.01)

    def end(self):
        deadline = time.monotonic() + harness.TIMEOUT
        while self.process.poll() is None:
            if time.monotonic() > deadline:
                raise AssertionError('it does not end: %r' % self.text)
            self.read(.02)
        return self.process.returncode

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master is None:
            self.process.stdout.close()
        else:
            os.close(self.master)
            os.close(self.slave)


class WatchCase(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = tempfile.mkdtemp(prefix='practiced-watch-')
        self.addCleanup(shutil.rmtree, self.catalog)
        os.chmod(self.catalog, 0o755)
        for name, text in LESSON.items():
            path = pathlib.Path(self.catalog, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
        self.server = self.daemon(catalog=self.catalog)
        self.home = pathlib.Path(self.catalog, 'home')
        self.home.mkdir()
        self.environment = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'HOME': str(self.home), 'TERM': 'xterm',
                            'NO_COLOR': '1', 'PRACTICED_SOCKET': str(self.server.path)}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        subprocess.run([harness.PRACTICECTL, '-q', 'start', 'echo'], env=self.environment, check=True)
        self.folder = self.home / 'practice/echo'
        self.file = self.folder / 'first.sh'

    def watch(self, *arguments, columns=None):
        watched = Watched([str(harness.PRACTICECTL), 'watch', 'echo', *arguments], self.environment, self.home, columns)
        self.addCleanup(watched.close)
        return watched

    def history(self):
        return rows(self.server.call('HISTORY'))

    def replace(self, text, name='first.sh'):
        """Written beside, renamed over."""
        (self.folder / '.new').write_text(text)
        os.rename(self.folder / '.new', self.folder / name)


class Lines(WatchCase):
    def test_the_first_run_is_whole_and_later_ones_say_what_changed(self):
        watched = self.watch()
        seen = watched.wait_for('0 of 2 cases as expected\n')
        self.assertIn('Watching: demo/echo, step first, sh', seen)
        self.assertRegex(seen, '✗ a +wrong output')
        self.assertRegex(seen, '✗ b +wrong output')
        self.assertNotIn('\x1b', seen)
        self.file.write_text('echo yes\n')
        seen = watched.wait_for(r'1 of 2 cases as expected \(before: 0\)\n')
        self.assertIn('a: wrong output → passed', seen)
        self.assertIn('+ yes', seen)  # what b expects is no other, what it gets is
        self.assertNotRegex(seen, '✗ b +wrong')
        self.file.write_text('echo yes #\n')
        self.assertIn('Nothing has changed by that.', watched.wait_for('that.\n'))

    def test_each_way_to_save_is_one_run(self):
        def in_place(text):
            self.file.write_text(text)

        def truncated_first(text):
            with open(self.file, 'w', encoding='utf-8') as file:
                time.sleep(.05)
                file.write(text)

        def in_two_closes(text):
            self.file.write_text('')
            self.file.write_text(text)

        def with_a_backup(text):
            (self.folder / '4913').write_text('')  # whether the folder can be written
            os.unlink(self.folder / '4913')
            os.rename(self.file, self.folder / 'first.sh~')
            time.sleep(.03)
            self.file.write_text(text)
            os.unlink(self.folder / 'first.sh~')

        def without_a_close(text):
            self.kept = open(self.file, 'w', encoding='utf-8')  # pylint: disable=consider-using-with
            self.addCleanup(self.kept.close)
            self.kept.write(text)
            self.kept.flush()

        watched = self.watch()
        watched.wait_for('0 of 2 cases as expected\n')
        for number, save in enumerate((in_place, self.replace, truncated_first, in_two_closes, with_a_backup, without_a_close)):
            with self.subTest(save=save.__name__):
                save('echo %d\n' % number)
                seen = watched.wait_for(r'\+ %d\n.*?as expected\n' % number) + watched.quiet()
                self.assertEqual(seen.count('Watching'), 1, seen)

    def test_what_is_not_changed_is_not_run(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        self.file.write_text('echo no\n')
        os.utime(self.file)
        (self.folder / 'second.sh').write_text('cat\n')  # of another step
        (self.folder / 'notes.txt').write_text('x')
        self.assertEqual(watched.quiet(), '')

    def test_of_a_burst_of_saves_the_last_one_counts(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        for number in range(40):
            (self.replace if number % 2 else self.file.write_text)('echo %d\n' % number)
        watched.wait_for(r'\+ 39\n.*?as expected\n')
        self.assertEqual(watched.quiet(), '')

    def test_a_save_ends_the_run_that_is_under_way(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        self.file.write_text('sleep 1000\n')
        watched.wait_until(lambda: fields(self.server.call('STATS'))['Running'] == '1')
        began = time.monotonic()
        self.file.write_text('cat # and no more\n')
        watched.wait_for('2 of 2 cases as expected')
        self.assertLess(time.monotonic() - began, 9, 'it was waited for')  # the time limit is 10 s
        watched.wait_until(lambda: fields(self.server.call('STATS'))['Running'] == '0')

    def under_way(self):
        stats = fields(self.server.call('STATS'))
        return int(stats['Running']) + int(stats['Queue'])

    def test_a_run_for_which_there_is_no_place_is_said_once_and_run_later(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        with contextlib.ExitStack() as others:
            for _ in range(4):  # as many as a learner may have
                client = others.enter_context(self.server.client())
                client.send(harness.array('RUN', 'echo', 'step=first', 'case=1', 'first.sh', 'sleep 1000'))
            watched.wait_until(lambda: self.under_way() == 4)
            self.file.write_text('cat # now\n')
            self.assertEqual(watched.wait_for('The run waits: [^\n]*\n').count('The run waits'), 1)
            self.assertEqual(watched.quiet(), '')
        watched.wait_for('2 of 2 cases as expected')

    def test_saves_are_no_submissions_but_a_pass_is_handed_in_once(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        self.file.write_text('echo yes\n')
        watched.wait_for(r'before: 0\)\n')
        self.assertEqual(self.history(), [])
        self.file.write_text('cat\n')
        seen = watched.wait_for('The next step is second.\n')
        self.assertIn('Handed in: the step first is passed.', seen)
        self.file.write_text('cat -\n')
        watched.wait_for('Nothing has changed')
        self.file.write_text('false\n')
        watched.wait_for('0 of 2')
        self.replace('cat\n')
        watched.wait_for('2 of 2')
        self.assertNotIn('Handed', watched.quiet())
        self.assertEqual([row['VERDICT'] for row in self.history()], ['pass'])

    def test_a_program_that_does_not_run_is_told(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        self.file.write_text('echo help >&2; exit 3\n')
        seen = watched.wait_for('0 of 2 cases')
        self.assertIn('ended with exit status 3', seen)
        self.assertIn('help', seen)

    def test_a_file_that_is_away_is_told_and_its_return_seen(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        os.unlink(self.file)
        watched.wait_for('first.sh is missing')
        self.replace('echo back\n')
        watched.wait_for(r'\+ back')

    def test_a_folder_that_is_away_is_told_and_its_return_seen(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        shutil.rmtree(self.folder)
        watched.wait_for('is gone')
        subprocess.run([harness.PRACTICECTL, '-q', 'start', 'echo'], env=self.environment, check=True)
        self.file.write_text('echo again\n')
        watched.wait_for(r'\+ again')
        os.rename(self.folder, self.home / 'elsewhere')
        watched.wait_for('is gone')
        os.rename(self.home / 'elsewhere', self.folder)
        self.file.write_text('echo oncemore\n')
        watched.wait_for(r'\+ oncemore')

    def test_a_daemon_that_restarts_is_waited_for(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        self.server.stop()
        self.server.start()
        self.file.write_text('echo after\n')
        watched.wait_for(r'\+ after')
        self.file.write_text('sleep 2; echo through\n')
        watched.wait_until(lambda: fields(self.server.call('STATS'))['Running'] == '1')
        self.server.kill()
        self.server.start()
        watched.wait_for(r'\+ through')

    def test_a_step_can_be_named(self):
        for arguments in (['second'], ['--step=second']):
            watched = self.watch(*arguments)
            self.assertIn('step second', watched.wait_for('as expected\n'))
            watched.close()
        watched = self.watch('third')
        self.assertEqual(watched.end(), 4)

    def test_signals_end_it_as_they_do(self):
        for number in signal.SIGINT, signal.SIGTERM:
            watched = self.watch()
            watched.wait_for('as expected\n')
            watched.process.send_signal(number)
            self.assertEqual(watched.end(), -number)

    def test_it_ends_when_nobody_reads(self):
        watched = self.watch()
        watched.wait_for('as expected\n')
        watched.process.stdout.close()
        watched.process.stdout = open(os.devnull, 'rb')  # pylint: disable=consider-using-with
        self.assertEqual(watched.process.wait(harness.TIMEOUT), 0)

    def test_it_is_for_people(self):
        self.assertEqual(self.watch('-o', 'json').end(), 2)


class Keys(WatchCase):
    def begin(self, columns=80):
        watched = self.watch(columns=columns)
        watched.wait_for('c check, q quit\n')
        return watched

    def test_each_outcome_takes_the_place_of_the_one_before(self):
        watched = self.watch(columns=80)
        seen = watched.wait_for('q quit\n')
        self.assertTrue(seen.startswith('\n' * 24 + CLEAR), repr(seen))  # what stood there is in the scrollback
        self.file.write_text('echo yes\n')
        seen = watched.wait_for('q quit\n')
        self.assertTrue(seen.startswith(CLEAR + 'Watching'), repr(seen))
        self.assertNotIn('\x1b[2J', seen)
        self.assertNotIn('\x1b[3J', seen)  # the scrollback is the learner's

    def test_q_gives_the_terminal_back(self):
        watched = self.begin()
        self.assertTrue(watched.is_raw())
        watched.key('q')
        self.assertEqual(watched.end(), 0)
        self.assertEqual(watched.attributes(), watched.before)

    def test_ctrl_c_and_sigterm_give_the_terminal_back(self):
        for stop in (lambda watched: watched.key('\x03'), lambda watched: watched.process.send_signal(signal.SIGTERM)):
            watched = self.begin()
            stop(watched)
            self.assertLess(watched.end(), 0)
            self.assertEqual(watched.attributes(), watched.before)

    def test_two_signals_close_together_give_the_terminal_back_too(self):
        watched = self.begin()
        watched.process.send_signal(signal.SIGSTOP)
        watched.wait_until(lambda: pathlib.Path('/proc/%d/stat' % watched.process.pid).read_text().split(') ')[1][0] == 'T')
        watched.process.send_signal(signal.SIGINT)
        watched.process.send_signal(signal.SIGTERM)
        watched.process.send_signal(signal.SIGCONT)
        self.assertEqual(watched.end(), -signal.SIGTERM)
        self.assertEqual(watched.attributes(), watched.before)

    def test_ctrl_backslash_does_nothing(self):
        watched = self.begin()
        watched.key('\x1c')
        watched.key('r')
        watched.wait_for('q quit\n')
        watched.key('q')
        self.assertEqual(watched.end(), 0)
        self.assertEqual(watched.attributes(), watched.before)

    def test_ctrl_z_gives_the_terminal_back_until_it_goes_on(self):
        watched = self.begin()
        # An orphan is not stopped by Ctrl-Z: the kernel lets nobody sleep whom nobody would wake. The parent is of
        # another session, so what can be seen is that the terminal was given back and taken again.
        watched.process.send_signal(signal.SIGTSTP)
        watched.wait_for('q quit\n')
        self.assertTrue(watched.is_raw())
        watched.process.send_signal(signal.SIGCONT)
        watched.wait_for('q quit\n')
        watched.key('q')
        self.assertEqual(watched.end(), 0)
        self.assertEqual(watched.attributes(), watched.before)

    def test_ctrl_z_in_a_shell_stops_it(self):
        shell = Watched(['/bin/bash', '--norc', '--noprofile', '-i', '+o', 'history'],
                        {**self.environment, 'PS1': 'ready> ', 'PATH': str(harness.TOP_BUILDDIR) + ':' + os.environ['PATH']},
                        self.home, 80)
        self.addCleanup(shell.close)
        shell.wait_for('ready> ')
        shell.key('practicectl watch echo\n')
        shell.wait_for('q quit\n')
        shell.key('\x1a')
        shell.wait_for('Stopped.*ready> ')
        shell.key('stty -a | grep -o "[- ]icanon"; fg\n')
        shell.wait_for(' icanon')
        shell.wait_for('q quit\n')
        self.file.write_text('echo yes\n')
        shell.wait_for('1 of 2.*q quit\n')
        shell.key('q')
        shell.wait_for('ready> ')
        shell.key('exit\n')
        shell.end()

    def test_another_size_is_another_picture(self):
        watched = self.begin()
        watched.resize(40)
        seen = watched.wait_for('c check, q quit\n')
        self.assertIn('h hint, n next, r run', seen)
        self.assertLessEqual(max(map(len, re.sub(r'\x1b\[[HJ]', '', seen).splitlines())), 40)

    def test_h_shows_a_hint(self):
        watched = self.begin()
        watched.key('h')
        watched.wait_for('Use cat.')

    def test_r_runs_again_and_shows_all(self):
        watched = self.begin()
        self.file.write_text('echo yes\n')
        watched.wait_for('q quit\n')
        watched.key('r')
        seen = watched.wait_for('q quit\n')
        self.assertRegex(seen, '✓ a +passed')
        self.assertRegex(seen, '✗ b +wrong output')

    def test_c_and_enter_hand_in(self):
        watched = self.begin()
        for number, key in enumerate(('c', '\r')):
            watched.key(key)
            watched.wait_for('Attempt %d.*q quit\n' % (number + 1))
        self.assertEqual([row['VERDICT'] for row in self.history()], ['wrong', 'wrong'])
        self.assertTrue(watched.is_raw())

    def test_n_goes_on_to_the_next_step(self):
        watched = self.begin()
        self.file.write_text('cat\n')
        watched.wait_for('The next step is second: press n.*q quit\n')
        watched.key('n')
        self.assertIn('step second', watched.wait_for('0 of 2.*q quit\n'))
        self.replace('cat\n', 'second.sh')
        watched.wait_for('All other steps are passed.*q quit\n')
        watched.key('n')
        watched.wait_for('All other steps are passed.')
        self.assertEqual(len(self.history()), 2)

    def test_without_keys_where_they_are_not_wanted(self):
        watched = self.watch('--plain', columns=80)
        self.assertNotIn('\x1b', watched.wait_for('as expected\n'))
        self.assertFalse(watched.is_raw())


class Wire(WatchCase):
    """RUN case=all."""

    def run_all(self, text, step='first'):
        reply = self.server.call('RUN', 'echo', 'step=' + step, 'case=all', step + '.sh', text)
        self.assertNotIsInstance(reply, Error, reply)
        return reply

    def test_all_cases_are_run_and_nothing_is_kept(self):
        reply = self.run_all('echo yes\n')
        self.assertEqual([line.split()[1:3] for line in reply if line.startswith('case=')],
                         [['name=a', 'verdict=pass'], ['name=b', 'verdict=wrong']])
        self.assertEqual(reply[-1], 'verdict=wrong passed=1 cases=2')
        self.assertIn('diff=- two', reply)
        self.assertEqual(self.history(), [])
        self.assertEqual(self.run_all('cat\n')[-1], 'verdict=pass passed=2 cases=2')

    def test_the_answer_is_bounded(self):
        reply = self.run_all('yes no | head -100000; yes >&2 | head -5000 >&2\n')
        self.assertLess(len(reply), 300)

    def test_a_case_is_a_number_or_all(self):
        for case in ('3', '0', 'ALL', ''):
            reply = self.server.call('RUN', 'echo', 'step=first', 'case=' + case, 'first.sh', 'cat')
            self.assertEqual(reply.code, 'BADARG', case)


if __name__ == '__main__':
    with contextlib.suppress(KeyboardInterrupt):
        harness.main()
