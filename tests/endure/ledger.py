# SPDX-License-Identifier: MIT
"""What clients were told of their attempts, held against the store; and what sandboxes may leave on a host."""

import contextlib
import ctypes
import os
import pathlib
import sqlite3
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402

RERUNS_MAX = 1  # ATTEMPT_RERUNS_MAX of src/store/attempt.h
PR_SET_CHILD_SUBREAPER = 36
SETTLE = 120  # seconds for what is left to be run at the end

C_PASS = '#include <stdio.h>\n/* %s */\nint main(void) { puts("hello"); }\n'
C_BROKEN = 'int main(void) { return %s }\n'
# step, language, file, program, the verdict it deserves. Each is sent once: %s is its own number.
PROGRAMS = (
    ('greet', 'sh', 'greet.sh', 'echo hello # %s\n', 'pass'),
    ('greet', 'sh', 'greet.sh', 'echo hello # %s\n', 'pass'),
    ('greet', 'sh', 'greet.sh', 'sleep 0.2; echo hello # %s\n', 'pass'),
    ('greet', 'sh', 'greet.sh', 'echo goodbye # %s\n', 'wrong'),
    ('greet', 'sh', 'greet.sh', 'exit 3 # %s\n', 'runtime'),
    ('echo', 'sh', 'echo.sh', 'cat # %s\n', 'pass'),
    ('greet', 'c', 'greet.c', C_PASS, 'pass'),
    ('greet', 'c', 'greet.c', C_BROKEN, 'compile'),
)


def namespace(pid):
    with contextlib.suppress(OSError):
        return os.readlink('/proc/%d/ns/pid' % pid)
    return None


def processes():
    """pid -> parent, of those that aren't zombies."""
    found = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            with contextlib.suppress(OSError):
                stat = pathlib.Path('/proc', name, 'stat').read_text().rpartition(')')[2].split()
                if stat[0] != 'Z':
                    found[int(name)] = int(stat[1])
    return found


def adopt_orphans():
    """What loses its parent becomes ours, so that nothing which outlives its daemon gets away unseen."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), 'prctl')


def orphans():
    """Our children that still live; the dead ones are reaped. To be asked when no daemon runs."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return {'process %d' % pid for pid, parent in processes().items() if parent == os.getpid()}


def empty_cgroups():
    """Ours by their name, with nobody in them."""
    found = set()
    for path in pathlib.Path('/sys/fs/cgroup').rglob('*practice*'):
        with contextlib.suppress(OSError):
            if path.is_dir() and not (path / 'cgroup.procs').read_text():
                found.add(str(path))
    return found


def mounts():
    with open('/proc/self/mountinfo', encoding='utf-8') as file:
        return {'mount ' + line.split()[4] for line in file if 'practice' in line.split()[4]}


def host():
    """What the end of a sandbox could leave on this host."""
    return mounts() | empty_cgroups()


def leftovers(before, daemon, seconds=10):
    """What is there and wasn't before; the kernel takes sandboxes apart in its own time."""
    end = time.monotonic() + seconds
    while True:
        left = (host() - before) | orphans() | {
            'file ' + path.name for path in daemon.state.iterdir() if path.name != 'practiced.db'}
        if not left or time.monotonic() > end:
            return ['left behind: ' + thing for thing in sorted(left)]
        time.sleep(0.2)


class Ledger:
    """What one client did and was told. `wrong` is what must never be."""

    def __init__(self, counts):
        self.counts, self.acked, self.told, self.wrong = counts, {}, {}, []

    def error(self, line):
        code = line[1:].split(' ')[0]
        self.counts['-' + code] += 1
        if code not in ('BUSY', 'LIMIT', 'UNSAFE'):
            self.wrong.append(line)
        time.sleep(0.02)

    def check(self, client, row, nonce):
        """Hands in one of PROGRAMS and reads the reply, line by line: what came before a cut counts."""
        step, language, name, program, verdict = row
        client.send(harness.array('CHECK', 'demo/hello', 'step=' + step, 'language=' + language, name, program % nonce))
        head = client.read_raw_line().decode().strip()
        if not head.startswith('*'):
            self.error(head)
            return
        attempt = None
        for _ in range(int(head[1:])):
            line = client.read_raw_line().decode().strip()
            if line.startswith('-'):
                self.error(line)
            elif line.startswith('+attempt='):
                attempt = int(harness.pairs(line[1:])['attempt'])
                if attempt in self.acked:
                    self.wrong.append('attempt %d is given out twice' % attempt)
                self.acked[attempt] = verdict
            elif line.startswith('+verdict='):
                self.told[attempt] = harness.pairs(line[1:])['verdict']


def settle(daemon):
    """Waits until nothing is queued or running."""
    end = time.monotonic() + SETTLE
    while time.monotonic() < end:
        with contextlib.suppress(harness.Closed, ConnectionError):
            stats = harness.fields(daemon.call('STATS'))
            if stats['Running'] == '0' and stats['Queue'] == '0' and stats['Sandbox'] != 'starting':
                return True
        time.sleep(0.1)
    return False


def judge(path, ledgers):
    """What is wrong with the attempts, and how many there are."""
    complaints, acked = [], {}
    for ledger in ledgers:
        for attempt, verdict in ledger.acked.items():
            if attempt in acked:
                complaints.append('attempt %d was given to two clients' % attempt)
            acked[attempt] = verdict
        complaints += ledger.wrong
    with contextlib.closing(sqlite3.connect('file:%s?mode=ro' % path, uri=True)) as database:
        for pragma in 'integrity_check', 'foreign_key_check':
            said = database.execute('PRAGMA ' + pragma).fetchall()
            if said not in ([], [('ok',)]):
                complaints.append('%s: %s' % (pragma, said[:3]))
        rows = {row[0]: row[1:] for row in database.execute(
            'SELECT id, state, verdict, reruns, cases, (SELECT count(*) FROM attempt_case WHERE attempt = id) FROM attempt')}
        twice = database.execute('SELECT hash FROM attempt_file GROUP BY hash HAVING count(*) > 1').fetchall()
    if twice:
        complaints.append('%d submissions are there twice' % len(twice))
    internal = 0
    for attempt, verdict in acked.items():
        if attempt not in rows:
            complaints.append('attempt %d was acknowledged and is lost' % attempt)
            continue
        state, got, reruns, cases, kept = rows[attempt]
        if state != 'done':
            complaints.append('attempt %d is still %s' % (attempt, state))
        elif got == 'internal' and reruns > RERUNS_MAX:
            internal += 1
        elif got != verdict:
            complaints.append('attempt %d has %s, deserves %s (%d reruns)' % (attempt, got, verdict, reruns))
        elif verdict != 'compile' and cases != kept:
            complaints.append('attempt %d has %d of %d cases' % (attempt, kept, cases))
    for ledger in ledgers:
        for attempt, verdict in ledger.told.items():
            if attempt in rows and rows[attempt][1] != verdict:
                complaints.append('attempt %d: %s was told, %s is kept' % (attempt, verdict, rows[attempt][1]))
    unfinished = [attempt for attempt, row in rows.items() if row[0] != 'done']
    if unfinished:
        complaints.append('not done: %s' % unfinished[:10])
    print('%d attempts, %d of them acknowledged; %d were run again, %d interrupted too often (internal)' % (
        len(rows), len(acked), sum(row[2] > 0 for row in rows.values()), internal))
    return complaints, len(acked)
