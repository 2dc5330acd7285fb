# SPDX-License-Identifier: MIT
"""The booted system that a story is told on: its manager, its journal, its users, and the steps of the story."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import traceback

HERE = pathlib.Path(__file__).parent
SOCKET = '/run/practiced/practiced.sock'
SERVICE, LISTENER = 'practiced.service', 'practiced.socket'
CONFIG = pathlib.Path('/etc/practiced/practiced.conf.d')
DROPINS = pathlib.Path('/run/systemd/system/practiced.service.d')
LEARNERS = ('alice', 'bob')
TIMEOUT = 60  # of a command; on a machine where that is more, everything waits longer
STEPS = []


def step(name, title):
    """Marks a function as a step of the story; they are told in the order of the file."""
    def register(function):
        STEPS.append((name, title, function))
        return function
    return register


class Skip(Exception):
    """What this machine can't do, in words."""


def check(is_true, *said):
    if not is_true:
        raise AssertionError(' '.join(str(word) for word in said))


def sh(*command, user=None, status=0, data=None, timeout=None):
    """What a command says on both outputs; None: any exit status will do."""
    command = tuple(str(word) for word in command)
    if user:
        command = ('runuser', '-u', user, '--') + command
    environment = dict(os.environ, HOME='/home/' + user if user else '/root')
    done = subprocess.run(command, input=data, text=True, timeout=timeout or TIMEOUT, check=False, cwd=environment['HOME'],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    check(status is None or done.returncode == status, ' '.join(command), 'ended with', done.returncode, done.stdout)
    return done.stdout


def ctl(*words, **settings):
    """Asks again when the service takes longer to start than practicectl waits: that is this machine's fault."""
    end = time.monotonic() + TIMEOUT
    while True:
        try:
            return sh('practicectl', *words, **settings)
        except AssertionError as error:
            if "the daemon doesn't answer" not in str(error) or time.monotonic() > end:
                raise


def systemctl(*words, **settings):
    return sh('systemctl', '--no-pager', *words, **settings)


def prop(name, unit=SERVICE):
    return systemctl('show', '--value', '-p', name, unit).strip()


def until(condition, what, seconds=20):
    """Waits for what comes about on its own."""
    end = time.monotonic() + seconds * TIMEOUT / 60
    while not condition():
        check(time.monotonic() < end, 'in vain:', what)
        time.sleep(0.1)


def write(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def configure(name, text):
    """A file of practiced.conf.d that everybody may read; None removes it."""
    path = CONFIG / name
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write(path, text)


def drop_in(name, text):
    """Lines below the unit's [Service] or whatever they name; None removes them."""
    path = DROPINS / name
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write(path, text)
    systemctl('daemon-reload')


def now():
    """Where the journal ends now, for journal(since=)."""
    sh('journalctl', '--sync')
    return time.time_ns() // 1000


def journal(*matches, since=0):
    """Entries with these fields. Not by --after-cursor: with matches it skips one entry too many."""
    sh('journalctl', '--sync')
    said = sh('journalctl', '-q', '-o', 'json', '--no-pager', '--since=@%d' % (since // 1000000), *matches, status=None)
    return [entry for entry in map(json.loads, said.splitlines()) if int(entry['__REALTIME_TIMESTAMP']) >= since]


def say(text):
    print(re.sub('^', '# ', text.rstrip(), flags=re.MULTILINE), flush=True)


def healthy():
    """No unit failed: neither a start limit nor a trigger limit was hit."""
    for unit in (SERVICE, LISTENER):
        check(prop('ActiveState', unit) != 'failed', unit, 'failed:', prop('Result', unit))


def tell(name, title, function, number):
    begin, since = time.monotonic(), now()
    try:
        function()
        healthy()
    except Skip as skip:
        print('ok %d - %s # SKIP %s' % (number, name, skip), flush=True)
        return True
    except Exception:  # pylint: disable=broad-except
        print('not ok %d - %s: %s' % (number, name, title), flush=True)
        say(traceback.format_exc())
        lines = sh('journalctl', '--no-pager', '--since=@%d' % (since // 1000000), status=None).splitlines()
        say('\n'.join([line for line in lines if 'pam_unix' not in line and ': Attempt ' not in line][-30:]))
        return False
    print('ok %d - %s: %s # %.1f s' % (number, name, title, time.monotonic() - begin), flush=True)
    return True


def main(setup):
    """`setup` always; the steps that are named on the command line, or all."""
    wanted = sys.argv[1:] or [name for name, _, _ in STEPS]
    steps = [row for row in STEPS if row[0] in wanted]
    unknown = set(wanted) - {name for name, _, _ in STEPS}
    if unknown:
        sys.exit('no such step: %s; there are: %s' % (' '.join(unknown), ' '.join(name for name, _, _ in STEPS)))
    print('1..%d' % (len(steps) + 1), flush=True)
    good = tell('setup', setup.__doc__, setup, 1)
    for number, (name, title, function) in enumerate(steps, 2):
        good = tell(name, title, function, number) and good
        for unit in (SERVICE, LISTENER):
            systemctl('reset-failed', unit, status=None)
        systemctl('start', LISTENER, status=None)
    sys.exit(0 if good else 1)
