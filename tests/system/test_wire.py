#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The line protocol: framing, line ends, limits, errors. What the verbs do is in test_verbs.py."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

import harness
from harness import Error, array

LINE_MAX = 64 * 1024
WORDS_MAX = 128
BULK_MAX = 1024 * 1024


class Framing(harness.TestCase):
    def setUp(self):
        self.server = self.daemon()
        self.client = self.server.client()

    def test_ping_answers_pong(self):
        self.assertEqual(self.client.line('PING'), 'PONG')

    def test_lf_is_answered_in_lf(self):
        self.client.send('PING\n')
        self.assertEqual(self.client.read_raw_line(), b'+PONG\n')

    def test_crlf_is_answered_in_crlf(self):
        self.client.send('PING\r\n')
        self.assertEqual(self.client.read_raw_line(), b'+PONG\r\n')

    def test_array_is_answered_in_crlf(self):
        self.client.send(array('PING'))
        self.assertEqual(self.client.read_raw_line(), b'+PONG\r\n')

    def test_verbs_have_no_case(self):
        self.assertEqual(self.client.line('pInG'), 'PONG')

    def test_empty_lines_are_ignored(self):
        self.client.send('\n\r\n   \nPING\n')
        self.assertEqual(self.client.read(), 'PONG')

    def test_quotes_group_words(self):
        self.assertEqual(self.client.line('PING "a b"'), 'a b')
        self.assertEqual(self.client.line(r"PING 'it\'s'"), "it's")
        self.assertEqual(self.client.line(r'PING "\x41\"\\"'), 'A"\\')

    def test_line_breaks_in_a_reply_are_escaped(self):
        self.assertEqual(self.client.line(r'PING "a\nb"'), r'a\nb')

    def test_pipelined_requests_are_answered_in_order(self):
        self.client.send(''.join('PING %d\n' % i for i in range(1000)))
        self.assertEqual([self.client.read() for _ in range(1000)], [str(i) for i in range(1000)])

    def test_lines_and_arrays_mix(self):
        self.client.send(b'PING a\n' + array('PING', 'b') + b'PING c\r\n')
        self.assertEqual([self.client.read() for _ in range(3)], ['a', 'b', 'c'])

    def test_requests_come_byte_by_byte(self):
        for request in (b'PING "a b"\r\n', array('PING', 'a b')):
            for byte in request:
                self.client.send(bytes([byte]))
            self.assertEqual(self.client.read(), 'a b')

    def test_half_close_is_honoured(self):
        self.client.send('PING 1\nLIST\nPING 2\n')
        self.client.half_close()
        self.assertEqual(self.client.read(), '1')
        self.assertIsInstance(self.client.read(), list)
        self.assertEqual(self.client.read(), '2')
        self.assertEqual(self.client.read_all(), b'')

    def test_half_a_request_is_dropped(self):
        self.client.send('PING 1\nPING 2')
        self.client.half_close()
        self.assertEqual(self.client.read_all(), b'+1\n')

    def test_quit_answers_and_closes(self):
        self.client.send('QUIT\nPING\n')
        self.assertEqual(self.client.read_all(), b'+OK\n')

    def test_a_client_that_goes_harms_nobody(self):
        for data in (b'', b'PING', b'*2\r\n$4\r\nPI', b'LIST\n' * 100):
            gone = self.server.client()
            gone.send(data)
            gone.close()
        self.assertEqual(self.client.line('PING'), 'PONG')


class Limits(harness.TestCase):
    def setUp(self):
        self.server = self.daemon()
        self.client = self.server.client()

    def assertServed(self):
        self.assertEqual(self.client.line('PING still'), 'still')

    def test_line_at_its_limit(self):
        text = 'x' * (LINE_MAX - len('PING '))
        self.assertEqual(self.client.line('PING ' + text), text)

    def test_line_past_its_limit(self):
        self.assertError(self.client.line('PING ' + 'x' * (LINE_MAX - len('PING ') + 1)), 'TOOBIG')
        self.assertServed()

    def test_words_at_their_limit(self):
        self.assertError(self.client.line('PING' + ' x' * (WORDS_MAX - 1)), 'BADARG', 'too many arguments')

    def test_words_past_their_limit(self):
        self.assertError(self.client.line('PING' + ' x' * WORDS_MAX), 'TOOBIG')
        self.assertError(self.client.call('PING', *['x'] * WORDS_MAX), 'TOOBIG')
        self.assertServed()

    def test_bulk_at_its_limit(self):
        self.assertEqual(len(self.client.call('PING', 'x' * (256 * 1024 - 10))), 256 * 1024 - 10)
        self.assertError(self.client.call('CHECK', 'hello', 'greet.sh', b'x' * BULK_MAX), 'STATE')

    def test_bulk_past_its_limit(self):
        self.assertError(self.client.call('PING', b'x' * (BULK_MAX + 1)), 'TOOBIG')
        self.assertServed()

    def test_impossible_lengths_end_the_connection(self):
        for request in (b'*-1\r\n', b'*x\r\n', b'*99999999999999999999\r\n', b'*1000000\r\n', b'*1\r\n$-1\r\n',
                        b'*1\r\n$x\r\n', b'*1\r\n$99999999999999999999\r\n', b'*1\r\n$1000000000\r\n', b'*1\r\nPING\r\n',
                        b'*1\r\n$4\r\nPINGxx'):
            with self.subTest(request=request):
                client = self.server.client()
                client.send(request)
                self.assertIsInstance(client.read(), Error)
                self.assertEqual(client.read_all(), b'')

    def test_an_empty_array_is_ignored(self):
        self.client.send(b'*0\r\n' + array('PING'))
        self.assertEqual(self.client.read(), 'PONG')

    def test_nul_is_refused(self):
        self.client.send(b'PING a\0b\n')
        self.assertError(self.client.read(), 'ERR')
        self.assertError(self.client.call('PING', b'a\0b'), 'BADARG', 'text')
        self.assertError(self.client.call(b'PI\0NG'), 'ERR')
        self.assertServed()

    def test_invalid_utf8_is_refused(self):
        self.assertError(self.client.call('PING', b'\xff'), 'BADARG', 'UTF-8')
        self.assertServed()

    def test_bad_quoting_is_refused(self):
        for line in ('PING "a', "PING 'a", r'PING "\q"', 'PING "a"b', r'PING "\x4"'):
            with self.subTest(line=line):
                self.assertError(self.client.line(line), 'ERR')
        self.assertServed()

    def test_a_client_that_never_reads_is_served_no_more(self):
        """That it is disconnected in the end is tested with the session alone."""
        text = 'x' * 60000
        self.client.sock.settimeout(1)
        with self.assertRaises(TimeoutError):
            for _ in range(2000):
                self.client.send('PING %s\n' % text)
        self.assertEqual(self.server.call('PING'), 'PONG')
        with open('/proc/%d/statm' % self.server.pid) as statm:
            self.assertLess(int(statm.read().split()[1]) * 4096, 256 << 20)


class LargeReplies(harness.TestCase):
    def test_a_reply_larger_than_the_buffer_of_a_client_comes_whole(self):
        lesson = self.daemon(start=False).folder / 'courses/big/files'
        names = ['f%d.sh' % i for i in range(8)]
        shutil.copytree(harness.COURSES / 'demo/twin', lesson)
        lesson.parent.joinpath('course.ini').write_text('[course]\ntitle = Big\nlessons = files\n')
        manifest = (lesson / 'lesson.ini').read_text().replace('files = only.sh', 'files = ' + ' '.join(names))
        (lesson / 'lesson.ini').write_text(manifest)
        for name in names:
            for folder in ('starter', 'solution'):
                (lesson / folder / 'sh' / name).write_bytes(b'#' * (1024 * 1024 - 1) + b'\n')
        server = self.daemon(catalog=lesson.parents[1])
        client = server.client()
        client.send('FILES files\nPING\n')
        reply = client.read()
        self.assertIsInstance(reply, list, reply)
        self.assertEqual(sum(len(data) for data in reply[1::2] if isinstance(data, bytes)) >> 20, 8)
        self.assertEqual(client.read(), 'PONG')


class Clients(harness.TestCase):
    def test_clients_in_all(self):
        server = self.daemon(config={'daemon': {'clients-max': '3', 'clients-per-user': '100'}})
        clients = [server.client() for _ in range(3)]
        self.assertEqual([client.line('PING') for client in clients], ['PONG'] * 3)
        self.assertError(server.client().read(), 'LIMIT', 'too many clients', '3')
        clients[0].send('QUIT\n')
        clients[0].read_all()
        self.assertEqual(server.client().line('PING'), 'PONG')

    def test_clients_of_a_user(self):
        server = self.daemon(config={'daemon': {'clients-per-user': '2'}})
        clients = [server.client() for _ in range(2)]
        self.assertEqual([client.line('PING') for client in clients], ['PONG'] * 2)
        self.assertError(server.client().read(), 'LIMIT', 'of this user', '2')

    @unittest.skipUnless(os.geteuid() == 0, 'only root has clients of several users')
    def test_clients_of_an_ordinary_user_are_counted_apart_and_one_that_goes_makes_room(self):
        server = self.daemon(config={'daemon': {'clients-per-user': '2'}})
        clients = [server.client(uid=harness.NOBODY) for _ in range(2)]
        self.assertEqual([client.line('PING') for client in clients], ['PONG'] * 2)
        self.assertError(server.client(uid=harness.NOBODY).read(), 'LIMIT', 'of this user', '2')
        for uid in (None, harness.NOBODY - 1):
            self.assertEqual(server.client(uid=uid).line('PING'), 'PONG')
        clients[0].send('QUIT\n')
        clients[0].read_all()
        self.assertEqual(server.client(uid=harness.NOBODY).line('PING'), 'PONG')
        self.assertError(server.client(uid=harness.NOBODY).read(), 'LIMIT', 'of this user', '2')

    def test_out_of_descriptors(self):
        """Those that can't be accepted wait in the socket's backlog until others go."""
        server = self.daemon(wrapper=['sh', '-c', 'ulimit -n 60; exec "$@"', 'sh'],
                             config={'daemon': {'clients-per-user': '200'}})
        clients = [server.client() for _ in range(100)]
        for client in clients:
            client.send('PING\n')
        for client in clients:
            self.assertEqual(client.read(), 'PONG')
            client.close()
        self.assertIn('No more connections for now', server.log())


class Fairness(harness.TestCase):
    """A host with many lessons, all of which somebody practises: NEXT weighs each of them."""
    COURSES, LESSONS = 10, 30

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='practiced-many-')
        self.addCleanup(folder.cleanup)
        catalog = pathlib.Path(folder.name)
        names = ['l%d' % number for number in range(self.LESSONS)]
        for course in range(self.COURSES):
            for name in names:
                shutil.copytree(harness.COURSES / 'demo/twin', catalog / ('c%d' % course) / name)
            (catalog / ('c%d' % course) / 'course.ini').write_text('[course]\ntitle = Many\nlessons = %s\n' % ' '.join(names))
        self.server = self.daemon(catalog=catalog)
        self.dear = self.server.client()
        for course in range(self.COURSES):
            self.dear.send(''.join('START c%d/%s\n' % (course, name) for name in names))
            for _ in names:
                self.assertIsInstance(self.dear.read(), str)

    def test_dear_requests_of_one_client_do_not_hold_the_answers_to_another(self):
        """Counted, not timed: how many of them are answered before one of the other's is."""
        count = 64
        self.dear.send('NEXT\n')
        start = b'*%d\n' % len(self.dear.read())
        self.dear.send('NEXT\n' * count)
        self.dear.read()
        self.assertEqual(self.server.client().line('PING'), 'PONG')
        self.dear.sock.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self.dear.buffer += self.dear.sock.recv(65536)
        answered = 1 + self.dear.buffer.count(start)
        self.assertLess(answered, count // 2)
        self.dear.sock.settimeout(harness.TIMEOUT)
        for _ in range(count - 1):
            self.assertIsInstance(self.dear.read(), list)


class OtherPrograms(harness.TestCase):
    def setUp(self):
        self.server = self.daemon()

    def run_program(self, *command, **options):
        if not shutil.which(command[0]):
            self.skipTest('%s is not installed' % command[0])
        return subprocess.run(command, capture_output=True, check=True, timeout=harness.TIMEOUT, **options).stdout

    def test_redis_cli(self):
        out = self.run_program('redis-cli', '-s', str(self.server.path), 'START', 'hello')
        self.assertEqual(out, b'Now practicing: hello\n')
        out = self.run_program('redis-cli', '-s', str(self.server.path), 'list')
        self.assertIn(b'demo/hello', out)

    def test_netcat(self):
        out = self.run_program('nc', '-N', '-U', str(self.server.path), input=b'START hello\n')
        self.assertEqual(out, b'+Now practicing: hello\n')

    def test_python_redis(self):
        try:
            import redis
        except ImportError:
            self.skipTest('python3-redis is not installed')
        client = redis.Redis(unix_socket_path=str(self.server.path))
        self.assertTrue(client.ping())
        self.assertEqual(client.execute_command('START', 'hello'), b'Now practicing: hello')
        with self.assertRaisesRegex(redis.ResponseError, "did you mean 'START'"):
            client.execute_command('strat')
        lines = client.execute_command('CHECK', 'hello', 'step=greet', 'greet.sh', 'echo hello\n')
        self.assertTrue(lines[-1].startswith(b'verdict=pass'))
        pipeline = client.pipeline(transaction=False)
        pipeline.execute_command('STOP', 'hello').execute_command('START', 'hello')
        self.assertEqual(pipeline.execute(), [b'Stopped practicing: hello', b'Now practicing: hello'])

    def test_shell(self):
        """The client that a shell script has at hand: lines in, lines out, without a CR."""
        out = self.run_program('sh', '-c', 'printf "STATUS hello\\n" | nc -N -U "$1" | sed -n "s/^+State=//p"', 'sh',
                               str(self.server.path))
        self.assertEqual(out, b'new\n')


class ForeignSockets(harness.TestCase):
    def test_a_datagram_socket_is_refused(self):
        server = self.daemon(start=False)
        server.listener.close()
        server.path.unlink()
        server.listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        server.listener.bind(str(server.path))
        server.start()
        self.assertEqual(server.wait(), 1)
        self.assertIn('no listening UNIX stream socket', server.log())


if __name__ == '__main__':
    harness.main()
