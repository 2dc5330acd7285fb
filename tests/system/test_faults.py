#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the host can do to a daemon: a full disk, a read-only folder, a damaged database, nothing left of descriptors, memory or
processes, a clock that jumps, and files that vanish. Each test's name says what has to come of it."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import harness
from harness import PRACTICED, RUNNER, fields, pairs, rows

ROOT = os.geteuid() == 0
GREET = ('CHECK', 'hello', 'step=greet', 'greet.sh')


def verdict(reply):
    """Of a whole reply to CHECK; an error as it is."""
    if isinstance(reply, harness.Error):
        return reply
    return reply[-1] if isinstance(reply[-1], harness.Error) else pairs(reply[-1])['verdict']


class TestCase(harness.TestCase):
    def wait_for(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, 'in vain: ' + what)
            time.sleep(0.02)

    def assertServes(self, server):
        self.assertEqual(verdict(server.call(*GREET, 'echo hello')), 'pass')

    def small_disk(self, size):
        """A tmpfs of its own for a state folder."""
        folder = tempfile.mkdtemp(prefix='practiced-disk-')
        self.addCleanup(os.rmdir, folder)
        done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=' + size, 'tmpfs', folder], capture_output=True, check=False)
        if done.returncode:
            self.skipTest('no tmpfs can be mounted: %s' % done.stderr.decode().strip())
        self.addCleanup(subprocess.run, ['umount', '-l', folder], check=True)
        return pathlib.Path(folder)


def fill(folder):
    """To the last byte; what is returned gives it back."""
    ballast = pathlib.Path(folder, 'ballast')
    with contextlib.suppress(OSError), open(ballast, 'wb', buffering=0) as file:
        while file.write(b'x' * 4096):
            pass
    return ballast


@unittest.skipUnless(ROOT, 'only root can mount a small file system')
class FullDisk(TestCase):
    def setUp(self):
        self.disk = self.small_disk('2m')
        self.server = self.daemon(state=self.disk, config={'limits': {'queue-per-learner': '100'}, 'sandbox': {'slots': '1'}})
        self.server.call('START', 'hello')
        self.assertServes(self.server)

    def test_replies_say_that_the_disk_is_full_and_what_was_acknowledged_is_kept(self):
        fill(self.disk)
        refused = self.server.call(*GREET, b'exit 0\n' + os.urandom(200000))
        self.assertError(verdict(refused), 'STORE', 'full')
        self.assertError(self.server.call('START', 'slow'), 'STORE', 'full')
        self.assertEqual(self.server.call('PING'), 'PONG')
        self.assertEqual(len(rows(self.server.call('HISTORY'))), 1)

    def test_it_recovers_by_itself_when_there_is_space_again(self):
        ballast = fill(self.disk)
        self.assertError(self.server.call('START', 'slow'), 'STORE')
        ballast.unlink()
        self.assertServes(self.server)
        self.assertEqual(self.server.call('START', 'slow'), 'Now practicing: slow')

    def test_a_run_that_began_before_its_attempt_was_refused_gives_its_slot_back(self):
        ballast = fill(self.disk)
        self.assertError(verdict(self.server.call(*GREET, b'sleep 1000\nexit\n' + os.urandom(200000))), 'STORE', 'full')
        ballast.unlink()
        self.assertServes(self.server)
        self.assertEqual(len(rows(self.server.call('HISTORY'))), 2)

    def test_an_attempt_whose_verdict_found_no_space_gets_it_later(self):
        client = self.server.client()
        client.send(harness.array(*GREET, 'echo hello; sleep 1; head -c 60000 /dev/zero | tr "\\0" x >&2'))
        client.read_raw_line()
        attempt = pairs(client.read())['attempt']
        ballast = fill(self.disk)
        time.sleep(1.5)
        ballast.unlink()
        self.wait_for(lambda: fields(self.server.call('ATTEMPT', attempt))['State'] == 'done', 'a verdict')
        self.assertEqual(fields(self.server.call('ATTEMPT', attempt))['Verdict'], 'pass')
        self.assertEqual(len(rows(self.server.call('HISTORY'))), 2)

    def test_a_hundred_failures_are_a_few_lines_in_the_journal(self):
        fill(self.disk)
        before = len(self.server.log().splitlines())
        for _ in range(100):
            self.assertError(self.server.call('START', 'slow'), 'STORE')
        self.assertLessEqual(len(self.server.log().splitlines()) - before, 5, self.server.log())


@unittest.skipUnless(ROOT, 'only root can mount a read-only file system')
class ReadOnly(TestCase):
    def test_a_state_folder_that_is_read_only_at_start_is_told_and_lessons_are_served(self):
        disk = self.small_disk('2m')
        server = self.daemon(state=disk)
        server.call('START', 'hello')
        server.stop()
        subprocess.run(['mount', '-o', 'remount,ro', str(disk)], check=True)
        server.start()
        self.assertError(server.call('START', 'slow'), 'STORE', 'read-only')
        self.assertIsInstance(server.call('LIST'), list)
        self.assertError(server.call('RELOAD'), 'STORE', 'read-only')
        subprocess.run(['mount', '-o', 'remount,rw', str(disk)], check=True)
        self.assertIsInstance(server.call('RELOAD'), str)
        self.assertEqual(fields(server.call('STATUS', 'hello'))['State'], 'active')


class Corrupt(TestCase):
    """A damaged database is told, with what to do, and left as it is."""

    def prepare(self, attempts=1):
        server = self.daemon()
        server.call('START', 'hello')
        for number in range(attempts):
            self.assertEqual(verdict(server.call(*GREET, 'echo hello # %d' % number)), 'pass')
        server.stop()
        return server, server.state / 'practiced.db'

    def assertToldAndKept(self, server, *paths):
        before = [path.read_bytes() for path in paths]
        server.start()
        self.assertError(server.call('START', 'slow'), 'STORE', 'restore it from a backup')
        self.assertError(server.call('RELOAD'), 'STORE', 'restore it from a backup')
        self.assertIsInstance(server.call('LIST'), list)
        self.assertIn('restore it from a backup', server.log())
        server.stop()
        self.assertEqual([path.read_bytes() for path in paths], before)

    def test_garbage_in_the_header_is_told_with_what_to_do_and_left_as_it_is(self):
        server, path = self.prepare()
        with open(path, 'r+b') as file:
            file.write(os.urandom(100))
        self.assertToldAndKept(server, path)

    def test_garbage_in_a_page_in_the_middle_is_told_and_left_as_it_is(self):
        server, path = self.prepare(20)
        size = path.stat().st_size
        with open(path, 'r+b') as file:
            for page in range(size // 4096 // 2, size // 4096 // 2 + 6):
                file.seek(page * 4096)
                file.write(os.urandom(4096))
        self.assertToldAndKept(server, path)

    def test_a_database_that_is_cut_short_is_told_and_left_as_it_is(self):
        server, path = self.prepare(20)
        os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
        self.assertToldAndKept(server, path)

    def test_garbage_in_its_log_is_told_and_left_as_it_is(self):
        server, path = self.prepare()
        log = pathlib.Path(str(path) + '-wal')
        log.write_bytes(os.urandom(20000))
        self.assertToldAndKept(server, path, log)

    def test_a_restored_backup_is_served_after_a_reload(self):
        server, path = self.prepare()
        backup = path.read_bytes()
        path.write_bytes(b'x' * 5000)
        server.start()
        self.assertError(server.call('START', 'slow'), 'STORE')
        path.write_bytes(backup)
        self.assertIsInstance(server.call('RELOAD'), str)
        self.assertEqual(fields(server.call('STATUS', 'hello'))['State'], 'active')

    def test_a_log_that_was_torn_by_a_crash_is_no_damage(self):
        """The end of the log was being written when all ended."""
        server = self.daemon()
        server.call('START', 'hello')
        server.kill()
        log = server.state / 'practiced.db-wal'
        with open(log, 'ab') as file:
            file.write(os.urandom(5000))
        server.start()
        self.assertEqual(fields(server.call('STATUS', 'hello'))['State'], 'active')


class Descriptors(TestCase):
    LIMIT = 100

    def setUp(self):
        self.server = self.daemon(wrapper=['sh', '-c', 'ulimit -n %d; exec "$@"' % self.LIMIT, 'sh'],
                                  config={'daemon': {'clients-max': '1000', 'clients-per-user': '1000'}})
        self.server.call('START', 'hello')

    def test_without_descriptors_clients_wait_those_inside_are_served_and_programs_are_run(self):
        clients = [self.server.client() for _ in range(self.LIMIT + 20)]
        for client in clients:
            client.send('PING\n')
        self.assertEqual(clients[0].read(), 'PONG')
        served = clients[:1] + [client for client in clients[1:] if self.is_served(client)]
        self.assertGreater(len(served), self.LIMIT // 4)
        self.assertLess(len(served), self.LIMIT)
        for _ in range(3):
            self.assertEqual(verdict(served[0].call(*GREET, 'echo hello')), 'pass')
        waiting = [client for client in clients if client not in served]
        for client in served:
            client.close()
        for client in waiting:
            self.assertEqual(client.read(), 'PONG')
            client.close()
        self.assertIn('No more connections for now', self.server.log())

    @staticmethod
    def is_served(client):
        client.sock.settimeout(0.2)
        try:
            return client.read() == 'PONG'
        except socket.timeout:
            return False
        finally:
            client.sock.settimeout(harness.TIMEOUT)


IS_SANITIZED = PRACTICED.exists() and b'__asan_init' in PRACTICED.read_bytes()


class Memory(TestCase):
    @unittest.skipIf(IS_SANITIZED, 'the address sanitizer takes all of the address space')
    def test_a_daemon_without_memory_refuses_what_is_large_and_goes_on(self):
        """Address space for itself and a little more: the runner and what it starts get theirs back."""
        runner = self.runner_with_memory()
        server = self.daemon(runner=runner, wrapper=['sh', '-c', 'ulimit -S -v 60000; exec "$@"', 'sh'], config={
            'daemon': {'clients-max': '200', 'clients-per-user': '200'}, 'limits': {'submission': '1M'}})
        self.assertEqual(server.call('START', 'hello'), 'Now practicing: hello')
        clients = [server.client() for _ in range(100)]
        word = os.urandom(900000)
        for client in clients:  # each holds nearly a whole submission in the daemon
            client.sock.settimeout(0.2)
            with contextlib.suppress(OSError):
                client.send(b'*3\r\n$5\r\nCHECK\r\n$5\r\nhello\r\n$1000000\r\n' + word)
        for client in clients:
            client.close()
        self.wait_for(lambda: self.is_alive(server), 'an answer')
        self.assertServes(server)

    @staticmethod
    def is_alive(server):
        with contextlib.suppress(harness.Closed, OSError):
            return server.call('PING') == 'PONG'
        return False

    def runner_with_memory(self):
        folder = tempfile.mkdtemp(prefix='practiced-runner-')
        self.addCleanup(shutil.rmtree, folder)
        path = pathlib.Path(folder, 'runner')
        path.write_text('#!/bin/sh\nulimit -S -v unlimited\nexec %s "$@"\n' % RUNNER)
        path.chmod(0o755)
        return path

    @unittest.skipUnless(ROOT, 'only root makes control groups')
    def test_what_the_kernel_kills_for_memory_gets_a_verdict_and_the_daemon_goes_on(self):
        group = self.control_group('memory', 'memory.limit_in_bytes', 80 << 20)
        server = self.daemon(wrapper=group, config={'sandbox': {'slots': '1'}, 'limits': {'memory': '200M'}})
        server.call('START', 'hello', 'language=python')
        program = 'x = bytearray(150 << 20)\nprint("hello")\n'
        got = verdict(server.call('CHECK', 'hello', 'step=greet', 'language=python', 'greet.py', program))
        self.assertIn(got, ('memory', 'runtime', 'internal'))
        self.wait_for(lambda: fields(server.call('STATS'))['Sandbox'] != 'starting', 'a runner')
        self.assertEqual(verdict(server.call('CHECK', 'hello', 'step=greet', 'language=sh', 'greet.sh', 'echo hello')), 'pass')
        self.assertEqual({row['STATE'] for row in rows(server.call('HISTORY'))}, {'done'})

    def control_group(self, controller, limit, value):
        """A wrapper that starts the daemon in a group of its own."""
        parent = pathlib.Path('/sys/fs/cgroup', controller)
        group = parent / ('practiced-test-%d' % os.getpid())
        try:
            group.mkdir()
        except OSError as error:
            self.skipTest('no control group of %s here: %s' % (controller, error.strerror))
        self.addCleanup(self.remove_group, group)
        (group / limit).write_text(str(value))
        self.group = group
        return ['sh', '-c', 'echo $$ >%s/cgroup.procs; exec "$@"' % group, 'sh']

    def remove_group(self, group):
        for pid in (group / 'cgroup.procs').read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self.wait_for(lambda: not (group / 'cgroup.procs').read_text(), 'an empty group')
        group.rmdir()


@unittest.skipUnless(ROOT, 'only root makes control groups')
@unittest.skipIf(IS_SANITIZED, 'the leak sanitizer makes a thread')
class Processes(Memory):
    test_a_daemon_without_memory_refuses_what_is_large_and_goes_on = None
    test_what_the_kernel_kills_for_memory_gets_a_verdict_and_the_daemon_goes_on = None

    def test_when_no_process_can_be_made_lessons_are_served_and_programs_run_later(self):
        server = self.daemon(wrapper=self.control_group('pids', 'pids.max', 200), config={'sandbox': {'slots': '1'}})
        server.call('START', 'hello')
        self.assertServes(server)
        (self.group / 'pids.max').write_text('1')
        refused = verdict(server.call(*GREET, 'echo hello'))
        self.assertTrue(refused == 'internal' or isinstance(refused, harness.Error), refused)
        self.assertIsInstance(server.call('SHOW', 'hello'), list)
        (self.group / 'pids.max').write_text('200')
        server.call('RELOAD')
        self.wait_for(lambda: verdict(server.call(*GREET, 'echo hello')) == 'pass', 'a pass')


WALLCLOCK = harness.TOP_BUILDDIR / 'tests/system/wallclock.so'


@unittest.skipUnless(WALLCLOCK.exists(), 'wallclock.so is not built: make check does it')
@unittest.skipIf(IS_SANITIZED, 'nothing can be loaded before the address sanitizer')
class Clock(TestCase):
    """The wall clock alone jumps, as when a host's is set."""

    def setUp(self):
        self.server = self.daemon(start=False, config={'daemon': {'idle-timeout': '3s'}})
        self.offset = self.server.folder / 'offset'
        self.jump(0)
        self.server.environment = {'LD_PRELOAD': str(WALLCLOCK), 'WALLCLOCK': str(self.offset)}
        self.server.start()
        self.client = self.server.client()
        self.client.call('START', 'hello')

    def jump(self, days):
        new = self.offset.with_suffix('.new')
        new.write_text('%d\n' % (days * 86400))
        new.rename(self.offset)

    def when(self, attempt):
        report = fields(self.client.call('ATTEMPT', attempt))
        return {key: value for key, value in report.items() if 'T' in value and value.endswith('Z')}

    def attempt(self):
        reply = self.client.call(*GREET, 'echo hello')
        self.assertEqual(verdict(reply), 'pass')
        return pairs(reply[0])['attempt']

    def test_the_fake_clock_is_seen(self):
        before = self.when(self.attempt())
        self.jump(400)
        after = self.when(self.attempt())
        self.assertNotEqual(min(before.values())[:4], min(after.values())[:4])

    def test_no_timeout_comes_of_a_jump_forward_and_none_is_put_off_by_one_back(self):
        for days in 3000, -3000:
            with self.subTest(days=days):
                slow = self.server.client()
                slow.send(harness.array(*GREET, 'sleep 0.5; echo hello'))
                slow.read_raw_line()
                self.jump(days)
                lines = [slow.read() for _ in range(3)]
                self.assertEqual(pairs(lines[-1])['verdict'], 'pass')
                self.assertLess(int(pairs(lines[1])['wall_ms']), 5000)
        for client in self.server.clients:
            client.close()
        begin = time.monotonic()
        self.assertEqual(self.server.wait(), 0)  # idle
        self.assertLess(time.monotonic() - begin, 30)

    def test_attempts_stay_in_the_order_in_which_they_came(self):
        attempts = [self.attempt()]
        for days in 300, -300, 1:
            self.jump(days)
            attempts.append(self.attempt())
        self.assertEqual([row['ATTEMPT'] for row in rows(self.client.call('HISTORY'))], attempts[::-1])
        self.assertEqual(fields(self.client.call('STATUS', 'hello'))['State'], 'active')

    def test_it_starts_again_in_the_past_of_its_own_database(self):
        self.jump(300)
        attempt = self.attempt()
        self.server.kill()
        self.jump(-300)
        self.server.start()
        self.client = self.server.client()
        self.assertEqual(fields(self.client.call('ATTEMPT', attempt))['Verdict'], 'pass')
        self.attempt()
        for verb in 'STATUS', 'HISTORY', 'STATS':
            self.assertIsInstance(self.client.call(verb), list)


class Vanishing(TestCase):
    def copied(self, folder, name):
        copy = pathlib.Path(tempfile.mkdtemp(prefix='practiced-copy-'), name)
        self.addCleanup(shutil.rmtree, copy.parent)
        shutil.copytree(folder, copy)
        return copy

    def test_lessons_that_vanish_while_they_are_served_are_told_and_come_back(self):
        catalog = self.copied(harness.COURSES, 'courses')
        server = self.daemon(catalog=catalog)
        server.call('START', 'hello')
        away = catalog.with_name('away')
        catalog.rename(away)
        self.assertEqual(len(rows(server.call('LIST'))), 4)
        for request in GREET + ('echo hello',), ('FILES', 'hello'), ('TEXT', 'hello'):
            reply = server.call(*request)
            self.assertTrue(not isinstance(reply, harness.Error) or 'lesson' in reply.text, reply)
        away.rename(catalog)
        self.assertServes(server)

    def test_a_reload_without_lessons_leaves_all_as_it_was(self):
        catalog = self.copied(harness.COURSES, 'courses')
        server = self.daemon(catalog=catalog)
        server.call('START', 'hello')
        away = catalog.with_name('away')
        catalog.rename(away)
        for _ in 'gone', 'an empty mount point':
            self.assertError(server.call('RELOAD'), 'CONFIG', 'no lesson', str(catalog))
            self.assertEqual(len(rows(server.call('LIST'))), 4)
            catalog.mkdir(exist_ok=True)
        catalog.rmdir()
        away.rename(catalog)
        self.assertIn('4 lessons', server.call('RELOAD'))
        self.assertServes(server)

    def test_a_reload_without_languages_leaves_all_as_it_was(self):
        languages = self.copied(harness.LANGUAGES, 'languages.d')
        server = self.daemon(languages=languages)
        server.call('START', 'hello')
        away = languages.with_name('away')
        languages.rename(away)
        self.assertServes(server)
        self.assertError(server.call('RELOAD'), 'CONFIG', 'no language', str(languages))
        self.assertServes(server)
        away.rename(languages)
        self.assertIsInstance(server.call('RELOAD'), str)

    def test_a_runner_that_vanishes_is_told_and_a_reload_finds_the_new_one(self):
        folder = self.copied(harness.COURSES, 'courses').parent
        runner = folder / 'practice-runner'
        shutil.copy(RUNNER, runner)
        for spoil in lambda: runner.unlink(), lambda: runner.chmod(0o644):
            server = self.daemon(runner=runner)
            server.call('START', 'hello')
            self.assertServes(server)
            spoil()
            self.assertServes(server)  # the one that runs is not the file
            os.kill(server.runner_pid(), signal.SIGKILL)
            self.wait_for(lambda: isinstance(server.call(*GREET, 'echo hello'), harness.Error), 'a refusal')
            self.assertError(server.call(*GREET, 'echo hello'), 'UNSAFE', 'practice-runner')
            self.assertIsInstance(server.call('SHOW', 'hello'), list)
            runner.unlink(missing_ok=True)
            shutil.copy(RUNNER, runner)
            runner.chmod(0o755)
            server.call('RELOAD')
            self.wait_for(lambda: verdict(server.call(*GREET, 'echo hello')) == 'pass', 'a pass')

    @unittest.skipUnless(ROOT, 'only root mounts over /tmp')
    def test_a_full_tmp_stops_nobody_in_a_sandbox(self):
        if harness.sandbox_mode() != 'namespaces':
            self.skipTest('without a sandbox programs are run in /tmp')
        folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-', dir='/var/tmp'))
        self.addCleanup(shutil.rmtree, folder)
        for path in PRACTICED, RUNNER:
            shutil.copy(path, folder)
        shutil.copytree(harness.COURSES, folder / 'courses')
        shutil.copytree(harness.LANGUAGES, folder / 'languages.d')
        server = self.daemon(start=False, catalog=folder / 'courses', languages=folder / 'languages.d', state=folder / 'state',
                             runner=folder / RUNNER.name)
        server.config_path = folder / 'practiced.conf'
        server.configure({})
        command = server.command()
        full = 'mount -t tmpfs -o size=64k tmpfs /tmp && { head -c 1M /dev/zero >/tmp/ballast; exec "$@"; }'
        server.command = lambda: ['unshare', '--mount', 'sh', '-c', full + ' 2>&1', 'sh', str(folder / 'practiced')] + command[1:]
        server.start()
        server.call('START', 'hello')
        self.assertServes(server)
        self.assertEqual(verdict(server.call('CHECK', 'hello', 'step=greet', 'language=c', 'greet.c',
                                             '#include <stdio.h>\nint main(void) { puts("hello"); }\n')), 'pass')


if __name__ == '__main__':
    harness.main()
