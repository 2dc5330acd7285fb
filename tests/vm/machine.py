# SPDX-License-Identifier: MIT
"""What has to be true of practiced on a machine with cgroup v2 alone. Runs as root inside the machine that run.sh made.

First the core of the story of tests/systemd, because there the kernel is the host's and so are its cgroups; then the limits by
cgroups that systemd delegated.
"""

import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / 'systemd'))
import classroom  # noqa: E402
import host  # noqa: E402
import units  # noqa: E402
from host import LISTENER, SERVICE, check, configure, ctl, drop_in, main, prop, say, sh, step, systemctl, until, write  # noqa: E402

CORE = ('activation', 'security', 'sandbox', 'shipped', 'users', 'reload', 'restart', 'idle', 'stop')
CGROUPS = pathlib.Path('/sys/fs/cgroup')
TRACING = pathlib.Path('/sys/kernel/tracing')
LIMITS = '[limits]\ntime = 30s\nmemory = 32M\ndisk = 1M\nprocesses = 8\n'
# A good part of tests/attack: what uses memory, time and processes, and what could be left behind.
ATTACKS = ('memory-mmap', 'memory-family', 'memory-tmpfs', 'memory-memfd', 'memory-pipes', 'memory-shm-py', 'fork', 'threads',
           'time-forgotten', 'time-grandchildren', 'daemon', 'kill-all', 'inherited-fds', 'environment', 'files-left', 'own-exe',
           'namespaces', 'mounts', 'processes-of-others')

# An emulated processor is some twenty times slower, and the host may be busy as well: nothing here may depend on its speed.
host.TIMEOUT = 480
classroom.CLIENTS = 4
classroom.ACKED_MIN = 1
units.CONNECTS = 20
host.STEPS[:] = [row for row in host.STEPS if row[0] in CORE]

# Eight children that have 16 MiB each, or as many as argv says: all that is touched stays.
FAMILY = r'''
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#define N %d
int main(void)
{
	int bad = 0, status;

	for (int i = 0; i < N; i++)
		if (fork() == 0) {
			volatile char *memory = malloc(16 << 20);

			for (size_t k = 0; memory && k < 16 << 20; k += 4096)
				memory[k] = 1;
			sleep(2);
			_exit(memory == NULL);
		}
	while (wait(&status) > 0)
		bad += status != 0;
	puts("hello");
	return bad > 0;
}
'''

# Each child uses a second, one after the other, and nobody waits for any.
FORGOTTEN = r'''
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
int main(void)
{
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < %d; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			while (clock() < CLOCKS_PER_SEC)
				;
			_exit(0);
		}
		while (kill(pid, 0) == 0)
			usleep(5000);
	}
	puts("hello");
	return 0;
}
'''

FORKS = r'''
#include <stdio.h>
#include <unistd.h>
int main(void)
{
	int count = 0;

	for (pid_t pid; count < 40 && (pid = fork()) >= 0; count++)
		if (pid == 0) {
			sleep(3);
			_exit(0);
		}
	printf("%d children\n", count);
	return 0;
}
'''

PROFILE = pathlib.Path('/usr/share/doc/practiced/examples/apparmor.d/practice-runner')
# What the sandbox is made with, for a profile that is enforced: the kinds of access that AppArmor knows, but for user
# namespaces. Debian 12's parser and kernel don't know that rule.
NEEDED = ('capability', 'file', 'mount', 'network', 'pivot_root', 'signal', 'umount', 'unix')
LABEL = 'print("label=" + open("/proc/self/attr/current").read().strip("\\0\\n ").replace(" ", "-"))\n'

PEEK = r'''
import os
for path in ('/sys/fs/cgroup', '/proc/self/cgroup', '/proc/self/mountinfo'):
    try:
        said = os.listdir(path) if os.path.isdir(path) else open(path).read()
        print(path, 'LEAK' if 'practiced.service' in str(said) or 'cgroup2' in str(said) or 'cgroup.procs' in str(said) else 'ok')
    except OSError as error:
        print(path, 'no', error.strerror)
'''


def service_cgroup():
    return CGROUPS / prop('ControlGroup').lstrip('/')


def leaves():
    folder = service_cgroup()
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if prop('ControlGroup') else []


def status(*options):
    """Once the runner is there: a slow machine has a daemon first."""
    until(lambda: not re.search('Sandbox:.*starting', ctl('daemon-status', user='alice')), 'the sandbox', 60)
    return ctl('daemon-status', *options, user='alice')


def limited(text, language='c', suffix='c'):
    """What check says of alice's answer to the step greet."""
    return classroom.practise('alice', 'greet', language, suffix, text, status=None)


def value(path, key):
    return int(dict(line.split() for line in path.read_text().splitlines())[key])


def restart_with(config, unit=None):
    configure('70-vm.conf', config)
    drop_in('vm.conf', unit)
    systemctl('restart', SERVICE)


@step('unified', 'the machine has cgroup v2 and nothing else; the service moved into a leaf and passed its controllers on')
def unified():
    check(sh('stat', '-f', '-c', '%T', str(CGROUPS)).strip() == 'cgroup2fs')
    restart_with(LIMITS)
    said = status()
    check(re.search(r'Cgroup v2: memory pids cpu kill', said) and 'weaker' not in said, said)
    folder = service_cgroup()
    check((folder / 'cgroup.procs').read_text() == '', 'processes beside the leaves')
    check(set((folder / 'cgroup.subtree_control').read_text().split()) == {'cpu', 'memory', 'pids'})
    check(prop('MainPID') in (folder / 'daemon/cgroup.procs').read_text().split())
    check({name.split('-')[0] for name in leaves()} == {'daemon', 'run', 'judge'}, leaves())


@step('memory', 'memory of a program\'s processes together is limited, and told as such; what is within the limit passes')
def memory():
    check('passed' in limited(FAMILY % 2))
    before = sum(value(service_cgroup() / name / 'memory.events', 'oom_kill') for name in leaves())
    said = limited(FAMILY % 7)
    check('used too much memory' in said and 'memory limit' in said, said)
    after = sum(value(service_cgroup() / name / 'memory.events', 'oom_kill') for name in leaves())
    check(after > before, 'the kernel ended nothing')
    check('passed' in limited('#include <stdio.h>\nint main(void) { puts("hello"); }\n'), 'the next one')
    check('oom_kill 0' in (service_cgroup() / 'daemon/memory.events').read_text(), 'a process of the service was ended')


@step('pids', 'the number of processes is limited by the cgroup, also where no namespace counts them')
def pids():
    restart_with(LIMITS + '[sandbox]\nmode = none\n')
    said = limited(FORKS)
    count = int(re.search(r'(\d+) children', said).group(1))
    # What the submission before holds while it ends is added to the limit, and may be gone by then.
    check(7 <= count <= 20, count, 'children with processes = 8')
    restart_with(LIMITS + '[sandbox]\nmode = none\ncgroup = no\n')
    check('40 children' in limited(FORKS), 'the cgroup is not what held them')
    restart_with(LIMITS)


@step('cpu', 'the CPU time of children that nobody waits for counts')
def cpu():
    restart_with(LIMITS.replace('30s', '4s'))
    begin = time.monotonic()
    said = limited(FORGOTTEN % 20)
    check('took too long' in said and 'CPU time limit' in said and 'wall' not in said, said)
    say('two cases with a limit of 4 s: %.1f s' % (time.monotonic() - begin))
    check('passed' in limited(FORGOTTEN % 1))
    restart_with(LIMITS.replace('30s', '4s') + '[sandbox]\ncgroup = no\n')
    said = limited(FORGOTTEN % 20)
    check('wall-clock' in said, 'without a cgroup', said)
    restart_with(LIMITS)


@step('kill', 'a canceled run ends by cgroup.kill, with all that it started')
def kill():
    probes = TRACING / 'kprobe_events'
    if not probes.exists():
        sh('mount', '-t', 'tracefs', 'tracefs', str(TRACING))
    probes.write_text('p:practiced/kill cgroup_kill_write\n')
    enable = TRACING / 'events/practiced/kill/enable'
    enable.write_text('1')
    classroom.practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    sh('tee', '/home/alice/practice/hello/greet.sh', user='alice',
       data='for i in 1 2 3 4; do (setsid sleep 1000 &) ; done\nsleep 1000\n')
    with subprocess.Popen(['runuser', '-u', 'alice', '--', 'practicectl', 'run', 'demo/hello', 'greet', '--language=sh'],
                          cwd='/home/alice/practice/hello', env=dict(os.environ, HOME='/home/alice'), start_new_session=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        until(lambda: sh('pgrep', '-u', 'practiced', '-c', '-x', 'sleep', status=None).strip() == '5', 'five sleepers', 60)
        os.killpg(run.pid, signal.SIGKILL)
    until(lambda: sh('pgrep', '-u', 'practiced', '-c', '-x', 'sleep', status=None).strip() == '0', 'their end', 30)
    hits = int((TRACING / 'kprobe_profile').read_text().split()[1])
    enable.write_text('0')
    probes.write_text('')
    check(hits > 0, 'cgroup.kill was not written')
    check('passed' in limited('echo hello\n', 'sh', 'sh'), 'the next one')


@step('peek', 'a program sees no cgroup, neither as files nor as a name')
def peek():
    said = limited(PEEK, 'python', 'py')
    check('/sys/fs/cgroup no' in said and 'LEAK' not in said, said)


@step('leaves', 'a killed runner\'s cgroups go when the next one starts; a stopped service leaves none')
def leaves_go():
    classroom.practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    before = set(leaves())
    runner = int(sh('pgrep', '-o', '-u', 'practiced', '-f', 'practice-runner').strip())
    check('run-%d-0' % runner in before, before)
    os.kill(runner, signal.SIGKILL)
    until(lambda: not any(str(runner) in name for name in leaves()), 'the end of the old ones', 60)
    until(lambda: len(leaves()) == len(before), 'new ones', 60)
    os.kill(int(prop('MainPID')), signal.SIGKILL)
    until(lambda: prop('ActiveState') == 'active' and int(prop('MainPID')), 'the next daemon', 60)
    classroom.practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    check('memory pids cpu kill' in status())
    folder = service_cgroup()
    systemctl('stop', SERVICE)
    until(lambda: not folder.exists(), 'the end of the cgroup', 30)


@step('degraded', 'with less delegated the rest still works, and daemon-status says what is weaker and what helps')
def degraded():
    restart_with(LIMITS, '[Service]\nDelegate=\nDelegate=pids\n')
    said = status()
    if 'Cgroup v2: pids cpu kill' in said:  # others may have enabled memory for all services
        check('not delegated to us: memory' in said and 'weaker: memory' in said and 'remedy:' in said, said)
    check('passed' in limited('echo hello\n', 'sh', 'sh'))
    restart_with(LIMITS, '[Service]\nDelegate=no\n')
    said = status()
    check('Cgroup v2: no' in said and 'not delegated' in said and 'weaker: CPU time' in said and 'Delegate=' in said, said)
    check('passed' in limited('echo hello\n', 'sh', 'sh'))
    restart_with(LIMITS + '[sandbox]\ncgroup = yes\n', '[Service]\nDelegate=no\n')
    said = status()
    check('UNSAFE' in said and 'no cgroup of version 2' in said, said)
    restart_with(LIMITS + '[sandbox]\ncgroup = no\n')
    said = status()
    check('Cgroup v2: no' in said and 'cgroup = no' in said and 'UNSAFE' not in said, said)
    restart_with(LIMITS + '[sandbox]\ncgroup = yes\n')
    check('Cgroup v2: memory pids cpu kill' in status(), status())
    restart_with(None)


@step('user', 'an instance of a user\'s own has what the user\'s manager has to pass on')
def user():
    units.user_instance()
    uid = sh('id', '-u', 'bob').strip()
    offered = (CGROUPS / ('user.slice/user-%s.slice/user@%s.service/cgroup.controllers' % (uid, uid))).read_text().split()
    runtime = 'XDG_RUNTIME_DIR=/run/user/' + uid
    sh('env', runtime, 'systemctl', '--user', 'start', LISTENER, user='bob')
    said = sh('env', runtime, 'practicectl', '--user', 'daemon-status', user='bob')
    say('the user\'s manager has ' + ' '.join(offered))
    for name in ('memory', 'pids'):
        check(name not in offered or re.search(r'Cgroup v2:.*\b%s\b' % name, said), name, 'is not in force', said)
    check(re.search(r'Cgroup v2:.*cpu kill', said), said)
    sh('env', runtime, 'systemctl', '--user', 'stop', LISTENER, SERVICE, user='bob')


def load_profile(text):
    sh('apparmor_parser', '--replace', '--skip-cache', data=text)
    systemctl('restart', SERVICE)


def labels():
    """Of all processes of the runner; the daemon's own is none."""
    status()
    pids = sh('pgrep', '-u', 'practiced', 'practice-').split()
    check(len(pids) >= 4, pids)
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError):  # a slot that is still proving its sandbox has processes that end
            found.add(pathlib.Path('/proc/%s/attr/current' % pid).read_text().strip('\0\n '))
    return found


def profiles(shipped, sandbox):
    """The shipped one, and what becomes of it when it is enforced: with all that is needed, and with less."""
    load_profile(shipped)
    check(labels() == {'practice-runner (unconfined)'}, labels())
    check(re.search('Sandbox:.*', status()).group() == sandbox, status())
    said = limited(LABEL, 'python', 'py')
    check('label=practice-runner-(unconfined)' in said, said)
    enforced = shipped.replace('flags=(unconfined)', 'flags=(attach_disconnected)')
    check(enforced != shipped)
    rules = {name: '\t%s,\n' % name for name in NEEDED}
    load_profile(enforced.replace('{\n', '{\n' + ''.join(rules.values()), 1))
    check(labels() == {'practice-runner (enforce)'}, labels())
    check(re.search('Sandbox:.*', status()).group() == sandbox, status())
    said = limited(LABEL, 'python', 'py')
    check('label=practice-runner-(enforce)' in said, said)
    check('passed' in limited('#include <stdio.h>\nint main(void) { puts("hello"); }\n'))
    for missing in ('mount', 'capability'):
        load_profile(enforced.replace('{\n', '{\n' + ''.join(rules[name] for name in NEEDED if name != missing), 1))
        said = status()
        check('UNSAFE' in said and ('Permission denied' in said or 'not permitted' in said), missing, said)
        said = limited('echo hello\n', 'sh', 'sh')
        check('passed' not in said and 'isolat' in said, missing, said)


@step('apparmor', 'with AppArmor in force: the shipped profile is attached and the sandbox is as before, also when it is enforced; '
      'what a profile or the host refuses is told')
def apparmor():
    check(pathlib.Path('/sys/module/apparmor/parameters/enabled').read_text().strip() == 'Y', 'AppArmor is not in force')
    # An older parser than the profile is for: without the two lines that it doesn't know.
    shipped = ''.join(line for line in PROFILE.read_text().splitlines(True)
                      if not line.startswith('abi ') and line.strip() != 'userns,')
    before = re.search('Sandbox:.*', status()).group()
    check(labels() == {'unconfined'}, labels())
    try:
        profiles(shipped, before)
    finally:
        sh('apparmor_parser', '--remove', data=shipped)
        systemctl('restart', SERVICE)
    sh('sysctl', '-w', 'kernel.unprivileged_userns_clone=0')
    systemctl('restart', SERVICE)
    said = status()
    sh('sysctl', '-w', 'kernel.unprivileged_userns_clone=1')
    check('UNSAFE' in said and 'sysctl kernel.unprivileged_userns_clone=1' in ' '.join(said.split()), said)
    systemctl('restart', SERVICE)
    check(re.search('Sandbox:.*', status()).group() == before, status())


@step('attacks', 'hostile programs of tests/attack are contained with a delegated cgroup, those too that are excused without one')
def attacks():
    systemctl('stop', SERVICE)
    folder = HERE.parent / 'attack'
    write('/run/attacks.sh', '''set -e
group=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
mkdir "$group/daemon"
echo $$ >"$group/daemon/cgroup.procs"
for controller in memory pids cpu; do echo +$controller >"$group/cgroup.subtree_control"; done
exec %s/attack --runner=/usr/libexec/practiced/practice-runner --programs=%s/programs --cgroup="$group" --single --slowness=10 %s
''' % (folder, folder, ' '.join('--only=' + name for name in ATTACKS)))
    said = sh('systemd-run', '--wait', '--pipe', '-q', '-p', 'Delegate=yes', '-p', 'User=practiced', '/bin/sh', '/run/attacks.sh',
              status=None)
    say('\n'.join(line for line in said.splitlines() if not line.startswith('ok')))
    check(re.search(r'^ok .*memory-mmap-data', said, re.MULTILINE) and re.search(r'^ok .*time-forgotten', said, re.MULTILINE), said)
    check('not ok' not in said and re.search(r'^# 0 of \d+', said, re.MULTILINE), said)


def setup():
    """As a package's scripts do it, for a slow machine: time is no one's aim here but where a step sets it."""
    units.setup()
    configure('40-slow.conf', '[limits]\ntime = 60s\n')
    for path in pathlib.Path('/usr/lib/practiced/languages.d').glob('*.ini'):
        path.write_text(re.sub(r'^compile-time = .*$', 'compile-time = 300s', path.read_text(), flags=re.MULTILINE))


main(setup)
