#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practicectl --host over a real sshd, which listens on loopback with keys and configuration of its own.

The "other host" is this one: what tells the two apart is the environment. sshd gives its sessions a PATH with another folder of
programs and another PRACTICED_SOCKET; the client's own names nothing that is there.
"""
import contextlib
import os
import pathlib
import pty
import pwd
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fake_daemon  # noqa: E402
import harness  # noqa: E402
from fake_daemon import LESSON, array, line  # noqa: E402

CTL = str(harness.PRACTICECTL)
SSHD = shutil.which('sshd', path='/usr/sbin:/usr/local/sbin:/sbin')
DIES_WITH_US = ['setpriv', '--pdeathsig', 'TERM'] if shutil.which('setpriv') else []  # also when the test is killed
PRIVSEP = pathlib.Path('/run/sshd')  # sshd wants it when root starts it
ME = pwd.getpwuid(os.geteuid()).pw_name


def free_port():
    with socket.socket() as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


class Sshd:
    """An sshd of one's own, and a folder with an `ssh` that knows it as the host `far`."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='practicectl-sshd.'))
        self.near, self.far = self.folder / 'near', self.folder / 'far'
        self.near.mkdir()
        self.far.mkdir()
        self.process, self.made_privsep = None, False
        for name in ('host', 'user'):
            subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', self.folder / name], check=True)
        shutil.copy(self.folder / 'user.pub', self.folder / 'authorized')
        ssh = self.near / 'ssh'
        ssh.write_text('#!/bin/sh\nexec %s -F %s "$@"\n' % (shutil.which('ssh'), self.folder / 'ssh_config'))
        ssh.chmod(0o755)

    def start(self):
        """0, or why there is none."""
        if os.geteuid() == 0 and not PRIVSEP.exists():
            PRIVSEP.mkdir(0o755)
            self.made_privsep = True
        for _ in range(5):  # somebody else may take the port meanwhile
            self.port = free_port()
            self.configure()
            with open(self.folder / 'log', 'ab') as log:
                self.process = subprocess.Popen([*DIES_WITH_US, SSHD, '-D', '-e', '-f', self.folder / 'sshd_config'],
                                                stdin=subprocess.DEVNULL, stderr=log)
            if self.is_listening():
                return self.why_no_login()
            self.stop()
        return 'sshd does not start: ' + self.log()[-300:]

    def configure(self):
        (self.folder / 'sshd_config').write_text(f"""
ListenAddress 127.0.0.1
Port {self.port}
HostKey {self.folder}/host
AuthorizedKeysFile {self.folder}/authorized
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
SetEnv PATH={self.far}:/usr/bin:/bin PRACTICED_SOCKET={self.folder}/socket
""")
        key = (self.folder / 'host.pub').read_text()
        (self.folder / 'known').write_text(f'far {key}')
        (self.folder / 'ssh_config').write_text(f"""
Host far
    HostName 127.0.0.1
    HostKeyAlias far
    Port {self.port}
Host stranger
    HostName 127.0.0.1
    HostKeyAlias stranger
    Port {self.port}
    StrictHostKeyChecking ask
Host kept
    HostName 127.0.0.1
    HostKeyAlias far
    Port {self.port}
    ControlMaster auto
    ControlPath {self.folder}/master
    ControlPersist 60
Host nowhere
    HostName 127.0.0.1
    Port 1
Host *
    User {ME}
    IdentityFile {self.folder}/user
    IdentitiesOnly yes
    IdentityAgent none
    UserKnownHostsFile {self.folder}/known
    GlobalKnownHostsFile /dev/null
    ControlPath none
    RemoteCommand /bin/false
    LocalForward 127.0.0.1:{self.port} 127.0.0.1:9
""")

    def is_listening(self):
        deadline = time.monotonic() + harness.TIMEOUT
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', self.port), 1) as sock:
                sock.settimeout(harness.TIMEOUT)
                return sock.recv(4) == b'SSH-'
            time.sleep(0.01)
        return False

    def why_no_login(self):
        done = subprocess.run([self.near / 'ssh', '-oBatchMode=yes', '-oRemoteCommand=none', '-oClearAllForwardings=yes', 'far',
                               'true'], capture_output=True, stdin=subprocess.DEVNULL, timeout=harness.TIMEOUT)
        return done.returncode and 'no login as %s: %s' % (ME, done.stderr.decode()[-300:] + self.log()[-300:])

    def log(self):
        return (self.folder / 'log').read_text()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def close(self):
        if self.process:
            self.stop()
        if self.made_privsep:
            with contextlib.suppress(OSError):
                PRIVSEP.rmdir()
        shutil.rmtree(self.folder)


class RemoteTest(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sshd = Sshd()
        cls.addClassCleanup(cls.sshd.close)
        why = cls.sshd.start()
        if why:
            raise unittest.SkipTest(why)

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix='practicectl-home.')
        self.addCleanup(shutil.rmtree, self.home)
        self.environment = {'HOME': self.home, 'PATH': '%s:%s' % (self.sshd.near, os.environ['PATH']), 'LC_ALL': 'C.UTF-8',
                            'TERM': 'xterm', 'PRACTICED_SOCKET': self.home + '/none'}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LD_PRELOAD'):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        self.install('exec %s "$@"' % shlex.quote(CTL))

    def install(self, script, name='practicectl'):
        """What `practicectl` is on the other host; None: nothing."""
        path = self.sshd.far / name
        path.unlink(missing_ok=True)
        if script is not None:
            path.write_text('#!/bin/sh\n%s\n' % script)
            path.chmod(0o755)

    def serve(self, path):
        """The far daemon's socket."""
        link = self.sshd.folder / 'socket'
        link.unlink(missing_ok=True)
        link.symlink_to(path)

    def run_ctl(self, *arguments, cwd=None, host='far', **environment):
        return subprocess.run([CTL, '-H', host, *arguments], env={**self.environment, **environment}, cwd=cwd or self.home,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=harness.TIMEOUT)

    def ctl(self, *arguments, status=0, **more):
        done = self.run_ctl(*arguments, **more)
        self.said = done.stderr.decode()
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        return done.stdout.decode()


class Far(RemoteTest):
    """A daemon that answers from over there."""

    def setUp(self):
        super().setUp()
        self.fake = fake_daemon.FakeDaemon()
        self.addCleanup(self.fake.close)
        self.serve(self.fake.path)

    def test_every_verb_says_the_same_as_without(self):
        for arguments in (['list'], ['list', '-o', 'json'], ['show', 'client-server'], ['show', 'client-server', '-P', 'Title'],
                          ['cat', 'client-server', 'hello.c'], ['next'], ['start', 'client-server'], ['run'], ['check'],
                          ['check', '--all'], ['check', '-n'], ['hint', 'client-server'], ['status'], ['status', 'client-server'],
                          ['history'], ['attempt'], ['is-active', 'client-server'], ['is-passed', 'client-server'],
                          ['daemon-status'], ['daemon-reload'], ['whoami'], ['show', 'nothing'], ['reset', 'client-server'],
                          ['stop', 'client-server']):
            with self.subTest(arguments):
                self.fake.state = 'new' if arguments[0] == 'start' else 'active'
                near = subprocess.run([CTL, *arguments], cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True,
                                      env={**self.environment, 'PRACTICED_SOCKET': self.fake.path}, timeout=harness.TIMEOUT)
                self.fake.state = 'new' if arguments[0] == 'start' else 'active'
                if arguments[0] == 'start':
                    shutil.rmtree(self.home + '/practice')
                far = self.run_ctl(*arguments)
                self.assertEqual((far.returncode, far.stdout, far.stderr), (near.returncode, near.stdout, near.stderr))

    def test_files_are_laid_and_read_here(self):
        home = tempfile.mkdtemp(prefix='practice-home.', dir=self.home)
        self.ctl('start', 'client-server', PRACTICE_HOME=home)
        path = pathlib.Path(home, 'client-server', 'hello.c')
        self.assertEqual(path.read_bytes(), fake_daemon.STARTER[b'hello.c'])
        path.write_bytes(b'mine')
        self.ctl('check', 'client-server', 'hello', status=1, PRACTICE_HOME=home)
        request = [words for words in self.fake.requests if words[0] == b'CHECK'][-1]
        self.assertEqual(request[-2:], [b'hello.c', b'mine'])

    def test_a_whole_submission_and_a_long_answer_pass(self):
        self.ctl('start', 'client-server')
        names = ['f%d.bin' % i for i in range(4)]
        content = bytes(range(256)) * 1024
        self.fake.answers['FILES'] = fake_daemon.files({})
        folder = pathlib.Path(self.home, 'practice/client-server')
        for path in folder.glob('*.c'):
            path.unlink()
        for name in names:
            (folder / name).write_bytes(content)
        self.ctl('check', 'client-server', 'hello', status=1)
        request = [words for words in self.fake.requests if words[0] == b'CHECK'][-1]
        self.assertEqual(request[-7::2], [content] * 4)
        del self.fake.answers['FILES']
        self.fake.answers['TEXT'] = array(*['x' * 1000] * 5000)
        self.assertEqual(len(self.ctl('cat', 'client-server')), 5000 * 1001)

    def test_check_is_live(self):
        """Each line comes through when it happens, long before the last one."""
        self.ctl('start', 'client-server')
        self.fake.answers['CHECK'] = lambda words: self.half_and_wait()
        self.went_on = fake_daemon.threading.Event()
        process = subprocess.Popen([CTL, '-H', 'far', 'check', 'client-server'], env=self.environment, cwd=self.home,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with process.stdout:
            seen = [process.stdout.readline() for _ in range(2)]
            self.went_on.set()
            process.stdout.read()
        self.assertIn(b'hello1', seen[1])
        self.assertEqual(process.wait(harness.TIMEOUT), 1)

    def half_and_wait(self):
        yield b'*5\r\n' + line(f'attempt=17 lesson={LESSON} step=hello language=c cases=2')
        yield line('compile verdict=pass wall_ms=8') + line('case=1 name=hello1 verdict=pass wall_ms=3')
        self.went_on.wait(30)
        yield line('case=2 name=hello2 verdict=wrong wall_ms=3') + line('verdict=wrong passed=1 cases=2 step=hello')

    def test_user_and_port_may_be_said(self):
        self.assertIn('ada', self.ctl('whoami', host='%s@far:%d' % (ME, self.sshd.port)))
        self.ctl('whoami', host='far:1', status=69)
        self.assertIn('there is no connection to far', self.said)

    def test_the_socket_is_one_of_the_other_host(self):
        self.serve('/nonexistent')
        self.ctl('whoami', status=69)
        self.assertIn('ada', self.ctl('whoami', '--socket=' + self.fake.path))

    def test_a_socket_that_a_shell_would_read_is_refused(self):
        for path in ("/tmp/a b", "/tmp/$(touch x)", "/tmp/'", '/tmp/a;b', ''):
            self.ctl('whoami', '--socket=' + path, status=2)
            self.assertIn('--socket takes', self.said)

    def test_scope_is_passed_on(self):
        self.install('echo "$*" >%s/words; exec %s stdio-bridge' % (self.home, shlex.quote(CTL)))
        for option in ('--user', '--system'):
            self.ctl('whoami', option)
            self.assertEqual(pathlib.Path(self.home, 'words').read_text(), 'stdio-bridge %s\n' % option)

    def test_no_process_is_left(self):
        self.ctl('list')
        self.ctl('show', 'nothing', status=4)
        self.assertEqual(self.ssh_processes(), [])

    def ssh_processes(self):
        """Those of this test's configuration."""
        mark = str(self.sshd.folder / 'ssh_config').encode()
        found = []
        for entry in pathlib.Path('/proc').iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in (entry / 'cmdline').read_bytes():
                    found.append(int(entry.name))
        return found

    def wait_until(self, condition, what):
        deadline = time.monotonic() + harness.TIMEOUT
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.01)

    def test_ssh_ends_with_practicectl(self):
        asked = fake_daemon.threading.Event()

        def hang(words):
            asked.set()
            self.went_on.wait(60)
            return line('late')
        self.went_on = fake_daemon.threading.Event()
        self.addCleanup(self.went_on.set)
        self.fake.answers['WHOAMI'] = hang
        process = subprocess.Popen([CTL, '-H', 'far', 'whoami'], env=self.environment, stdin=subprocess.DEVNULL)
        self.assertTrue(asked.wait(harness.TIMEOUT))
        self.assertEqual(len(self.ssh_processes()), 1)
        process.kill()
        process.wait()
        self.wait_until(lambda: not self.ssh_processes(), 'ssh stays')

    def test_ctrl_c_cancels_over_a_second_connection(self):
        self.ctl('start', 'client-server')
        self.went_on = fake_daemon.threading.Event()
        self.addCleanup(self.went_on.set)
        self.fake.answers['CHECK'] = lambda words: self.half_and_wait()

        def cancel(words):
            self.went_on.set()
            return line('Canceled: 17')
        self.fake.answers['CANCEL'] = cancel
        process = subprocess.Popen([CTL, '-H', 'far', 'check', 'client-server'], env=self.environment, cwd=self.home,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with process.stdout, process.stderr:
            while b'hello1' not in process.stdout.readline():
                pass
            process.send_signal(signal.SIGINT)
            self.assertIn(b'Canceling attempt 17', process.stderr.read())
        self.assertEqual(process.wait(harness.TIMEOUT), -signal.SIGINT)
        self.assertIn([b'CANCEL', b'17'], self.fake.requests)
        self.assertEqual(self.ssh_processes(), [])

    def test_a_restart_over_there_is_not_noticed(self):
        left = [1]

        def hang_up(words):
            if left.pop() if left else False:
                raise OSError
            return self.fake.do_whoami(words)
        self.fake.answers['WHOAMI'] = hang_up
        self.assertIn('ada', self.ctl('whoami'))
        self.assertEqual(self.said, '')

    def test_a_connection_that_ssh_keeps_is_used_again(self):
        """ControlPersist: the first ssh leaves a process behind, which is not ours to wait for."""
        quit_master = ['ssh', '-F', self.sshd.folder / 'ssh_config', '-O', 'exit', 'kept']
        self.addCleanup(lambda: subprocess.run(quit_master, capture_output=True, check=False))
        self.ctl('whoami', host='kept')
        (self.sshd.folder / 'authorized').rename(self.sshd.folder / 'away')
        self.addCleanup((self.sshd.folder / 'away').rename, self.sshd.folder / 'authorized')
        for _ in range(2):
            self.assertIn('ada', self.ctl('whoami', host='kept'))
        self.ctl('whoami', '-q', host='far', status=69)
        done = subprocess.run(quit_master, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def count(self, verb):
        return sum(words[0] == verb for words in self.fake.requests)

    def test_a_check_that_the_daemon_dropped_is_sent_again(self):
        self.ctl('start', 'client-server')
        left = [1]

        def hang_up(words):
            if left.pop() if left else False:
                raise OSError
            return self.fake.do_check(words)
        self.fake.answers['CHECK'] = hang_up
        self.ctl('check', 'client-server', status=1)
        self.assertEqual(self.count(b'CHECK'), 2)

    def test_a_check_whose_fate_is_unknown_is_sent_again_with_its_token(self):
        """It is ssh that ends; what it had taken may have arrived."""
        self.ctl('start', 'client-server')

        def cut(words):
            del self.fake.answers['CHECK']
            for pid in self.ssh_processes():
                os.kill(pid, signal.SIGKILL)
            raise OSError
        self.fake.answers['CHECK'] = cut
        self.ctl('check', 'client-server', status=1)
        first, second = [words for words in self.fake.requests if words[0] == b'CHECK']
        self.assertEqual(first, second)
        self.assertTrue([word for word in first if word.startswith(b'token=')])

    def test_a_connection_that_breaks_is_told(self):
        def cut(words):
            for pid in self.ssh_processes():
                os.kill(pid, signal.SIGKILL)
            return line('late')
        self.fake.answers['HINT'] = cut
        self.ctl('hint', 'client-server', status=69)
        self.assertIn('closed the connection', self.said)

    def on_terminal(self, *arguments, answer, after):
        """With a controlling terminal: `answer` is typed when `after` was printed. Status (of waitpid), all that was written,
        and whether the terminal still echoes."""
        pid, master = pty.fork()
        if pid == 0:
            os.chdir(self.home)
            os.execve(CTL, [CTL, *arguments], self.environment)
        output = b''
        while select.select([master], [], [], harness.TIMEOUT)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            output += piece
            if answer and after in output:
                os.write(master, answer)
                answer = None
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        echoes = bool(termios.tcgetattr(master)[3] & termios.ECHO)
        os.close(master)
        return status, output, echoes

    def test_ssh_may_ask_about_the_host(self):
        status, out, _ = self.on_terminal('-H', 'stranger', 'whoami', answer=b'yes\n', after=b'yes/no')
        self.assertEqual(status, 0, out)
        self.assertIn(b'ada', out)
        status, out, _ = self.on_terminal('-H', 'stranger', 'whoami', answer=None, after=None)
        self.assertNotIn(b'yes/no', out)
        (self.sshd.folder / 'known').write_text('far ' + (self.sshd.folder / 'host.pub').read_text())

    def test_ctrl_c_at_a_prompt_leaves_nothing(self):
        status, out, echoes = self.on_terminal('-H', 'stranger', 'whoami', answer=b'\003', after=b'yes/no')
        self.assertEqual(status, -signal.SIGINT, out)
        self.assertTrue(echoes)
        self.assertNotIn(b'Failed', out)
        self.assertEqual(self.ssh_processes(), [])


class NoAnswer(RemoteTest):
    """What is said where there is none."""

    def test_names_that_are_no_hosts_are_refused(self):
        for host in ('-oProxyCommand=touch x', '-', '', '@far', 'a@', 'far:', 'far:0', 'far:65536', 'far:x', '$(touch x)', '`x`',
                     'a b', 'far;x', "far'", 'a@-far', '-a@far', 'far\n', 'far/x', '[::1', '[::1]x', '[::1]:', '[far]:z'):
            with self.subTest(host):
                self.ctl('list', host=host, status=2)
                self.assertIn('HOST', self.said)
        self.assertEqual(os.listdir(self.home), [])

    def test_no_ssh(self):
        self.ctl('list', status=69, PATH='/nonexistent')
        self.assertIn('there is no ssh here', self.said)
        self.assertIn('openssh-client', self.said)

    def test_no_host(self):
        self.ctl('list', host='nowhere', status=69)
        self.assertIn('Connection refused', self.said)  # ssh's own words
        self.assertIn('there is no connection to nowhere', self.said)
        self.assertIn('Hint: ssh nowhere true', self.said)

    def test_no_practicectl(self):
        self.install(None)
        self.ctl('list', status=69)
        self.assertIn('there is no practicectl to run on far', self.said)
        self.assertIn('install practiced there', self.said)

    def test_no_daemon(self):
        self.serve('/nonexistent')
        self.ctl('list', status=69)
        self.assertIn('no daemon: there is no socket %s/socket on far' % self.sshd.folder, self.said)
        self.assertIn('on far: systemctl enable', self.said)

    def test_nobody_listens(self):
        path = self.home + '/dead'
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(path)
        self.serve(path)
        self.ctl('list', status=69)
        self.assertIn('nobody listens at', self.said)

    @unittest.skipIf(os.geteuid() == 0, 'root may connect to every socket')
    def test_not_permitted(self):
        fake = fake_daemon.FakeDaemon()
        self.addCleanup(fake.close)
        os.chmod(fake.path, 0)
        self.serve(fake.path)
        self.ctl('list', status=5)
        self.assertIn('not permitted', self.said)

    def test_an_older_one_without_a_bridge(self):
        self.install('echo "Unknown command verb" >&2; exit 2')
        self.ctl('list', status=1)
        self.assertIn('knows no stdio-bridge', self.said)
        self.assertIn('install the same', self.said)

    def test_a_bridge_of_another_protocol(self):
        self.install('echo "practice-bridge 2 9.9 anything else"; cat')
        self.ctl('list', status=1)
        self.assertIn('the practicectl on far is 9.9', self.said)

    def test_a_shell_that_chats_is_named(self):
        self.install('printf "Welcome \\033[31mback\\n"; exec %s "$@"' % shlex.quote(CTL))
        self.ctl('list', status=1)
        self.assertIn("far prints 'Welcome ", self.said)
        self.assertNotIn('\033', self.said)
        self.assertIn('ssh far true must print nothing', self.said)

    def test_greetings_that_are_none(self):
        for said in ('', 'practice-bridge', 'practice-bridge x 1 connected', 'practice-bridge 1', 'practice-bridge 1 0.1.0 well',
                     'x' * 100000):
            self.install("printf '%%s\\n' '%s'" % said)
            self.ctl('list', status=1)
            self.assertIn('where practicectl', self.said)

    def test_one_that_ends_without_a_word(self):
        self.install('exit 7')
        self.ctl('list', status=69)
        self.assertIn('ended with status 7', self.said)

    def test_no_bridge_to_a_bridge(self):
        self.ctl('stdio-bridge', status=2)


class Real(RemoteTest):
    """A real daemon, which sees who sshd has logged in."""

    def setUp(self):
        super().setUp()
        self.lessons = harness.TOP_SRCDIR / 'lessons'
        self.serve(self.daemon(catalog=self.lessons).path)

    def test_a_lesson_is_practised_over_there(self):
        self.ctl('start', 'client-server', '--language=sh')
        self.ctl('check', 'client-server', 'hello')
        self.ctl('check', 'client-server', 'change', status=1)
        shutil.copy(self.lessons / 'backend/client-server/solution/sh/change.sh', self.home + '/practice/client-server')
        self.assertIn('✓', self.ctl('check', 'client-server', 'change'))
        self.assertEqual(self.ctl('whoami', '-P', 'User'), ME + '\n')

    def test_a_key_for_practising_alone(self):
        """What practicectl(1) says about authorized_keys."""
        key = (self.sshd.folder / 'user.pub').read_text()
        (self.sshd.folder / 'authorized').write_text('restrict,command="practicectl stdio-bridge" ' + key)
        self.addCleanup((self.sshd.folder / 'authorized').write_text, key)
        self.assertIn('client-server', self.ctl('list'))


if __name__ == '__main__':
    if not os.access(CTL, os.X_OK):
        print('SKIP: practicectl is not built')
        sys.exit(77)
    if not SSHD or not shutil.which('ssh') or not shutil.which('ssh-keygen'):
        print('SKIP: sshd, ssh or ssh-keygen is not installed (packages openssh-server, openssh-client)')
        sys.exit(77)
    unittest.main(verbosity=2)
