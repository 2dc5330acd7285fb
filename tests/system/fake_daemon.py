# SPDX-License-Identifier: MIT
"""A stand-in for practiced: it answers as the protocol says, or as a test makes it answer.

It has one lesson and one learner, remembers the requests, and any verb's answer can be replaced by bytes
(`daemon.answers['LIST'] = b'-ERR no\\r\\n'`) or by a function of the request's words.
"""
import os
import shutil
import signal
import socket
import tempfile
import threading

# As in harness.py: what a shell or nohup left ignored, programs that are sent it would inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

LESSON = 'backend/client-server'
STARTER = {b'hello.c': b'int main(void) { return 0; }\n', b'server.c': b'/* server */\n'}


def line(text):
    return b'+' + text.encode() + b'\r\n'


def error(text):
    return b'-' + text.encode() + b'\r\n'


def array(*lines):
    return b'*%d\r\n' % len(lines) + b''.join(line(text) for text in lines)


def files(content):
    body = b''.join(b'+%s\r\n$%d\r\n%s\r\n' % (name, len(data), data) for name, data in content.items())
    return b'*%d\r\n' % (2 * len(content)) + body


def step(name, title, state, **more):
    pairs = dict(name=name, title=title, points=1, check='output', cases=2, hints=2, state=state, example='no', **more)
    return 'Step=' + '\\t'.join(f'{key}={value}' for key, value in pairs.items())


class FakeDaemon:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='practicectl-test.')
        self.path = os.path.join(self.folder, 'socket')
        self.requests = []
        self.answers = {}
        self.state = 'new'
        self.language = ''
        self.starter = dict(STARTER)
        self.passes = False
        self.last_attempt = 17
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(16)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)
        shutil.rmtree(self.folder)

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve_client, args=(client,), daemon=True).start()

    def serve_client(self, client):
        with client, client.makefile('rb') as reader:
            try:
                self.talk(client, reader)
            except OSError:
                pass  # the client has left, or an answer hangs up

    def talk(self, client, reader):
        while True:
            head = reader.readline()
            if not head:
                return
            words = []
            for _ in range(int(head[1:])):
                length = int(reader.readline()[1:])
                words.append(reader.read(length + 2)[:-2])
            self.requests.append(words)
            answer = self.answer(words)
            for piece in [answer] if isinstance(answer, bytes) else answer:
                client.sendall(piece)

    def answer(self, words):
        verb = words[0].decode()
        answer = self.answers.get(verb)
        if callable(answer):
            return answer(words)
        if answer is not None:
            return answer
        if len(words) > 1 and verb != 'LIST' and verb != 'HISTORY' and verb not in ('ATTEMPT', 'CANCEL') and \
                words[1] not in (b'client-server', LESSON.encode()):
            name = words[1].decode(errors='replace')
            return error(f"NOTFOUND no lesson '{name}', did you mean '{LESSON}'?")
        return getattr(self, 'do_' + verb.lower())(words)

    # The verbs.

    def do_list(self, words):
        return array('ID\tTITLE\tLEVEL\tMINUTES\tLANGUAGES\tSTATE\tSTEPS\tPOINTS',
                     f'{LESSON}\tClient-Server Architecture\tbeginner\t7\tc python sh\t{self.state}\t0/2\t0/2')

    def do_show(self, words):
        lines = ['Id=' + LESSON, 'Course=backend', 'Name=client-server', 'Title=Client-Server Architecture', 'Minutes=7',
                 'Goal=one', 'Goal=two', 'State=' + self.state, step('hello', 'Run it', 'passed')]
        wanted = [word.decode() for word in words[2:]]
        return array(*[text for text in lines if not wanted or text.split('=')[0] in wanted])

    def do_text(self, words):
        if len(words) > 2:
            return array('# Step ' + words[2].decode(), '', 'Do it.')
        return array('# Client-Server Architecture', '', 'One program waits, another **asks**.')

    def do_files(self, words):
        if b'set=solution' in words:
            return error("DENIED the solution of 'hello' is shown when this step is passed")
        if b'step=hello' in words:
            return files({b'hello.c': self.starter.get(b'hello.c', b'')})
        return files(self.starter)

    def do_start(self, words):
        self.state, self.language = 'active', 'c'
        for word in words:
            if word.startswith(b'language='):
                self.language = word[9:].decode()
        return line('Now practicing: client-server')

    def do_stop(self, words):
        if self.state != 'active':
            return error('STATE client-server is not started: START ' + LESSON)
        self.state = 'stopped'
        return line('Stopped practicing: client-server')

    def do_reset(self, words):
        if self.state == 'new':
            return error('STATE client-server is not started: START ' + LESSON)
        return line('Reset: client-server')

    def do_next(self, words):
        return array('Lesson=' + LESSON, 'Step=hello', 'Title=Run it', 'Language=c', 'Reason=the next step of the current lesson')

    def do_hint(self, words):
        return array('Step=hello', 'Number=1', 'Of=2', 'Hint=Read what it prints.')

    def do_status(self, words):
        if len(words) == 1:
            current = LESSON if self.state == 'active' else ''
            return array('User=ada', 'Current=' + current, 'Step=hello', 'Language=' + self.language, 'Started=1', 'Passed=0',
                         'Lessons=1', 'Points=0', 'MaxPoints=2', 'Attempts=3', 'Hints=1', 'Sandbox=namespaces')
        return array('Id=' + LESSON, 'Title=Client-Server Architecture', 'State=' + self.state, 'Current=yes',
                     'Language=' + self.language, 'Started=2026-01-02T03:04:05Z', 'Passed=', 'Points=0', 'MaxPoints=2',
                     'Attempts=3', 'Hints=1', step('hello', 'Run it', 'failed', attempts=2, hints_taken=1),
                     step('server', 'Write it', 'new', attempts=0, hints_taken=0), f'LastAttempt={self.last_attempt}', 'LastVerdict=wrong',
                     'Sandbox=namespaces')

    def verdict(self):
        return 'pass' if self.passes else 'wrong'

    def do_run(self, words):
        return array(f'case=1 name=hello1 verdict={self.verdict()} wall_ms=3 cpu_ms=1 memory_kb=900 exit=0 signal=0 note=',
                     'stdout=Now  practicing: x', 'stderr=a remark', 'diff=- Now·practicing: x', 'diff=+ Now··practicing: x',
                     f'verdict={self.verdict()} detail=')

    def do_check(self, words):
        named = [word[5:].decode() for word in words if word.startswith(b'step=')]
        if not named:
            return error(f'STATE all steps of {LESSON} are passed; name one with step=')
        last = f'verdict={self.verdict()} passed=1 cases=2 points=0 max_points=1 step={named[0]} state=failed ' \
            'lesson_state=active next=server'
        return array(f'attempt=17 lesson={LESSON} step={named[0]} language=c cases=2', 'compile verdict=pass wall_ms=80',
                     'case=1 name=hello1 verdict=pass wall_ms=3', f'case=2 name=hello2 verdict={self.verdict()} wall_ms=4', last)

    def do_attempt(self, words):
        if words[1] != b'17':
            return error(f"NOTFOUND no attempt '{words[1].decode()}'")
        return array('Attempt=17', 'Lesson=' + LESSON, 'Step=hello', 'Language=c', 'State=done', 'Verdict=' + self.verdict(),
                     'Points=0', 'MaxPoints=1', 'Cases=2', 'Passed=1', 'Submitted=2026-01-02T03:04:05Z', 'WallMs=90',
                     'Case=case=1 name=hello1 verdict=pass wall_ms=3', f'Case=case=2 name=hello2 verdict={self.verdict()} wall_ms=4',
                     'Diff=  same', 'Diff=- Now·practicing: x', 'Diff=+ Now··practicing: x', 'Changed=- before', 'Changed=+ after')

    def do_cancel(self, words):
        return line('Canceled: ' + words[1].decode())

    def do_history(self, words):
        return array('ATTEMPT\tLESSON\tSTEP\tLANGUAGE\tSTATE\tVERDICT\tPASSED\tPOINTS\tSUBMITTED\tWALL_MS',
                     f'17\t{LESSON}\thello\tc\tdone\twrong\t1/2\t0\t2026-01-02T03:04:05Z\t90')

    def do_reload(self, words):
        return line('Reloaded: 1 lesson, 12 languages')

    def do_whoami(self, words):
        return array('User=ada', 'Uid=1000', 'Gid=1000', 'Role=learner')

    def do_stats(self, words):
        return array('Version=0.1.0', 'Pid=42', 'Instance=user', 'Uptime=75', 'Clients=1', 'ClientsMax=256', 'Queue=0', 'Running=0',
                     'Slots=2', 'Sandbox=none', 'SandboxDetail=', 'Limits=time=2000ms', 'Config=ok', 'Store=ok', 'StoreBytes=4096',
                     'Learners=1', 'Attempts=17', 'Lessons=1', 'Problem=courses/x/lesson.ini:3: unknown key',
                     'Language=c\\tC\\tavailable', 'Language=go\\tGo\\tmissing go (package golang-go)')
