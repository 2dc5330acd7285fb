# SPDX-License-Identifier: MIT
"""The Debian packages from the first installation to the purge. Runs as root inside the container that run.sh made.

/opt/practiced-test has the packages of this version in deb/ and those of an earlier one in deb-old/."""

import filecmp
import os
import pathlib
import re
import shutil

from classroom import Load, lay_out_lessons, people, practise
from host import HERE, LISTENER, SERVICE, SOCKET, Skip, check, ctl, main, prop, say, sh, step, systemctl, until

OLD, NEW = HERE.parent / 'deb-old', HERE.parent / 'deb'
NAMES = ('practiced', 'practicectl', 'practiced-lessons')
STATE = pathlib.Path('/var/lib/practiced')
CONFFILE = pathlib.Path('/etc/practiced/practiced.conf')
UNITS = ('/lib/systemd/system/practiced.socket', '/lib/systemd/system/practiced.service',
         '/usr/lib/systemd/user/practiced.socket', '/usr/lib/systemd/user/practiced.service')
# What dpkg, apt and others write while any package is installed or removed, and what users and the journal leave.
NOT_OURS = re.compile('/(var/(lib/(dpkg|apt|systemd|private|mandb|PackageKit)|cache|log|tmp)|run/(systemd|log|user|utmp|udev|dbus|lock|mount|nscd)|'
                      'etc/(passwd|group|shadow|gshadow|subuid|subgid|ld.so.cache)|usr/lib/systemd/catalog/database|'
                      'etc/(mailcap|machine-id|resolv.conf|hostname)|etc/[.]pwd[.]lock)')
BEFORE = set()


def tree():
    """All paths where a package may put something."""
    found = set()
    for top in ('/etc', '/usr', '/lib', '/var', '/run', '/opt'):
        for folder, folders, files in os.walk(top):
            found.update(os.path.join(folder, name) for name in folders + files)
    return {path for path in found if not NOT_OURS.match(path)}


def packages(folder):
    return [str(path) for name in NAMES for path in folder.glob(name + '_*.deb')]


def apt(*words, **settings):
    return sh('apt-get', '-y', '-q', '-o', 'Dpkg::Use-Pty=0', *words, timeout=300, **settings)


def install(folder, *options):
    """As an admin would; what is changed in /etc is not asked for."""
    os.environ['DEBIAN_FRONTEND'] = 'noninteractive'
    return apt('install', '--reinstall', '--no-install-recommends', *options, *packages(folder))


def version(folder):
    return sh('dpkg-deb', '-f', packages(folder)[0], 'Version').strip()


def installed():
    return sh('practicectl', '--version').split()[1]


def setup():
    """the earlier version is installed"""
    people()
    BEFORE.update(tree())
    install(OLD)
    check(installed() == version(OLD) != version(NEW), installed(), version(OLD), version(NEW))


@step('install', 'the socket is enabled and live, the service waits for the first connection, which gets a lesson')
def first_install():
    check(prop('UnitFileState', LISTENER) == 'enabled' and prop('ActiveState', LISTENER) == 'active')
    check(prop('ActiveState') == 'inactive', 'started before anybody came')
    check(sh('stat', '-c', '%U:%G %a', '/etc/practiced/courses').split() == ['root:practiced', '750'])
    check(sh('stat', '-c', '%U:%G %a', STATE).split() == ['practiced:practiced', '700'])
    check('client-server' in ctl('list', user='alice'))
    check(prop('ActiveState') == 'active')
    check('Client-Server' in ctl('show', 'client-server', user='alice'))
    explained = sh('journalctl', '-x', '--no-pager', '-u', SERVICE, 'MESSAGE_ID=7c487f3183344a95b41f00e1532c37fe')
    check('practiced serves lessons' in explained, explained)
    for page in ('practicectl.1', 'practiced.8', 'practiced.conf.5', 'practice-formats.7', 'practice-lesson.5', 'practice-protocol.7'):
        check(pathlib.Path('/usr/share/man/man%s/%s.gz' % (page[-1], page)).is_file(), 'no page', page)
    check(sh('systemctl', '--global', 'is-enabled', LISTENER, status=None).strip() == 'disabled', 'users are not asked')


@step('files', 'dpkg finds all files of the three packages as they were shipped, and /etc/practiced is configuration')
def files():
    check(not sh('dpkg', '--verify', *NAMES))
    check(str(CONFFILE) in sh('dpkg-query', '-W', '-f', '${Conffiles}', 'practiced'))
    for unit in UNITS:
        check(sh('dpkg-query', '-S', unit).startswith('practiced:'), unit)
    check('practicectl:' in sh('dpkg-query', '-S', '/usr/bin/practicectl'))


@step('shells', 'man and the shells find the installed pages and completions on their own')
def shells():
    for shell, words in (('fish', ('-c', 'complete -C "practicectl show client-s"')),
                         ('zsh', ('-f', '-c', 'autoload -Uz compinit; compinit -u -D; print $_comps[practicectl]'))):
        if shutil.which(shell):
            said = sh(shell, *words, user='alice')
            check('client-server' in said or said == '_practicectl\n', shell, said)
        else:
            say('%s is not installed' % shell)
    check(os.path.exists('/usr/share/bash-completion/completions/practicectl'))
    if shutil.which('whatis') and shutil.which('mandb'):
        sh('mandb', '-q', '/usr/share/man', timeout=300)
        for name in ('practicectl', 'practiced', 'practiced.conf', 'practice-lesson', 'practice-protocol'):
            check(name in sh('whatis', name), name)
        check('practicectl' in sh('apropos', 'lessons'))
        check('SYNOPSIS' in sh('man', 'practicectl', user='alice'))


@step('upgrade', 'an upgrade under the load of 51 clients: the socket stays, no connection is refused, no attempt is lost')
def upgrade():
    lay_out_lessons()
    ctl('daemon-reload')
    practise('alice', 'greet', 'sh', 'sh', 'echo hello\n')
    with CONFFILE.open('a', encoding='utf-8') as file:
        file.write('[limits]\ntime = 3s\n')
    kept = sh('stat', '-c', '%i', SOCKET), prop('InvocationID', LISTENER), prop('ActiveEnterTimestamp', LISTENER)
    pid = prop('MainPID')
    load = Load(120)
    until(lambda: load.count('alice') - load.history['alice'], 'attempts')
    said = install(NEW)
    until(lambda: prop('MainPID') not in ('0', pid), 'the new daemon')
    seen = load.count('bob')
    until(lambda: len(load.count('bob') - seen) > 20, 'attempts with the new version', 60)
    load.stop()
    load.end(unknown_allowed=False)
    check('rror' not in said, said)
    check(installed() == version(NEW))
    check((sh('stat', '-c', '%i', SOCKET), prop('InvocationID', LISTENER), prop('ActiveEnterTimestamp', LISTENER)) == kept)
    check('time=3000ms' in ctl('daemon-status'), 'what the admin wrote into practiced.conf is gone')
    check('demo/hello' in ctl('history', user='alice'))


@step('quiet', 'the same again while nobody practises: the service is not started')
def quiet():
    systemctl('stop', SERVICE)
    install(NEW)
    check(prop('ActiveState') == 'inactive' and prop('ActiveState', LISTENER) == 'active')
    check('demo/hello' in ctl('history', user='alice'))


@step('disabled', 'a socket that the admin disabled stays so over an upgrade')
def disabled():
    systemctl('disable', '--now', LISTENER)
    install(NEW)
    check(prop('UnitFileState', LISTENER) == 'disabled', prop('UnitFileState', LISTENER))
    systemctl('enable', '--now', LISTENER)
    ctl('list', user='alice')


@step('lesson', 'the test that the source package brings for installed packages: a learner passes the lesson in C and Python')
def lesson():
    said = sh('sh', str(HERE.parent / 'tests/lesson'), timeout=300)
    check('Failed' not in said, said)
    control = (HERE.parent / 'tests/control').read_text()
    check('Tests: lesson' in control, control)


@step('remove', 'removed: no unit, no process, no socket; attempts and configuration are kept')
def remove():
    ctl('list')
    said = apt('remove', *NAMES)
    check(systemctl('list-unit-files', 'practiced*', '--no-legend', status=None).strip() == '', said)
    for unit in (SERVICE, LISTENER):
        check(prop('LoadState', unit) in ('not-found', 'masked') and prop('ActiveState', unit) == 'inactive', unit)
    check(not sh('ps', '-u', 'practiced', '-o', 'comm=', status=None))
    check(not os.path.exists('/run/practiced') and not shutil.which('practicectl') and not os.path.exists('/usr/sbin/practiced'))
    check((STATE / 'practiced.db').stat().st_size > 0 and CONFFILE.is_file())


@step('again', 'installed again: what was attempted before is there')
def again():
    install(NEW)
    check('demo/hello' in ctl('history', user='alice'))
    check('time=3000ms' in ctl('daemon-status'))


@step('purge', 'purged: attempts are deleted, and it says so; lessons of one\'s own stay, and the user; nothing else is left')
def purge():
    ctl('list')
    said = apt('purge', *NAMES)
    check('removing the database' in said and str(STATE) in said, said)
    check('keeping /etc/practiced/courses' in said, said)
    check(not STATE.exists() and os.path.exists('/etc/practiced/courses/demo/hello/lesson.ini'))
    left = tree() - BEFORE
    own = {path for path in left if path.startswith('/etc/practiced')}
    check(left == own, 'left behind:', sorted(left - own))
    check(not [path for path in own if not re.match('/etc/practiced($|/courses|/practiced.conf.d)', path)], own)
    check(BEFORE <= tree(), 'gone:', sorted(BEFORE - tree()))
    sh('id', 'practiced')
    check(not systemctl('list-units', '--all', 'practiced*', '--no-legend', status=None).strip())
    shutil.rmtree('/etc/practiced')


@step('clean', 'installed and purged with no lessons of one\'s own: not a file more than before')
def clean():
    install(NEW)
    ctl('list', user='alice')
    apt('purge', *NAMES)
    check(tree() == BEFORE, 'more:', sorted(tree() - BEFORE), 'fewer:', sorted(BEFORE - tree()))


@step('source', 'an ordinary user builds the same packages, bit for bit, from the source package elsewhere; its tests bear fakeroot')
def source():
    if not shutil.which('dpkg-buildpackage') or not shutil.which('dh'):
        raise Skip('dpkg-dev or debhelper is not installed')
    folder = pathlib.Path('/home/alice/build')
    sh('mkdir', str(folder), user='alice')
    sh('dpkg-source', '-q', '-x', str(next(NEW.glob('*.dsc'))), str(folder / 'tree'), user='alice', status=None)
    sh('env', 'DEB_BUILD_OPTIONS=nocheck', 'sh', '-c', 'cd build/tree && dpkg-buildpackage -b -us -uc -j2', user='alice', timeout=900)
    made = list(folder.glob('*.deb'))
    check(len(made) == len(list(NEW.glob('*.deb'))) >= len(NAMES), made)
    for path in made:
        check(filecmp.cmp(path, NEW / path.name, shallow=False), path.name, 'differs')
    if shutil.which('fakeroot'):
        tests = 'tests/unit/test_peer tests/unit/test_store tests/system/test_verbs.py'
        said = sh('fakeroot', 'make', '-C', 'build/tree', 'check', 'TESTS=' + tests, user='alice', timeout=900)
        check(said.count('\nPASS: ') == 3, said)


@step('autopkgtest', 'Debian\'s own tool installs the packages and runs the tests that the source package brings')
def autopkgtest():
    """With the null backend, for this is a container already, and one that is thrown away: hence the restrictions are met."""
    if not shutil.which('autopkgtest'):
        raise Skip('autopkgtest is not installed')
    source = next(NEW.glob('*.dsc'))
    said = sh('autopkgtest', '--ignore-restrictions=isolation-container,breaks-testbed', '--no-built-binaries', *packages(NEW), str(source),
              '--', 'null', timeout=600, status=None)
    results = set(re.findall(r'^(\S+) +(PASS|FAIL|SKIP)', said, re.MULTILINE))  # each is told twice
    check(results == {('lesson', 'PASS')}, results, said[-3000:])


@step('lintian', 'lintian has nothing to say, down to its pedantic remarks')
def lintian():
    if not shutil.which('lintian'):
        raise Skip('lintian is not installed')
    said = sh('lintian', '--pedantic', '-I', '-E', str(next(NEW.glob('*.changes'))), user='alice', timeout=300)
    said = '\n'.join(line for line in said.splitlines() if not line.startswith('N:'))
    check(not said, said)
    say('%d packages' % len(packages(NEW)))


main(setup)
