#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The daemon's life: start, configuration, reload, store, crashes, the way out. Nothing that was acknowledged is ever lost."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import harness
from harness import BROKEN, PRACTICED, array, fields, pairs, rows, values

SLOW = 'slow', 'only.sh'


class Configuration(harness.TestCase):
    BAD = '[daemon]\nidle-timeout = 60s\n\n[sandbx]\nmode = none\n'

    def test_a_bad_file_at_start_is_told_and_healed_by_a_reload(self):
        server = self.daemon(config_text=self.BAD)
        where = '%s:4: ' % server.config_path
        for verb in ('LIST', 'WHOAMI', 'STATUS'):
            self.assertError(server.call(verb), 'CONFIG', where, "'[sandbox]'")
        self.assertEqual(server.call('PING'), 'PONG')
        self.assertIn(where, fields(server.call('STATS'))['Config'])
        self.assertError(server.call('RELOAD'), 'CONFIG', where)
        server.configure({})
        self.assertEqual(server.call('RELOAD').split(':')[0], 'Reloaded')
        self.assertEqual(server.call('START', 'hello'), 'Now practicing: hello')
        self.assertEqual(fields(server.call('STATS'))['Config'], 'ok')

    def test_a_bad_file_at_reload_leaves_all_as_it_was(self):
        server = self.daemon(config={'daemon': {'clients-max': '77'}})
        server.call('PING')
        for text, part in ((self.BAD, ':4: unknown section'), ('[daemon]\nclients-max = many\n', ":2: 'many' is no value"),
                           ('[daemon]\nclients-max = 0\n', ':2: '), ('[daemon]\nclientsmax = 5\n', "'clients-max'"),
                           ('[daemon\n', ':1: '), ('x = 1\n', ':1: '), ('[daemon]\nlog-level = ' + 'x' * 9000 + '\n', ':2: ')):
            with self.subTest(text=text[:40]):
                server.configure({}, text)
                self.assertError(server.call('RELOAD'), 'CONFIG', str(server.config_path), part)
                self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '77')
                self.assertIsInstance(server.call('LIST'), list)

    def test_a_new_mistake_in_a_lesson_at_reload_leaves_all_as_it_was(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        courses = pathlib.Path(folder.name) / 'courses'
        shutil.copytree(harness.COURSES, courses)
        server = self.daemon(config={'daemon': {'clients-max': '77'}}, catalog=courses)
        self.assertEqual(len(rows(server.call('LIST'))), 4)
        manifest = courses / 'demo/hello/lesson.ini'
        good = manifest.read_text()
        manifest.write_text('[lesson]\nnonsense = 1\n')
        server.configure({'daemon': {'clients-max': '78'}})
        self.assertError(server.call('RELOAD'), 'CONFIG', 'demo/hello/lesson.ini:2: ')
        self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '77')
        self.assertEqual(len(rows(server.call('LIST'))), 4)
        server.call('START', 'hello', 'language=sh')
        self.assertEqual(pairs(server.call('CHECK', 'hello', 'step=greet', 'greet.sh', 'echo hello')[-1])['verdict'], 'pass')
        manifest.write_text(good)
        self.assertIn('Reloaded: 4 lessons', server.call('RELOAD'))
        self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '78')

    def started_on_own_courses(self):
        """The folder, a daemon that serves it, and what the program that was right at first is now."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        courses = pathlib.Path(folder.name) / 'courses'
        shutil.copytree(harness.COURSES, courses)
        time.sleep(0.1)  # what was just written is read again by any reload
        server = self.daemon(catalog=courses)
        server.call('START', 'hello', 'language=sh')
        return courses, server, lambda: pairs(server.call('CHECK', 'hello', 'step=greet', 'greet.sh', 'echo hello')[-1])['verdict']

    def test_data_of_a_case_that_is_written_over_counts_after_a_reload(self):
        courses, server, verdict_now = self.started_on_own_courses()
        data = courses / 'demo/hello/tests/greet1.out'
        before = data.stat().st_ino
        data.write_text('good day\n')
        self.assertEqual(data.stat().st_ino, before)
        self.assertEqual(verdict_now(), 'pass')
        for text, verdict in (('good morning\n', 'wrong'), ('hello\n', 'pass')):
            data.write_text(text)
            self.assertIn('Reloaded: 4 lessons', server.call('RELOAD'))
            self.assertEqual(verdict_now(), verdict)

    def test_data_that_can_not_be_read_again_leaves_the_lesson_as_it_was(self):
        courses, server, verdict_now = self.started_on_own_courses()
        data = courses / 'demo/hello/tests/greet1.out'
        with data.open('r+b') as file:
            file.truncate((8 << 20) + 1)
        self.assertIn('Reloaded: 4 lessons', server.call('RELOAD'))
        for _ in range(2):
            self.assertEqual(verdict_now(), 'pass')
        self.assertEqual(server.log().count('Changed lessons are not read again'), 1)
        self.assertIn('%s: is too large' % str(data.relative_to(courses)), server.log())
        self.assertError(server.call('RELOAD'), 'CONFIG', str(data.name), 'is too large')

    def test_a_lesson_that_was_broken_at_start_stops_no_reload(self):
        server = self.daemon(catalog=BROKEN)
        self.assertIn('Reloaded: 1 lesson', server.call('RELOAD'))

    def test_a_reload_swaps_limits_and_lessons(self):
        server = self.daemon(config={'daemon': {'clients-max': '77'}})
        self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '77')
        server.configure({'daemon': {'clients-max': '78'}})
        self.assertEqual(server.call('RELOAD'), 'Reloaded: 4 lessons, %s languages' % len(
            [row for row in values(server.call('STATS'), 'Language') if row.endswith('available')]))
        self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '78')

    def test_a_sandbox_root_that_is_not_there_is_refused_at_reload(self):
        server = self.daemon()
        server.call('START', 'hello')
        for root, part in ('/nonexistent/root', 'No such file'), ('/etc/passwd', 'Not a directory'):
            server.configure({'sandbox': {'root': root}})
            self.assertError(server.call('RELOAD'), 'CONFIG', root, part)
            self.assertEqual(pairs(server.call('CHECK', 'hello', 'step=greet', 'greet.sh', 'echo hello')[-1])['verdict'], 'pass')

    def test_sighup_reloads(self):
        notify = Notify()
        self.addCleanup(notify.close)
        server = self.daemon(environment=notify.environment, config={'daemon': {'clients-max': '77'}})
        notify.wait_for('READY=1')
        server.configure({'daemon': {'clients-max': '78'}})
        server.signal(signal.SIGHUP)
        self.assertIn('MONOTONIC_USEC=', notify.wait_for('RELOADING=1'))
        notify.wait_for('READY=1')
        self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '78')
        server.configure({}, self.BAD)
        server.signal(signal.SIGHUP)
        notify.wait_for('RELOADING=1')
        notify.wait_for('READY=1')
        self.assertEqual(fields(server.call('STATS'))['ClientsMax'], '78')
        self.assertIn(':4: unknown section', server.log())

    def test_other_sandbox_settings_replace_the_runner(self):
        server = self.daemon(config={'sandbox': {'slots': '1'}})
        self.assertEqual(fields(server.call('STATS'))['Slots'], '1')
        server.call('START', 'hello')
        server.configure({'sandbox': {'slots': '3'}})
        server.call('RELOAD')
        reply = server.call('CHECK', 'hello', 'greet.sh', 'echo hello')
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass')
        self.assertEqual(fields(server.call('STATS'))['Slots'], '3')

    def hidden_folders(self, server):
        while fields(server.call('STATS'))['Sandbox'] == 'starting':
            pass
        """Of the runner in its full state: between fork and exec it still looks like the daemon."""
        for _ in range(500):
            with contextlib.suppress(OSError):
                words = pathlib.Path('/proc/%d/cmdline' % server.runner_pid()).read_text().split('\0')
                if words[0].endswith('practice-runner'):
                    break
            time.sleep(0.01)
        return [word.removeprefix('--hide=') for word in words if word.startswith('--hide=')]

    def test_lesson_folders_are_hidden_from_the_sandbox_also_one_that_comes_later(self):
        with tempfile.TemporaryDirectory() as folder:
            later = os.path.realpath(os.path.join(folder, 'later'))
            server = self.daemon(catalog='%s:%s' % (harness.COURSES, later))
            server.call('PING')
            self.assertEqual(self.hidden_folders(server), [os.path.realpath(harness.COURSES)])
            before = server.runner_pid()
            server.call('RELOAD')
            self.assertEqual(server.runner_pid(), before)
            os.mkdir(later)
            server.call('RELOAD')
            self.assertEqual(self.hidden_folders(server), [os.path.realpath(harness.COURSES), later])

    def test_broken_lessons_are_told_and_the_rest_is_served(self):
        server = self.daemon(catalog=BROKEN)
        self.assertEqual([row['ID'] for row in rows(server.call('LIST'))], ['demo/good'])
        problems = values(server.call('STATS'), 'Problem')
        self.assertTrue(any('typo/lesson.ini:4: ' in problem for problem in problems), problems)
        self.assertTrue(any('gone/lesson.ini:' in problem for problem in problems), problems)
        self.assertTrue(any("quiz/quiz.gift:4:6: this '{' has no '}'" in problem for problem in problems), problems)
        server.call('START', 'good')
        self.assertEqual(pairs(server.call('CHECK', 'good', 'only.sh', 'echo yes')[-1])['verdict'], 'pass')


class CommandLine(harness.TestCase):
    def run_practiced(self, *arguments):
        return subprocess.run([str(PRACTICED), *arguments], capture_output=True, text=True, check=False,
                              timeout=harness.TIMEOUT, env={'PATH': '/usr/bin:/bin'})

    def test_check_config(self):
        with tempfile.NamedTemporaryFile('w', suffix='.conf') as file:
            file.write('[limits]\ntime = 2s\n')
            file.flush()
            self.assertEqual(self.run_practiced('--check-config', '--config=' + file.name).returncode, 0)
            file.write('memory = lots\n')
            file.flush()
            done = self.run_practiced('--check-config', '--config=' + file.name)
            self.assertEqual(done.returncode, 78)
            self.assertEqual(done.stderr, "%s:3: 'lots' is no value for memory: expected a size such as 64K or 256M\n" % file.name)

    def test_dumped_config_is_a_sound_one(self):
        text = self.run_practiced('--dump-config').stdout
        with tempfile.NamedTemporaryFile('w', suffix='.conf') as file:
            for sample in (text, text.replace('\n#', '\n').replace('\n ', '\n; ')):
                file.seek(0)
                file.truncate()
                file.write(sample)
                file.flush()
                self.assertEqual(self.run_practiced('--check-config', '--config=' + file.name).stderr, '')

    def test_verify(self):
        done = self.run_practiced('--verify', '-q', str(BROKEN / 'demo/typo'))
        self.assertRegex(done.stdout, r'^/.*/typo/lesson.ini:4: .*\n$')
        self.assertEqual(done.returncode, 1)
        done = self.run_practiced('--verify=' + str(BROKEN / 'demo/quiz'))
        self.assertEqual(done.returncode, 1)
        self.assertIn("demo/quiz/quiz.gift:4:6: this '{' has no '}'", done.stdout)
        self.assertEqual(self.run_practiced('--verify', '/nonexistent').returncode, 2)

    def test_usage(self):
        self.assertEqual(self.run_practiced('--help').returncode, 0)
        self.assertRegex(self.run_practiced('--version').stdout, r'^practiced \d')
        for arguments in (('--frob',), ('x',), ('--listen',)):
            self.assertEqual(self.run_practiced(*arguments).returncode, 64)

    def test_without_a_socket_it_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_practiced('--state=' + folder)
            self.assertEqual(done.returncode, 1)
            self.assertIn('--listen', done.stderr)


class Listen(harness.TestCase):
    def setUp(self):
        self.server = self.daemon(start=False)
        self.own = self.server.folder / 'own'
        self.server.arguments.append('--listen=%s' % self.own)

    def test_own_socket(self):
        self.server.start()
        self.assertEqual(self.server.call('PING'), 'PONG')
        with harness.Client(self.own) as client:
            self.assertEqual(client.line('PING'), 'PONG')
        self.assertEqual(self.own.stat().st_mode & 0o777, 0o666 if self.server.INSTANCE == 'system' else 0o600)
        self.assertEqual(self.server.stop(), 0)
        self.assertFalse(self.own.exists())
        self.assertTrue(self.server.path.exists())

    def test_own_socket_of_a_user(self):
        self.server.arguments.append('--user')
        self.server.start()
        self.assertEqual(self.server.call('PING'), 'PONG')
        self.assertEqual(self.own.stat().st_mode & 0o777, 0o600)

    def test_a_stale_socket_is_replaced(self):
        stale = socket.socket(socket.AF_UNIX)
        stale.bind(str(self.own))
        stale.close()
        self.server.start()
        self.server.call('PING')
        with harness.Client(self.own) as client:
            self.assertEqual(client.line('PING'), 'PONG')

    def test_a_live_daemon_is_not_replaced(self):
        live = socket.socket(socket.AF_UNIX)
        self.addCleanup(live.close)
        live.bind(str(self.own))
        live.listen()
        self.assertEqual(self.server.start().wait(), 1)
        self.assertIn('another daemon answers there', self.server.log())
        self.assertTrue(self.own.exists())

    def test_a_file_is_not_replaced(self):
        self.own.write_text('precious')
        self.assertEqual(self.server.start().wait(), 1)
        self.assertEqual(self.own.read_text(), 'precious')


class Notify:
    """What a daemon tells systemd."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.folder.name + '/notify')
        self.socket.settimeout(harness.TIMEOUT)
        self.environment = {'NOTIFY_SOCKET': self.folder.name + '/notify'}
        self.kept = []

    def wait_for(self, line):
        """The message with it; what connections came before it, or with it, are in `kept`."""
        while True:
            data, fds, _, _ = socket.recv_fds(self.socket, 65536, 253)
            message = data.decode().split('\n')
            for fd in fds:
                os.set_inheritable(fd, False)
            if 'FDSTORE=1' in message:
                self.kept += fds
            if 'FDSTOREREMOVE=1' in message:
                self.forget()
            if line in message:
                return data.decode()

    def forget(self):
        while self.kept:
            os.close(self.kept.pop())

    def close(self):
        self.forget()
        self.socket.close()
        self.folder.cleanup()


class Systemd(harness.TestCase):
    def test_ready_status_stopping(self):
        notify = Notify()
        self.addCleanup(notify.close)
        server = self.daemon(environment=notify.environment)
        notify.wait_for('READY=1')
        self.assertEqual(server.call('PING'), 'PONG')
        server.signal(signal.SIGTERM)
        notify.wait_for('STOPPING=1')
        self.assertEqual(server.wait(), 0)

    def test_watchdog(self):
        notify = Notify()
        self.addCleanup(notify.close)
        self.daemon(environment=dict(notify.environment, WATCHDOG_USEC='200000'))
        notify.wait_for('WATCHDOG=1')
        notify.wait_for('WATCHDOG=1')

    def test_a_connection_waits_for_the_start(self):
        server = self.daemon(start=False)
        client = server.client()
        client.send('PING\n')
        server.start()
        self.assertEqual(client.read(), 'PONG')

    def test_idle_exit_leaves_the_socket_served(self):
        server = self.daemon(config={'daemon': {'idle-timeout': '50ms'}})
        self.assertEqual(server.call('PING'), 'PONG')
        self.assertEqual(server.wait(), 0)
        self.assertTrue(server.path.exists())
        client = server.client()
        client.send('PING\n')
        server.start()
        self.assertEqual(client.read(), 'PONG')

    def test_no_idle_exit_with_a_client_or_job(self):
        server = self.daemon(config={'daemon': {'idle-timeout': '50ms'}})
        client = server.client()
        client.call('START', 'slow')
        reply = client.call('CHECK', *SLOW, 'sleep 0.1; echo yes')
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass')
        self.assertEqual(client.line('PING'), 'PONG')

    def test_idle_exit_loses_no_connection(self):
        server = self.daemon(config={'daemon': {'idle-timeout': '1ms'}}, start=False)
        done = threading.Event()

        def keep_alive():
            while not done.is_set():
                server.start()
                server.wait()
        keeper = threading.Thread(target=keep_alive)
        keeper.start()
        try:
            for i in range(100):
                self.assertEqual(server.call('PING', str(i)), str(i))
        finally:
            done.set()
            with server.client() as client: # wakes it for a last time, should it have gone
                client.send('QUIT\n')
                client.read()
            keeper.join()


class Stop(harness.TestCase):
    def setUp(self):
        self.server = self.daemon(config={'sandbox': {'slots': '1'}})
        self.client = self.server.client()
        self.client.call('START', 'slow')

    def begin(self, text):
        """A check whose first case has ended."""
        self.client.send(array('CHECK', *SLOW, text) + array('PING'))
        count = int(self.client.read_raw_line()[1:])
        lines = [self.client.read(), self.client.read()]
        self.assertIn('case=1 ', lines[-1])
        return count, lines

    def test_what_runs_may_end(self):
        count, lines = self.begin('sleep 0.1; echo yes')
        self.server.signal(signal.SIGTERM)
        lines += [self.client.read() for _ in range(count - 2)]
        self.assertEqual(pairs(lines[-1])['verdict'], 'pass')
        self.assertError(self.client.read(), 'BUSY', 'try again')
        self.assertEqual(self.client.read_all(), b'')
        self.assertEqual(self.server.wait(), 0)

    def test_what_does_not_end_is_kept_for_the_next_start(self):
        count, lines = self.begin('read n; test $n = 1 || sleep 8; echo yes')
        self.server.signal(signal.SIGTERM)
        rest = [self.client.read() for _ in range(count - 2)]
        self.assertError(rest[-1], 'BUSY', 'kept')
        self.assertEqual(self.server.wait(), 0)
        self.server.start()
        attempt = pairs(lines[0])['attempt']
        report = fields(self.server.call('ATTEMPT', attempt))
        self.assertIn(report['State'], ('queued', 'running'))
        self.assertEqual(report['Reruns'], '0')  # to be told to stop is no fault of the job's
        self.assertEqual(self.server.call('CANCEL', attempt), 'Canceled: ' + attempt)

    def test_a_waiting_connection_is_left_to_the_next_start(self):
        self.begin('sleep 0.2; echo yes')
        self.server.signal(signal.SIGTERM)
        late = self.server.client()
        late.send('PING\n')
        self.assertEqual(self.server.wait(), 0)
        self.server.start()
        self.assertEqual(late.read(), 'PONG')


class Restart(harness.TestCase):
    """With a service manager that keeps connections, as systemd does."""

    def setUp(self):
        self.notify = Notify()
        self.addCleanup(self.notify.close)
        self.server = self.daemon(environment=self.notify.environment, config={'sandbox': {'slots': '1'}})
        self.notify.wait_for('READY=1')

    def stop(self, count, messages=1):
        """As for systemctl restart; `count` connections are kept."""
        self.server.signal(signal.SIGTERM)
        self.notify.wait_for('STOPPING=1')
        for _ in range(messages if count else 0):
            self.notify.wait_for('FDSTORE=1')
        self.assertEqual(self.server.wait(), 0)
        self.assertEqual(len(self.notify.kept), count)

    def start(self):
        self.server.kept = self.notify.kept
        self.server.start()
        self.notify.wait_for('FDSTOREREMOVE=1')
        self.assertEqual(self.notify.kept, [])

    def restart(self, count):
        self.stop(count)
        self.start()

    def test_a_client_that_says_nothing_does_not_see_it(self):
        clients = [self.server.client() for _ in range(3)]
        clients[0].call('START', 'hello')
        for client in clients:
            self.assertEqual(client.call('PING'), 'PONG')
        self.restart(3)
        for client in clients:
            self.assertEqual(client.call('PING'), 'PONG')
        self.assertEqual(fields(clients[1].call('STATUS', 'hello'))['State'], 'active')
        self.assertEqual(fields(clients[2].call('STATS'))['Clients'], '3')
        self.restart(3)
        self.assertEqual(clients[0].call('PING'), 'PONG')

    def test_more_clients_than_a_message_has_room_for(self):
        self.server.configure({'daemon': {'clients-max': '300', 'clients-per-user': '300'}})
        self.server.call('RELOAD')
        clients = [self.server.client() for _ in range(100)]
        while len(clients) < 230:
            clients.append(self.server.client())
            self.assertEqual(clients[-1].call('PING'), 'PONG')
        self.assertEqual([client.call('PING') for client in clients], ['PONG'] * 230)
        self.stop(230, messages=2)
        self.start()
        self.assertEqual([client.call('PING') for client in clients], ['PONG'] * 230)

    def test_what_is_asked_in_between_is_answered_by_the_next(self):
        client = self.server.client()
        client.call('PING')
        self.stop(1)
        client.send('PING later\nPING last\n')
        self.start()
        self.assertEqual([client.read(), client.read()], ['later', 'last'])

    def test_who_it_is_stays_known(self):
        if os.geteuid() != 0:
            self.skipTest('only root has clients of other users')
        client = self.server.client(uid=harness.NOBODY)
        before = client.call('WHOAMI')
        self.assertIn('learner', str(before))
        self.restart(1)
        self.assertEqual(client.call('WHOAMI'), before)

    def test_limits_hold_for_those_that_were_kept(self):
        clients = [self.server.client() for _ in range(4)]
        for client in clients:
            client.call('PING')
        self.stop(4)
        self.server.configure({'daemon': {'clients-per-user': '3'}})
        self.start()
        said = []
        for client in clients:
            with contextlib.suppress(BrokenPipeError):
                client.send('PING\n')
            said.append(client.read())
        self.assertEqual(said.count('PONG'), 3)
        self.assertEqual([reply.code for reply in said if isinstance(reply, harness.Error)], ['LIMIT'])

    def test_one_with_half_a_request_is_closed(self):
        client = self.server.client()
        client.send('PING one\nPING tw')
        self.assertEqual(client.read(), 'one')
        self.restart(0)
        self.assertEqual(client.read_all(), b'')

    def test_a_check_under_way_ends_and_its_connection_goes_on(self):
        client = self.server.client()
        client.call('START', 'slow')
        client.send(array('CHECK', *SLOW, 'sleep 0.1; echo yes'))
        count = int(client.read_raw_line()[1:])
        client.read()
        self.restart(1)
        lines = [client.read() for _ in range(count - 1)]
        self.assertEqual(pairs(lines[-1])['verdict'], 'pass')
        self.assertEqual(client.call('PING'), 'PONG')

    def test_a_check_that_is_cut_short_is_told_on_a_connection_that_goes_on(self):
        client = self.server.client()
        client.call('START', 'slow')
        client.send(array('CHECK', *SLOW, 'sleep 8; echo yes'))
        count = int(client.read_raw_line()[1:])
        attempt = pairs(client.read())['attempt']
        self.restart(1)
        lines = [client.read() for _ in range(count - 1)]
        self.assertError(lines[-1], 'BUSY', 'kept')
        self.assertEqual(fields(client.call('ATTEMPT', attempt))['Reruns'], '0')
        client.call('CANCEL', attempt)

    def test_a_closed_client_is_closed(self):
        """systemd has dropped its copy, so the end of ours is the end."""
        client = self.server.client()
        client.call('PING')
        self.restart(1)
        self.assertEqual(client.call('QUIT'), 'OK')
        self.assertEqual(client.read_all(), b'')


class Crash(harness.TestCase):
    def setUp(self):
        self.server = self.daemon(config={'sandbox': {'slots': '1'}})
        self.client = self.server.client()
        self.client.call('START', 'slow')

    def begin(self, text):
        self.client.send(array('CHECK', *SLOW, text))
        self.count = int(self.client.read_raw_line()[1:])
        lines = [self.client.read(), self.client.read()]
        self.assertIn('case=1 ', lines[-1])
        return pairs(lines[0])['attempt']

    def assertOneVerdict(self, attempt, verdict, others=1):
        """With one slot and one learner, a later attempt ends after this one."""
        self.server.call('CHECK', 'slow', 'step=only', 'only.sh', 'echo yes')
        report = self.server.call('ATTEMPT', attempt)
        got = fields(report)
        self.assertEqual((got['State'], got['Verdict']), ('done', verdict), report)
        self.assertEqual([pairs(case)['case'] for case in values(report, 'Case')], ['1', '2', '3', '4', '5'])
        self.assertEqual(len(rows(self.server.call('HISTORY'))), 1 + others)

    def test_the_daemon_is_killed(self):
        attempt = self.begin('sleep 0.1; echo yes')
        self.server.kill()
        self.server.start()
        self.assertOneVerdict(attempt, 'pass')
        self.assertEqual(fields(self.server.call('STATUS', 'slow'))['State'], 'passed')

    def test_the_runner_is_killed(self):
        attempt = self.begin('sleep 0.1; echo yes')
        os.kill(self.server.runner_pid(), signal.SIGKILL)
        rest = [self.client.read() for _ in range(self.count - 2)]
        self.assertEqual([pairs(line).get('case') for line in rest], ['2', '3', '4', '5', None])
        self.assertEqual(pairs(rest[-1])['verdict'], 'pass')
        self.assertOneVerdict(attempt, 'pass')
        self.assertEqual(fields(self.server.call('ATTEMPT', attempt))['Reruns'], '1')

    def test_killed_before_the_first_case(self):
        self.client.send(array('CHECK', *SLOW, 'echo yes'))
        self.client.read_raw_line()
        attempt = pairs(self.client.read())['attempt']
        self.server.kill()
        self.server.start()
        self.assertOneVerdict(attempt, 'pass')

    def test_the_lesson_is_gone_at_the_next_start(self):
        attempt = self.begin('sleep 0.1; echo yes')
        self.server.kill()
        self.server.catalog = BROKEN
        self.server.start()
        report = self.server.call('ATTEMPT', attempt)
        self.assertEqual((fields(report)['State'], fields(report)['Verdict']), ('done', 'internal'))
        self.assertEqual(values(report, 'Compiler'), ['the lesson is no longer there'])

    def test_a_test_is_in_the_way_of_the_submission_at_the_next_start(self):
        """The file that was submitted would have to be a folder now; what comes behind it is run all the same."""
        self.client.call('START', 'demo/twin')
        attempts = []
        for request in ('demo/twin', 'only.sh', 'sleep 5'), (*SLOW, 'echo yes'):
            client = self.server.client()
            client.send(array('CHECK', *request))
            client.read_raw_line()
            attempts.append(pairs(client.read())['attempt'])
        self.server.kill()
        catalog = self.server.folder / 'courses'
        shutil.copytree(harness.COURSES, catalog)
        twin = catalog / 'demo/twin'
        for path in 'starter/sh/other.sh', 'solution/sh/other.sh', 'probe/only.sh/test.sh':
            (twin / path).parent.mkdir(parents=True, exist_ok=True)
            (twin / path).write_text('echo ok\n')
        manifest = (twin / 'lesson.ini').read_text().partition('[step')[0]
        (twin / 'lesson.ini').write_text(
            manifest + '[step only]\ntitle = x\nfiles = other.sh\ncheck = tests\ntests.sh = probe\nproof = tap\n')
        self.server.catalog = catalog
        self.server.start()
        report = self.server.call('ATTEMPT', attempts[0])
        self.assertEqual(values(report, 'Compiler'), ['the submission doesn\'t fit the step any more'])
        self.assertOneVerdict(attempts[1], 'pass', others=2)

    # Its own ancestor below practiced is the runner; only where there is no sandbox can it be seen.
    KILLER = '''p=$$
while [ "$p" -gt 1 ]; do
	parent=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$p/status")
	case $(cat "/proc/$parent/comm") in
	practiced) kill -9 "$p"; sleep 30 ;;
	esac
	p=$parent
done
'''

    def test_what_takes_the_runner_down_each_time_is_internal(self):
        server = self.daemon(config={'sandbox': {'mode': 'none', 'slots': '1'}})
        server.call('START', 'slow')
        reply = server.call('CHECK', *SLOW, self.KILLER)
        self.assertEqual(pairs(reply[-1])['verdict'], 'internal')
        self.assertEqual(fields(server.call('ATTEMPT', pairs(reply[0])['attempt']))['Reruns'], '1')
        self.assertEqual(pairs(server.call('CHECK', *SLOW, 'echo yes')[-1])['verdict'], 'pass')
        self.assertError(server.call('RUN', 'slow', 'step=only', 'only.sh', self.KILLER), 'INTERNAL')


class Store(harness.TestCase):
    def database(self, server):
        return server.state / 'practiced.db'

    def assertRefused(self, server, *parts):
        self.assertError(server.call('START', 'hello'), 'STORE', *parts)
        self.assertEqual(len(server.call('LIST')), 5)
        self.assertIsInstance(server.call('SHOW', 'hello'), list)
        self.assertNotEqual(fields(server.call('STATS'))['Store'], 'ok')

    def prepare(self):
        server = self.daemon()
        server.call('START', 'hello')
        server.stop()
        return server

    def test_corrupt(self):
        server = self.prepare()
        garbage = b'this is no database' * 1000
        self.database(server).write_bytes(garbage)
        server.start()
        self.assertRefused(server, str(self.database(server)))
        self.assertError(server.call('RELOAD'), 'STORE')
        server.stop()
        self.assertEqual(self.database(server).read_bytes(), garbage)

    def test_newer(self):
        server = self.prepare()
        with sqlite3.connect(self.database(server)) as database:
            version = database.execute('PRAGMA user_version').fetchone()[0]
            database.execute('PRAGMA user_version = 9999')
        database.close()
        server.start()
        self.assertRefused(server, 'newer')
        with sqlite3.connect(self.database(server)) as database:
            database.execute('PRAGMA user_version = %d' % version)
        database.close()
        self.assertIsInstance(server.call('RELOAD'), str)
        self.assertEqual(fields(server.call('STATUS', 'hello'))['State'], 'active')

    def test_locked(self):
        server = self.prepare()
        database = sqlite3.connect(self.database(server), isolation_level=None)
        database.execute('PRAGMA locking_mode = EXCLUSIVE')
        database.execute('BEGIN EXCLUSIVE')
        server.start()
        self.assertRefused(server, 'lock')
        database.execute('ROLLBACK')
        database.close()
        self.assertIsInstance(server.call('RELOAD'), str)
        self.assertEqual(fields(server.call('STATUS', 'hello'))['State'], 'active')

    def test_two_daemons_do_not_share_a_database(self):
        first = self.daemon()
        first.call('START', 'hello')
        second = self.daemon(state=first.state)
        self.assertError(second.call('START', 'hello'), 'STORE')

    def test_state_folder_is_a_file(self):
        server = self.daemon(start=False)
        server.state.write_text('')
        server.start()
        self.assertRefused(server, str(server.state))

    # SIGXFSZ is ignored, so a write past the limit fails as on a full disk.
    SMALL = ['sh', '-c', 'ulimit -f 600; trap "" XFSZ; exec "$@"', 'sh']

    def fill(self, server):
        """Different bytes each time, until one isn't taken any more."""
        for i in range(50):
            reply = server.call('CHECK', 'hello', 'step=greet', 'greet.sh', b'exit 0\n' + os.urandom(100000))
            if isinstance(reply, harness.Error) or any(isinstance(line, harness.Error) for line in reply):
                self.fill_up(server)
                return i, reply
        self.fail('the store is never full')

    def fill_up(self, server):
        """The room that is left is less than a large file takes: the smallest write there is takes it page by page."""
        for _ in range(200):
            if isinstance(server.call('RESET', 'hello'), harness.Error):
                return
        self.fail('the store is never full')

    def test_a_write_that_fails_is_not_acknowledged(self):
        server = self.daemon(wrapper=self.SMALL, config={'sandbox': {'slots': '1'}})
        server.call('START', 'hello')
        kept, reply = self.fill(server)
        self.assertError(reply if isinstance(reply, harness.Error) else reply[-1], 'STORE')
        self.assertError(server.call('START', 'slow'), 'STORE')
        self.assertEqual(server.call('PING'), 'PONG')
        self.assertEqual(fields(server.call('STATUS', 'hello'))['State'], 'active')
        self.assertEqual(fields(server.call('STATUS', 'slow'))['State'], 'new')
        server.stop()
        server.wrapper = []
        server.start()
        server.call('CHECK', 'hello', 'step=greet', 'greet.sh', 'echo hello')
        history = rows(server.call('HISTORY', 'limit=100'))
        self.assertEqual({row['STATE'] for row in history}, {'done'})
        self.assertIn(len(history), (kept + 1, kept + 2))
        self.assertEqual(fields(server.call('STATUS', 'slow'))['State'], 'new')

    def test_pipelined_writes_stop_at_the_one_that_fails(self):
        server = self.daemon(wrapper=self.SMALL)
        server.call('START', 'hello')
        self.fill(server)
        client = server.client()
        client.send('START slow\nPING 1\nSTART demo/twin\nPING 2\n')
        replies = [client.read() for _ in range(4)]
        self.assertError(replies[0], 'STORE')
        self.assertEqual(replies[1], '1')
        self.assertError(replies[2], 'STORE')
        self.assertEqual(replies[3], '2')

    @unittest.skipUnless(os.geteuid() == 0, 'only root can mount a small file system')
    def test_full_disk(self):
        with tempfile.TemporaryDirectory() as folder:
            mount = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], capture_output=True, check=False)
            if mount.returncode:
                self.skipTest('no tmpfs can be mounted: %s' % mount.stderr.decode().strip())
            try:
                server = self.daemon(state=folder)
                server.call('START', 'hello')
                ballast = pathlib.Path(folder, 'ballast')
                with open(ballast, 'wb', buffering=0) as file:
                    try:
                        while file.write(b'x' * 4096):
                            pass
                    except OSError:
                        pass
                self.assertError(server.call('CHECK', 'hello', 'greet.sh', b'exit 0\n' + os.urandom(200000)), 'STORE')
                self.assertEqual(len(server.call('HISTORY')), 1)
                ballast.unlink()
                reply = server.call('CHECK', 'hello', 'greet.sh', 'echo hello')
                self.assertEqual(pairs(reply[-1])['verdict'], 'pass')
                server.stop()
            finally:
                subprocess.run(['umount', folder], check=True)


if __name__ == '__main__':
    harness.main()
