# SPDX-License-Identifier: MIT
"""From a clone to a class server by bootstrap.sh, and the way back. Runs as root inside the container that run.sh made.

The clone is /opt/practiced; practiced is not installed, what it is built with is."""

import os
import pathlib
import re

from classroom import Load, lay_out_lessons, people, practise
from host import LISTENER, SERVICE, SOCKET, check, ctl, main, prop, sh, step, systemctl, until

CLONE = pathlib.Path('/opt/practiced')
STATE = pathlib.Path('/var/lib/practiced')


def bootstrap(*words, **settings):
    """As somebody types it in the clone; it must not ask."""
    return sh('env', '-C', CLONE, './bootstrap.sh', *words, timeout=600, **settings)


def is_serving():
    check(prop('UnitFileState', LISTENER) == 'enabled' and prop('ActiveState', LISTENER) == 'active')


def setup():
    """a machine without practiced"""
    people()
    check(not os.path.exists('/usr/sbin/practiced') and prop('LoadState', LISTENER) == 'not-found')


@step('words', 'who is not root and has no sudo is told so; a wrong word is told the usage; nothing is changed')
def words():
    said = bootstrap('install', user='alice', status=1)
    check('needs root' in said or "can't be written" in said, said)
    bootstrap('install', '--hard', status=2)
    bootstrap('uninstall', '--hard', status=2)
    check('Nothing is installed' in bootstrap('uninstall'))
    check(prop('LoadState', LISTENER) == 'not-found')


@step('install', 'install: the socket is enabled, and an ordinary user is shown the lessons')
def install():
    said = bootstrap('install')
    check(re.search(r'practicectl list\n.*client-server', said, re.DOTALL), said)
    is_serving()
    check('client-server' in ctl('list', user='alice'))
    check('learner' in ctl('whoami', user='alice'))
    lay_out_lessons()
    systemctl('reload', SERVICE)
    practise('alice', 'greet', 'c', 'c', '#include <stdio.h>\nint main(void) { puts("hello"); }\n')


@step('twice', 'install again, under a running class: nobody is refused, no attempt is lost, the daemon is the new one')
def twice():
    ctl('list')
    node, pid = sh('stat', '-c', '%i', SOCKET), prop('MainPID')
    load = Load(300)
    until(lambda: load.count('alice') - load.history['alice'], 'attempts')
    bootstrap('install')
    until(lambda: prop('MainPID') not in ('0', pid), 'the new daemon')
    load.stop()
    load.end(unknown_allowed=False)
    check(sh('stat', '-c', '%i', SOCKET) == node, 'the socket was made anew')
    is_serving()


@step('changed', 'a changed clone is installed over the old one, and what it no longer has goes away')
def changed():
    course = CLONE / 'lessons/backend'
    for path, old, new in ((course / 'course.ini', 'title = ', 'title = New '),):
        text = path.read_text()
        check(old in text, path)
        path.write_text(text.replace(old, new, 1))
    bootstrap('install')
    check('title = New ' in pathlib.Path('/usr/share/practiced/courses/backend/course.ini').read_text())
    check('demo/hello' in ctl('history', user='alice'))


@step('uninstall', 'uninstall: nothing of it runs, the attempts are kept, and it says how to delete them')
def uninstall():
    said = bootstrap('uninstall')
    check('--purge' in said and str(STATE) in said, said)
    check(prop('LoadState', LISTENER) in ('not-found', 'masked') and not os.path.exists('/usr/sbin/practiced'))
    check(not sh('ps', '-u', 'practiced', '-o', 'comm=', status=None))
    check((STATE / 'practiced.db').stat().st_size > 0)
    check('Nothing is installed' in bootstrap('uninstall'))


@step('return', 'installed again, the attempts are there; uninstall --purge deletes them and says so')
def come_back():
    bootstrap('install')
    check('demo/hello' in ctl('history', user='alice'))
    is_serving()
    bootstrap('uninstall')
    said = bootstrap('uninstall', '--purge')
    check('removing the database' in said and 'keeping /etc/practiced/courses' in said, said)
    check(not STATE.exists() and not os.path.exists('/usr/share/practiced'))
    check('Nothing is installed' in bootstrap('uninstall', '--purge'))


main(setup)
