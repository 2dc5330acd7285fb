# SPDX-License-Identifier: MIT
"""What has to be true of practiced on a host that systemd booted. Runs as root inside the container that run.sh made."""

import json
import os
import pathlib
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402
from classroom import HIDDEN, Load, lay_out_lessons, people, practise  # noqa: E402
from host import (CONFIG, LEARNERS, LISTENER, SERVICE, SOCKET, TIMEOUT, Skip, check, configure, ctl, drop_in, journal,  # noqa: E402
                  main, now, prop, say, sh, step, systemctl, until, write)

CONNECTS = 1000  # across idle exits
RECOVERED = 'MESSAGE_ID=1eb2eabfced049999d12538ed19fc41c'

PROBE = '''
import os
for path in %r:
    try:
        found = os.listdir(path) if os.path.isdir(path) else open(path).read()
        print("SEEN" if found else "empty", path, found)
    except OSError as error:
        print("no", path, error.strerror)
print(len([name for name in os.listdir("/proc") if name.isdigit()]) if os.path.isdir("/proc") else 0, "processes")
'''


def setup():
    """As a package's scripts do it."""
    sh('systemd-sysusers')
    sh('systemd-tmpfiles', '--create')
    sh('journalctl', '--update-catalog')
    people()
    check(sh('stat', '-c', '%U:%G %a', str(HIDDEN)).split() == ['root:practiced', '750'])
    lay_out_lessons()
    systemctl('daemon-reload')
    said = systemctl('enable', '--now', LISTENER)
    check('sockets.target.wants' in said, said)


@step('empty', 'sysusers and tmpfiles on an empty machine make the user and the folders, once and for all')
def empty():
    root = pathlib.Path('/tmp/empty')
    for name in ('sysusers.d', 'tmpfiles.d'):
        sh('mkdir', '-p', root / 'usr/lib' / name, root / 'etc')
        sh('cp', '/usr/lib/%s/practiced.conf' % name, root / 'usr/lib' / name)
    for _ in range(2):
        sh('systemd-sysusers', '--root=' + str(root))
        sh('systemd-tmpfiles', '--root=' + str(root), '--create')
        users = [line.split(':') for line in (root / 'etc/passwd').read_text().splitlines()]
        check([user[0] for user in users] == ['practiced'] and users[0][6] == '/usr/sbin/nologin', users)
        uid, gid = users[0][2:4]
        check(0 < int(uid) < 1000, 'no system user', uid)
        check(sh('stat', '-c', '%u:%g %a', root / 'var/lib/practiced').split() == [uid + ':' + gid, '700'])
        check(sh('stat', '-c', '%u:%g %a', root / 'etc/practiced/courses').split() == ['0:' + gid, '750'])


@step('activation', 'the first connection starts the service, systemctl status says what it does')
def activation():
    check(prop('ActiveState') == 'inactive', 'started before anybody came')
    check(prop('ActiveState', LISTENER) == 'active')
    ctl('list', user='alice')
    check(prop('ActiveState') == 'active')
    until(lambda: 'clients, 0 running' in prop('StatusText'), 'STATUS=', 5)
    check(re.search(r'Status: "\d+ clients?, 0 running, 0 waiting, \d+ lessons?"', systemctl('status', SERVICE)),
          systemctl('status', SERVICE))
    check(sh('stat', '-c', '%U:%G %a', '/run/practiced').split() == ['root:root', '755'])
    check(sh('stat', '-c', '%U:%G %a', SOCKET).split() == ['root:root', '666'])
    check(sh('stat', '-c', '%U:%G %a', '/var/lib/practiced').split() == ['practiced:practiced', '700'])


@step('security', 'the shipped service is exposed by 2.0 at most')
def security():
    unit = prop('FragmentPath')
    said = sh('systemd-analyze', 'security', '--offline=true', '--no-pager', '--threshold=20', unit, status=None)
    score = float(re.search(r'Overall exposure level for \S+: (\S+)', said).group(1))
    check(score <= 2.0, 'exposure', score)
    sh('systemd-analyze', 'verify', '--man=no', unit)


@step('sandbox', 'programs in C, Python and shell run, pass and fail in the sandbox under the shipped hardening')
def sandbox():
    status = ctl('daemon-status', user='alice')
    check('namespaces' in status, status)
    say(' '.join(line.strip() for line in status.splitlines()[1:4]))
    ctl('start', 'demo/hello', '--language=c', user='alice')
    solutions = HIDDEN / 'demo/hello/solution'
    for language, suffix in (('c', 'c'), ('python', 'py'), ('sh', 'sh')):
        for name in ('greet', 'echo', 'secret'):
            said = practise('alice', name, language, suffix, (solutions / language / (name + '.' + suffix)).read_text())
            check('pass' in said, said)
        said = ctl('run', 'demo/hello', 'greet', '--language=' + language, user='alice')
        check('hello' in said, said)
    said = practise('alice', 'greet', 'c', 'c', '#include <stdio.h>\nint main(void) { puts("no"); }\n', status=1)
    check('hello' in said, said)


@step('shipped', 'the shipped lesson is passed with its own solutions in C and Python')
def shipped():
    courses = pathlib.Path('/usr/share/practiced/courses/backend/client-server/solution')
    for language in ('c', 'python'):
        ctl('start', 'client-server', '--language=' + language, user='bob')
        for path in (courses / language).iterdir():
            sh('tee', '/home/bob/practice/client-server/' + path.name, data=path.read_text(), user='bob')
        ctl('check', 'client-server', '--all', '--language=' + language, user='bob')
    ctl('is-passed', 'client-server', user='bob')


@step('users', 'two users and root have progress of their own, and none sees the attempts of another')
def users():
    def history(name):
        return [str(row['attempt']) for row in json.loads(ctl('history', '-o', 'json', user=None if name == 'root' else name))]

    attempts = {}
    for name in ('alice', 'bob', 'root'):
        practise(name, 'greet', 'sh', 'sh', 'echo hello\n')
        attempts[name] = history(name)[0]
    check(len(set(attempts.values())) == 3, attempts)
    for name in LEARNERS:
        for owner in set(attempts) - {name}:
            said = ctl('attempt', attempts[owner], user=name, status=None)
            check('no attempt' in said or 'No attempt' in said, name, 'asks for that of', owner, said)
            check(attempts[owner] not in history(name))
            said = ctl('cancel', attempts[owner], user=name, status=None)
            check('no attempt' in said, name, 'cancels that of', owner, said)
        check('greet' in ctl('attempt', attempts[name], user=name))
    ctl('start', 'demo/slow', user='alice')
    ctl('is-active', 'demo/slow', user='alice')
    ctl('is-active', 'demo/slow', user='bob', status=3)


@step('hidden', 'lessons in /etc/practiced/courses are served, and learners read them neither outside nor in the sandbox')
def hidden():
    check('demo/hello' in ctl('list', user='bob'))
    sh('cat', str(HIDDEN / 'demo/hello/tests/secret1.out'), user='bob', status=1)
    sh('ls', str(HIDDEN), user='bob', status=2)
    sh('ls', '/var/lib/practiced', user='bob', status=2)
    ctl('cat', 'demo/hello', 'secret.sh', '--solution', '--step=secret', '--language=sh', user='bob', status=5)
    paths = [str(HIDDEN), str(HIDDEN / 'demo/hello/tests/secret1.out'), '/usr/share/practiced/courses', '/var/lib/practiced',
             '/var/lib/practiced/practiced.db', '/run/practiced', '/run', '/home', '/root', '/etc/shadow', '/etc/practiced',
             '/proc/1/root', '/proc/1/fd', '/proc/1/environ', '/proc/1/cwd']
    ctl('start', 'demo/hello', '--language=python', user='bob')
    sh('tee', '/home/bob/practice/hello/greet.py', data=PROBE % paths, user='bob')
    said = ctl('run', 'demo/hello', 'greet', '--language=python', '-o', 'json', user='bob', status=None)
    check('processes' in said, said)
    check('SEEN' not in said and 'the hidden output' not in said, said)
    count = int(re.search(r'(\d+) processes', said).group(1))
    check(count <= 3, said)


@step('instructors', 'a group of instructors reloads and reads attempts; learners do not')
def instructors():
    check('instructor' in ctl('whoami', user='carol'))
    check('learner' in ctl('whoami', user='alice'))
    check('instructor' in ctl('whoami'))
    ctl('daemon-reload', user='carol')
    ctl('daemon-reload', user='alice', status=5)
    practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    with harness.Client(SOCKET, uid=int(sh('id', '-u', 'alice'))) as client:
        attempt = harness.rows(client.call('HISTORY', 'limit=1'))[0]['ATTEMPT']
    check('greet' in ctl('attempt', attempt, user='carol'))
    said = ctl('cat', 'demo/hello', 'secret.sh', '--solution', '--step=secret', '--language=sh', user='carol')
    check(said == (HIDDEN / 'demo/hello/solution/sh/secret.sh').read_text(), said)


@step('reload', 'systemctl reload swaps all or nothing, and a bad file is told to the caller and in the journal')
def reload():
    ctl('list')
    pid = prop('MainPID')
    before = re.search(r'time=\d+ms', ctl('daemon-status')).group()
    configure('60-limits.conf', '[limits]\ntime = 3s\n')
    systemctl('reload', SERVICE)
    check('time=3000ms' in ctl('daemon-status'), ctl('daemon-status'))
    since = now()
    configure('60-limits.conf', '[limits]\ntime = 4s\ntmie = 4s\n')
    said = systemctl('reload', SERVICE, status=1)
    check('failed' in said, said)
    check('time=3000ms' in ctl('daemon-status'))
    check(prop('ActiveState') == 'active' and prop('MainPID') == pid)
    messages = [str(entry['MESSAGE']) for entry in journal('-u', SERVICE, since=since)]
    check(any('60-limits.conf:3' in message and 'tmie' in message for message in messages), messages)
    practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    configure('60-limits.conf', None)
    since = now()
    systemctl('reload', SERVICE)
    check(before in ctl('daemon-status'))
    check(journal('MESSAGE_ID=aa546bdc75df47d0a298dc9d6a17a429', since=since), 'no message of the reload')
    check(prop('MainPID') == pid)


@step('catalog', 'a mistake in a lesson: systemctl reload fails, the old lessons stay in force, the journal says where it is')
def catalog():
    manifest = HIDDEN / 'demo/hello/lesson.ini'
    good = manifest.read_text()
    ctl('list')
    since = now()
    manifest.write_text(good + '\n[nonsense]\nx = 1\n')
    said = systemctl('reload', SERVICE, status=1)
    check('failed' in said, said)
    practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    found = journal('MESSAGE_ID=b1e44f31efbb42eebc0726d1b1d9a0c9', 'LESSON_FILE=' + str(manifest), since=since)
    check(len(found) == 1 and found[0]['LESSON_LINE'].isdigit(), found)
    messages = [str(entry['MESSAGE']) for entry in journal('-u', SERVICE, since=since)]
    check(any('Reload failed' in message and str(manifest) in message for message in messages), messages)
    said = ctl('daemon-reload', status=None)
    check(str(manifest) + ':' in said, said)
    manifest.write_text(good.replace('title = ', 'title = New ', 1))
    systemctl('reload', SERVICE)
    check('New ' in ctl('show', 'demo/hello', '-P', 'Title', user='alice'))
    manifest.write_text(good)
    systemctl('reload', SERVICE)


@step('badstart', 'a bad configuration at start is answered, shown in the status, and healed by a reload')
def badstart():
    configure('60-bad.conf', '[sandbx]\nmode = none\n')
    systemctl('restart', SERVICE)
    said = ctl('list', user='alice', status=None)
    check('60-bad.conf:' in said, said)
    until(lambda: '60-bad.conf:' in prop('StatusText'), 'STATUS=', 5)
    configure('60-bad.conf', None)
    systemctl('reload', SERVICE)
    check('demo/hello' in ctl('list', user='alice'))


@step('journal', 'attempts are found by their fields, and journalctl -x has the catalog\'s text')
def journal_fields():
    since = now()
    practise('alice', 'echo', 'sh', 'sh', 'cat\n')
    uid = sh('id', '-u', 'alice').strip()
    found = journal('LESSON=demo/hello', 'LEARNER_UID=' + uid, since=since)
    check(len(found) == 1, found)
    check(found[0]['VERDICT'] == 'pass' and found[0]['STEP'] == 'echo' and found[0]['_SYSTEMD_UNIT'] == SERVICE, found)
    check(found[0]['ATTEMPT'].isdigit() and found[0]['SYSLOG_IDENTIFIER'] == 'practiced', found)
    explained = sh('journalctl', '-x', '--no-pager', '-n', '1', 'ATTEMPT=' + found[0]['ATTEMPT'])
    check('An attempt was graded' in explained and 'step echo: pass' in explained, explained)
    explained = sh('journalctl', '-x', '--no-pager', '-u', SERVICE, 'MESSAGE_ID=7c487f3183344a95b41f00e1532c37fe')
    check('practiced serves lessons' in explained, explained)
    said = sh('journalctl', '-q', '--no-pager', 'LESSON=demo/hello', user='bob', status=None)
    check('Attempt' not in said, 'an ordinary user reads the journal')


@step('restart', 'restarts under 51 clients that wait for every answer: no connection refused, no attempt lost, none graded twice')
def restart():
    load = Load(8)
    for _ in range(3):
        time.sleep(1.5)
        systemctl('restart', SERVICE)
    load.end(unknown_allowed=False)


@step('kept', 'connections that wait for their user outlive systemctl restart, and know who he is; systemctl stop closes them')
def kept():
    uid = int(sh('id', '-u', 'alice'))
    clients = [harness.Client(SOCKET, uid=uid if number % 2 else None) for number in range(30)]
    before = [client.call('WHOAMI') for client in clients]
    for _ in range(2):
        pid = prop('MainPID')
        systemctl('restart', SERVICE)
        check(prop('MainPID') != pid)
        check([client.call('WHOAMI') for client in clients] == before, 'other answers than before')
    said = clients[1].call('START', 'demo/hello')
    check('Now practicing' in str(said), said)
    check(clients[0].call('QUIT') == 'OK' and clients[0].read_all() == b'', 'closed by us, and still open')
    until(lambda: prop('NFileDescriptorStore') == '0', 'systemd keeps copies')
    systemctl('stop', SERVICE)
    for client in clients:
        check(client.read_all() == b'', 'not closed by systemctl stop')
        client.close()


CROWD = 2000  # a large class, and more than systemd's queue of notifications or one message holds


@step('crowd', 'two thousand connections outlive systemctl restart, none is lost, and each is answered')
def crowd():
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(2 * CROWD, allowed[1]), allowed[1]))
    configure('60-crowd.conf', '[daemon]\nclients-max = 10000\nclients-per-user = 5000\n')
    check(int(prop('FileDescriptorStoreMax')) > 10000, prop('FileDescriptorStoreMax'))
    systemctl('restart', SERVICE)
    clients = [harness.Client(SOCKET) for _ in range(CROWD)]
    try:
        check(all(client.call('PING', str(number)) == str(number) for number, client in enumerate(clients)))
        for _ in range(2):
            pid = prop('MainPID')
            systemctl('restart', SERVICE)
            check(prop('MainPID') != pid)
            for number, client in enumerate(clients):
                check(client.call('PING', str(number)) == str(number), 'connection', number)
        until(lambda: prop('NFileDescriptorStore') == '0', 'systemd keeps copies')
        with harness.Client(SOCKET) as client:
            check(harness.fields(client.call('STATS'))['Clients'] == str(CROWD + 1))
    finally:
        for client in clients:
            client.close()
    configure('60-crowd.conf', None)
    systemctl('restart', SERVICE)


@step('socket', 'systemctl restart of the socket unit takes the service along, as an upgrade of the package does')
def socket_unit():
    ctl('list')
    pid = prop('MainPID')
    systemctl('restart', LISTENER)
    ctl('list', user='alice')
    check(prop('ActiveState', LISTENER) == 'active' and prop('MainPID') not in ('0', pid))


@step('kill', 'SIGKILL under 51 clients: systemd starts it again, and no acknowledged attempt is lost')
def kill():
    load = Load(8)
    restarts = int(prop('NRestarts'))
    for _ in range(3):
        time.sleep(1.5)
        pid = int(prop('MainPID'))
        if pid:
            os.kill(pid, signal.SIGKILL)
    load.end(graded_once=False)
    check(int(prop('NRestarts')) >= restarts + 2, prop('NRestarts'))


BOMBS = {
    'forks': 'import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n',
    'memory': 'x = []\nwhile True:\n    x.append(bytearray(1 << 20))\n',
    'files': 'i = 0\nwhile True:\n    open(str(i), "wb").write(bytes(1 << 20))\n    i += 1\n',
    'output': 'while True:\n    print("x" * 1000)\n',
}


OURS = {'practiced', 'practice-runner', 'practice-launch', 'practice-worker', 'practice-forker', 'practice-zygote'}


@step('bombs', 'fork, memory, disk and output bombs of one learner: another one passes meanwhile, the daemon is the same')
def bombs():
    ctl('start', 'demo/hello', '--language=python', user='bob')
    practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    configure('60-limits.conf', '[limits]\ntime = 1s\n')
    systemctl('reload', SERVICE)
    pid = prop('MainPID')
    for name, text in BOMBS.items():
        sh('tee', '/home/bob/practice/hello/greet.py', data=text, user='bob')
        with subprocess.Popen(['runuser', '-u', 'bob', '--', 'practicectl', 'run', 'demo/hello', 'greet', '--language=python'],
                              cwd='/home/bob/practice/hello', env=dict(os.environ, HOME='/home/bob'), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as bomb:
            ctl('check', 'demo/hello', 'greet', '--language=sh', user='alice')
            said, _ = bomb.communicate(timeout=30)
            check(bomb.returncode == 1, name, 'ended with', bomb.returncode, said)
    check(prop('MainPID') == pid, 'the daemon was started again')
    left = sh('ps', '-u', 'practiced', '-o', 'comm=').split()
    check(set(left) <= OURS | {'python3'}, left)
    check(left.count('python3') <= os.cpu_count(), left)  # a slot's template
    configure('60-limits.conf', None)
    systemctl('reload', SERVICE)


@step('runner', 'practice-runner killed under load: no restart of the daemon, no lost attempt')
def runner():
    load = Load(6)
    pid = prop('MainPID')
    for _ in range(3):
        time.sleep(1.2)
        children = pathlib.Path('/proc/%s/task/%s/children' % (pid, pid)).read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
    load.end(cuts_allowed=False)
    check(prop('MainPID') == pid)


@step('watchdog', 'SIGSTOP under 51 clients: the watchdog ends it, and no acknowledged attempt is lost')
def watchdog():
    drop_in('watchdog.conf', '[Service]\nWatchdogSec=2s\nLimitCORE=0\n')
    systemctl('restart', SERVICE)
    load, since = Load(9), now()
    time.sleep(1.5)
    os.kill(int(prop('MainPID')), signal.SIGSTOP)
    load.end(graded_once=False)
    messages = [str(entry['MESSAGE']) for entry in journal('-u', SERVICE, since=since)]
    check(any('Watchdog timeout' in message for message in messages), messages)
    drop_in('watchdog.conf', None)
    systemctl('restart', SERVICE)


@step('idle', 'idle exit and activation, hammered: 1,000 connections across idle exits, none lost')
def idle():
    ctl('start', 'demo/hello')
    configure('60-idle.conf', '[daemon]\nidle-timeout = 1ms\n')
    drop_in('idle.conf', '[Unit]\nStartLimitIntervalSec=0\n')
    systemctl('restart', SERVICE)
    since = now()
    for number in range(CONNECTS):
        with harness.Client(SOCKET) as client:
            check(client.call('PING', str(number)) == str(number))
            if number % 10 == 0:
                said = client.call('CHECK', 'demo/hello', 'step=greet', 'language=sh', 'greet.sh', 'echo hello\n')
                check(isinstance(said, list) and said[-1].startswith('verdict=pass'), said)
        time.sleep((number % 40) / 1000)
    starts = len(journal('MESSAGE_ID=7c487f3183344a95b41f00e1532c37fe', since=since))
    say('%d connections, %d starts' % (CONNECTS, starts))
    check(starts >= CONNECTS / 20, 'it hardly ever ended')
    check(prop('Result') == 'success')
    configure('60-idle.conf', None)
    drop_in('idle.conf', None)
    systemctl('restart', SERVICE)


@step('limits', 'an idle time of a second never runs into the shipped start limit')
def limits():
    configure('60-idle.conf', '[daemon]\nidle-timeout = 1s\n')
    systemctl('reset-failed', SERVICE, status=None)
    systemctl('restart', SERVICE)
    interval, burst = prop('StartLimitIntervalUSec'), int(prop('StartLimitBurst'))
    check(interval == '1min' and burst > 60, 'a start a second would be too many for', burst, 'in', interval)
    until(lambda: prop('ActiveState') == 'inactive', 'idle exit', 5)
    check(prop('Result') == 'success' and prop('StatusText') in ('', 'Idle'), prop('StatusText'))
    ctl('list', user='bob')
    configure('60-idle.conf', None)
    systemctl('restart', SERVICE)


@step('startlimit', 'a class that comes a second apart for a minute does not trip the shipped start limit; 101 starts in one do')
def start_limit():
    configure('60-idle.conf', '[daemon]\nidle-timeout = 1s\n')
    systemctl('reset-failed', SERVICE, status=None)
    systemctl('restart', SERVICE)
    since, end, connects = now(), time.monotonic() + 65, 0
    while time.monotonic() < end:
        with harness.Client(SOCKET) as client:
            check(client.call('PING', 'x') == 'x')
        connects += 1
        until(lambda: prop('SubState') == 'dead', 'idle exit', 10)
    starts = len(journal('MESSAGE_ID=7c487f3183344a95b41f00e1532c37fe', since=since))
    say('%d connections, %d starts in 65 s' % (connects, starts))
    check(prop('Result') == 'success' and prop('ActiveState', LISTENER) == 'active')
    check(starts >= connects - 1 > 1, 'it was not started anew each time')
    configure('60-idle.conf', None)
    systemctl('reset-failed', SERVICE)
    burst, starts, begin = int(prop('StartLimitBurst')), 0, time.monotonic()
    while not systemctl('start', SERVICE, status=None) and starts < 2 * burst:
        starts += 1
        systemctl('stop', SERVICE)
    say('%d starts in %.0f s until systemd refuses one' % (starts, time.monotonic() - begin))
    check(starts == burst, 'the limit is not what the unit says:', burst)
    check(prop('Result') == 'start-limit-hit', prop('Result'))
    systemctl('reset-failed', SERVICE, LISTENER)
    systemctl('start', LISTENER)
    ctl('list', user='alice')


@step('broken', 'a service that can not start at all: learners are told within seconds what to look at, and it can be healed')
def broken():
    systemctl('stop', SERVICE)
    drop_in('broken.conf', '[Service]\nExecStart=\nExecStart=/usr/sbin/practiced --sistem\n')
    begin = time.monotonic()
    ctl('list', user='alice', status=69)
    check(time.monotonic() - begin < 30, 'a learner waits too long')
    check(prop('ExecMainStatus') == '64' and prop('NRestarts') == '0', 'a usage error is tried again')
    until(lambda: prop('ActiveState', LISTENER) == 'failed', 'the start limit')
    said = ctl('list', user='alice', status=69)
    check('systemctl status practiced.socket' in said, said)
    drop_in('broken.conf', None)
    systemctl('reset-failed', SERVICE, LISTENER)
    systemctl('start', LISTENER)
    ctl('list', user='alice')


@step('stop', 'stop ends it cleanly, the socket brings it back; a stopped socket is told as such')
def stop():
    ctl('list')
    systemctl('stop', SERVICE)
    check(prop('Result') == 'success' and prop('ExecMainStatus') == '0')
    ctl('list')
    systemctl('stop', LISTENER)
    check(prop('ActiveState') == 'inactive')
    said = ctl('list', user='alice', status=69)
    check('practiced.socket' in said, said)
    systemctl('start', LISTENER)
    ctl('list', user='alice')


@step('user', 'an instance of a user\'s own: systemctl --user, state in the home folder, the same sandbox')
def user_instance():
    uid = sh('id', '-u', 'bob').strip()
    sh('loginctl', 'enable-linger', 'bob')
    until(lambda: os.path.exists('/run/user/%s/systemd/private' % uid), 'the manager of bob', 30)
    runtime = 'XDG_RUNTIME_DIR=/run/user/' + uid

    def own(*words, **settings):
        return sh('env', runtime, *words, user='bob', **settings)

    own('systemctl', '--user', 'enable', '--now', LISTENER)
    own('practicectl', '--user', 'start', 'client-server', '--language=python')
    status = own('practicectl', '--user', 'daemon-status')
    check('user instance' in status and 'namespaces' in status, status)
    check('may not be read' not in status, 'the hidden lessons of the system are told as a fault', status)
    for path in pathlib.Path('/usr/share/practiced/courses/backend/client-server/solution/python').iterdir():
        sh('tee', '/home/bob/practice/client-server/' + path.name, data=path.read_text(), user='bob')
    own('practicectl', '--user', 'check', 'client-server', 'hello')
    own('systemctl', '--user', 'reload', SERVICE)
    check(os.path.exists('/home/bob/.local/state/practiced/practiced.db'), sh('find', '/home/bob/.local', status=None))
    check(sh('stat', '-c', '%U %a', '/run/user/%s/practiced/practiced.sock' % uid).split() == ['bob', '600'])
    own('systemctl', '--user', 'stop', LISTENER, SERVICE)


def type_password(password, *command):
    """What a program says on a terminal of its own when this is typed at each prompt; and its exit status."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    said, typed = b'', 0
    while select.select([terminal], [], [], TIMEOUT)[0]:
        try:
            said += os.read(terminal, 4096)
        except OSError:
            break
        if said.count(b'assword:') > typed:
            typed += os.write(terminal, password.encode() + b'\n') > 0
    os.close(terminal)
    return said.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@step('remote', 'practicectl -H over a real sshd: by key and by password, as who is logged in there, over a restart')
def remote():
    if not os.path.exists('/usr/sbin/sshd'):
        raise Skip('sshd is not installed (package openssh-server)')
    host = ('-H', 'bob@127.0.0.1:2222')
    sh('mkdir', '-p', '/run/sshd')
    sh('ssh-keygen', '-A')
    systemctl('start', 'systemd-user-sessions.service')  # before that nobody may log in
    sh('mkdir', '-p', '-m', '700', '/home/alice/.ssh', user='alice')
    sh('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', '/home/alice/.ssh/id_ed25519', user='alice')
    sh('mkdir', '-p', '-m', '700', '/home/bob/.ssh', user='bob')
    sh('tee', '/home/bob/.ssh/authorized_keys', data=pathlib.Path('/home/alice/.ssh/id_ed25519.pub').read_text(), user='bob')
    sh('chpasswd', data='bob:over-there\n')
    with subprocess.Popen(['/usr/sbin/sshd', '-D', '-e', '-f', '/dev/null', '-p', '2222', '-oListenAddress=127.0.0.1', '-oUsePAM=yes',
                           '-oPidFile=none'], stderr=subprocess.DEVNULL) as sshd:
        try:
            until(lambda: 'ed25519' in sh('ssh-keyscan', '-p', '2222', '127.0.0.1', status=None), 'sshd')
            sh('sh', '-c', 'ssh-keyscan -p 2222 127.0.0.1 >~/.ssh/known_hosts', user='alice')
            check(ctl(*host, 'whoami', '-P', 'User', user='alice') == 'bob\n')
            ctl(*host, 'start', 'demo/hello', '--language=sh', user='alice')
            sh('tee', '/home/alice/practice/hello/greet.sh', data='echo hello; sleep 1\n', user='alice')
            work = subprocess.Popen(['runuser', '-u', 'alice', '--', 'practicectl', *host, 'check', 'demo/hello', 'greet'],
                                    cwd='/home/alice', env=dict(os.environ, HOME='/home/alice'), text=True, stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT)
            check('Attempt' in work.stdout.readline())
            systemctl('restart', SERVICE)
            said = work.communicate(timeout=TIMEOUT)[0]
            check(work.returncode == 0, said)
            check('greet' in ctl('history', 'demo/hello', user='bob'), 'the attempt is not that of who is logged in')
            sh('mv', '/home/alice/.ssh/id_ed25519', '/home/alice/.ssh/away')
            alice = ('runuser', '-u', 'alice', '--', 'env', 'HOME=/home/alice', 'practicectl', *host, 'whoami')
            said, status = type_password('over-there', *alice)
            check(status == 0 and 'bob' in said, said)
            said, status = type_password('wrong', *alice)
            check(status == 69 and 'there is no connection to bob@127.0.0.1' in said, status, said)
        finally:
            sshd.terminate()


@step('removed', 'disabled, nothing of it runs, and the attempts are still there')
def removed():
    practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    before = pathlib.Path('/var/lib/practiced/practiced.db').stat().st_size
    systemctl('disable', '--now', LISTENER)
    systemctl('stop', SERVICE)
    left = sh('ps', '-u', 'practiced', '-o', 'comm=', status=None)
    check(not left, left)
    check(pathlib.Path('/var/lib/practiced/practiced.db').stat().st_size >= before > 0)
    systemctl('enable', '--now', LISTENER)
    check('demo/hello' in ctl('history', user='alice'))


if __name__ == '__main__':
    main(setup)
