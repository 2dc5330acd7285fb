# SPDX-License-Identifier: MIT
"""A practiced of one's own for a test, and a client for it.

The test owns the listening socket and hands it over as systemd does, so a connection may be made before the daemon is up:
nothing here sleeps or polls. Everything lives in a temporary folder.

    class Thing(harness.TestCase):
        def test_ping(self):
            daemon = self.daemon()                  # started, stopped after the test
            self.assertEqual(daemon.call('PING'), 'PONG')

What a reply becomes: "+text" a str, "-CODE text" a harness.Error (returned, not raised), ":n" an int, "$n" bytes, "*n" a list.
"""

import contextlib
import fcntl
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

TOP_BUILDDIR = pathlib.Path(os.environ.get('top_builddir', '.')).resolve()
TOP_SRCDIR = pathlib.Path(os.environ.get('top_srcdir', pathlib.Path(__file__).parents[2])).resolve()
PRACTICED = TOP_BUILDDIR / 'practiced'
RUNNER = TOP_BUILDDIR / 'practice-runner'
PRACTICECTL = TOP_BUILDDIR / 'practicectl'
COURSES = TOP_SRCDIR / 'tests/data/courses'
BROKEN = TOP_SRCDIR / 'tests/data/broken'
LANGUAGES = TOP_SRCDIR / 'etc/languages.d'
TIMEOUT = 60  # seconds until a test gives up waiting for an answer
NOBODY = 65534

# A shell starts its background jobs with the first ignored, nohup with the second, and programs that we send it to would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Error(Exception):
    """A "-CODE text" reply. Compares by code and text."""

    def __init__(self, line):
        super().__init__(line)
        self.code, _, self.text = line.partition(' ')

    def __eq__(self, other):
        return isinstance(other, Error) and str(self) == str(other)

    __hash__ = Exception.__hash__


class Closed(Exception):
    """The daemon closed the connection where a reply was expected."""


def unescape(text):
    """The wire's escape of values."""
    out, i = [], 0
    simple = {'t': '\t', 'r': '\r', 'n': '\n', '\\': '\\'}
    while i < len(text):
        if text[i] != '\\':
            out.append(text[i])
            i += 1
        elif text[i + 1] == 'x':
            out.append(chr(int(text[i + 2:i + 4], 16)))
            i += 4
        else:
            out.append(simple[text[i + 1]])
            i += 2
    return ''.join(out)


def fields(reply):
    """A thing as a dictionary: the last value of each key."""
    return dict((unescape(v) for v in line.partition('=')[::2]) for line in reply)


def values(reply, key):
    """All values of a key of a thing."""
    return [unescape(line.partition('=')[2]) for line in reply if line.startswith(key + '=')]


def rows(reply):
    """A list as dictionaries by column."""
    names = reply[0].split('\t')
    return [dict(zip(names, (unescape(cell) for cell in row.split('\t')))) for row in reply[1:]]


def pairs(line):
    """"key=value key="a b"" as a dictionary."""
    out, i = {}, 0
    while i < len(line):
        key, _, rest = line[i:].partition('=')
        i += len(key) + 1
        if rest.startswith('"'):
            end = 1
            while rest[end] != '"':
                end += 2 if rest[end] == '\\' else 1
            out[key] = unescape(rest[1:end].replace('\\"', '"'))
            i += end + 2
        else:
            value = rest.split(' ')[0]
            out[key] = unescape(value)
            i += len(value) + 1
    return out


def array(*words):
    """A request as a RESP2 array."""
    words = [word.encode() if isinstance(word, str) else word for word in words]
    return b'*%d\r\n' % len(words) + b''.join(b'$%d\r\n%s\r\n' % (len(word), word) for word in words)


def connect(path, uid=None):
    """A connected socket; as another user when this one may become it."""
    if uid is None:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(TIMEOUT)
        sock.connect(str(path))
        return sock
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
                sock.connect(str(path))
                socket.send_fds(theirs, [b'x'], [sock.fileno()])
        os._exit(0)
    theirs.close()
    os.waitpid(pid, 0)
    with ours:
        _, fds, _, _ = socket.recv_fds(ours, 1, 1)
    sock = socket.socket(fileno=fds[0])
    sock.settimeout(TIMEOUT)
    return sock


class Client:
    """A connection. Requests go out by send(), replies are read one at a time."""

    def __init__(self, path, uid=None):
        self.sock = connect(path, uid)
        self.buffer = b''

    def close(self):
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, data):
        self.sock.sendall(data.encode() if isinstance(data, str) else data)

    def half_close(self):
        self.sock.shutdown(socket.SHUT_WR)

    def _more(self):
        data = self.sock.recv(65536)
        if not data:
            raise Closed('closed after %r' % self.buffer[:200])
        self.buffer += data

    def read_raw_line(self):
        """With its line end."""
        while b'\n' not in self.buffer:
            self._more()
        line, _, self.buffer = self.buffer.partition(b'\n')
        return line + b'\n'

    def read_bytes(self, count):
        while len(self.buffer) < count:
            self._more()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def read_all(self):
        """Up to the end of the connection."""
        with contextlib.suppress(Closed, ConnectionResetError):
            while True:
                self._more()
        data, self.buffer = self.buffer, b''
        return data

    def read(self):
        """One whole reply."""
        raw = self.read_raw_line()
        end = b'\r\n' if raw.endswith(b'\r\n') else b'\n'
        kind, text = raw[:1], raw[1:-len(end)].decode()
        if kind == b'+':
            return text
        if kind == b'-':
            return Error(text)
        if kind == b':':
            return int(text)
        if kind == b'$':
            return self.read_bytes(int(text) + len(end))[:-len(end)]
        if kind == b'*':
            return [self.read() for _ in range(int(text))]
        raise AssertionError('no reply: %r' % raw)

    def call(self, *words):
        self.send(array(*words))
        return self.read()

    def line(self, text):
        self.send(text + '\n')
        return self.read()


class Daemon:
    """A practiced in a temporary folder. `config` is {section: {key: value}}.

    Who runs the tests is an instructor: root by nature, anybody else as the owner of a user's instance."""

    INSTANCE = 'system' if os.geteuid() == 0 else 'user'

    def __init__(self, config=None, catalog=COURSES, languages=LANGUAGES, runner=RUNNER, state=None, arguments=(),
                 config_text=None, wrapper=(), environment=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-'))
        self.folder.chmod(0o755)
        self.path = self.folder / 'socket'
        self.log_path = self.folder / 'log'
        self.config_path = self.folder / 'practiced.conf'
        self.state = pathlib.Path(state or self.folder / 'state')
        self.catalog, self.languages, self.runner = catalog, languages, runner
        self.arguments, self.wrapper, self.environment = list(arguments), list(wrapper), environment or {}
        self.pid = None
        self.kept = []  # connections that an earlier daemon gave to systemd: the next start gets them
        self.clients = []
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(self.path))
        self.path.chmod(0o666)
        self.listener.listen(128)
        self.configure(config or {}, config_text)

    def configure(self, config, text=None):
        """Writes the configuration file. The sandbox is what this machine can do, unless the test says otherwise."""
        config = {section: dict(keys) for section, keys in config.items()}
        config.setdefault('sandbox', {}).setdefault('mode', sandbox_mode())
        config.setdefault('limits', {}).setdefault('time', '10s')
        if text is None:
            text = ''.join('[%s]\n' % section + ''.join('%s = %s\n' % item for item in keys.items())
                           for section, keys in config.items())
        self.config_path.write_text(text)

    def command(self):
        return self.wrapper + [str(PRACTICED), '--%s' % self.INSTANCE, '--config=%s' % self.config_path, '--state=%s' % self.state,
                               '--catalog=%s' % self.catalog, '--languages=%s' % self.languages,
                               '--runner=%s' % self.runner] + self.arguments

    def start(self):
        """As systemd does it: the socket is descriptor 3, LISTEN_PID is its own process."""
        environment = {'PATH': '/usr/bin:/bin:/usr/sbin:/sbin', 'LISTEN_FDS': str(1 + len(self.kept)),
                       'LISTEN_FDNAMES': ':'.join(['practiced'] + ['client'] * len(self.kept)), 'HOME': str(self.folder)}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if name in os.environ:
                environment[name] = os.environ[name]
        environment.update(self.environment)
        log = os.open(self.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        inherited = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 100) for fd in [self.listener.fileno()] + self.kept]
        try:
            self.pid = os.posix_spawn(
                '/bin/sh', ['sh', '-c', 'LISTEN_PID=$$; export LISTEN_PID; exec "$@"', 'sh'] + self.command(), environment,
                file_actions=[(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)] +
                             [(os.POSIX_SPAWN_DUP2, fd, 3 + i) for i, fd in enumerate(inherited)])
        finally:
            for fd in inherited + [log]:
                os.close(fd)
        return self

    def wait(self):
        """For its end: the exit status, or minus the signal's number."""
        _, status = os.waitpid(self.pid, 0)
        self.pid = None
        return os.waitstatus_to_exitcode(status)

    def signal(self, number):
        os.kill(self.pid, number)

    def _terminate(self):
        """Not before it listens to that: until then it is the shell that becomes the daemon, which would die of it."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline and not self._blocks(signal.SIGTERM):
            time.sleep(0.005)
        self.signal(signal.SIGTERM)

    def _blocks(self, number):
        """Whether it reads that signal from a descriptor, or has ended."""
        status = dict(line.split(':', 1) for line in pathlib.Path('/proc/%d/status' % self.pid).read_text().splitlines())
        return 'SigBlk' not in status or int(status['SigBlk'], 16) >> (number - 1) & 1 or status['State'].split()[0] == 'Z'

    def stop(self):
        self._terminate()
        return self.wait()

    def stop_soon(self):
        """As stop(), without leave for what runs: said twice means at once."""
        process = os.pidfd_open(self.pid)
        try:
            self._terminate()
            if not select.select([process], [], [], 0.3)[0]:
                self.signal(signal.SIGTERM)
        finally:
            os.close(process)
        return self.wait()

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.wait()

    def close(self):
        for client in self.clients:
            client.close()
        if self.pid:
            self.kill()
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self, uid=None):
        client = Client(self.path, uid)
        self.clients.append(client)
        return client

    def call(self, *words, uid=None):
        """One request on a connection of its own."""
        with Client(self.path, uid) as client:
            return client.call(*words)

    def log(self):
        return self.log_path.read_text() if self.log_path.exists() else ''

    def runner_pid(self):
        """Of the practice-runner that this daemon started; 0 when there is none."""
        for entry in pathlib.Path('/proc').iterdir():
            if not entry.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                stat = (entry / 'stat').read_text().rpartition(')')[2].split()
                if int(stat[1]) == self.pid and stat[0] != 'Z':
                    return int(entry.name)
        return 0


_probe = []


def probe():
    """What this machine allows, and why not more: ("namespaces", "") or ("none", reason)."""
    if not _probe:
        done = subprocess.run([str(RUNNER), '--probe'], capture_output=True, text=True, check=False)
        words = (done.stderr + done.stdout).strip().splitlines() or ['exit status %d' % done.returncode]
        _probe.append(('namespaces', '') if done.returncode == 0 else ('none', words[-1]))
    return _probe[0]


def sandbox_mode():
    """"namespaces", or else "none": most of these tests are about the wire; those about the sandbox are skipped then."""
    return probe()[0]


def say_mode():
    """So that a green run without a sandbox isn't taken for one with it: bootstrap.sh check repeats what follows SKIP."""
    mode, reason = probe()
    if mode == 'namespaces':
        print('Programs run in the sandbox.', flush=True)
    else:
        print('SKIP: programs run WITHOUT a sandbox (mode = none), nothing here proves isolation: %s' % reason, flush=True)


class TestCase(unittest.TestCase):
    """Daemons and clients that end with the test; the log of a daemon is shown when the test failed."""

    def shipped(self, *lessons):
        """A catalog of these shipped lessons (course/lesson) and no others, so that a new one changes nothing for a test."""
        catalog = pathlib.Path(tempfile.mkdtemp(prefix='practiced-catalog-'))
        self.addCleanup(shutil.rmtree, catalog)
        catalog.chmod(0o755)
        for lesson in lessons:
            course, name = lesson.split('/')
            (catalog / course).mkdir(exist_ok=True)
            subprocess.run(['cp', '-r', '--no-preserve=mode', TOP_SRCDIR / 'lessons' / lesson, catalog / course], check=True)
            with open(catalog / course / 'course.ini', 'a', encoding='utf-8') as file:
                file.write('' if file.tell() else '[course]\ntitle = %s\nlessons =' % course.title())
                file.write(' ' + name)
        return catalog

    def daemon(self, start=True, **settings):
        daemon = Daemon(**settings)
        self.addCleanup(self._close, daemon)
        return daemon.start() if start else daemon

    def _close(self, daemon):
        status = daemon.stop_soon() if daemon.pid else 0
        outcome = self._outcome
        result = getattr(outcome, 'result', None)
        if result and any(test is self for test, _ in result.failures + result.errors):
            print(daemon.log(), file=sys.stderr)
        log = daemon.log()
        daemon.close()
        self.assertEqual(status, 0, log)
        self.assertNotRegex(log, 'runtime error:|Sanitizer')

    def assertError(self, reply, code, *parts):
        """An error of that code, whose text has all these parts."""
        self.assertIsInstance(reply, Error, reply)
        self.assertEqual(reply.code, code, reply)
        for part in parts:
            self.assertIn(part, reply.text)


def main():
    if not PRACTICED.exists():
        print('practiced is not built', file=sys.stderr)
        sys.exit(77)
    say_mode()
    unittest.main(verbosity=2)
