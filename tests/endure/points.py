#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kills practiced at the first, second, third ... call of each system call that a start, a recovery and a commit are made of:
before a page of the log is written, before it is on disk, before the reply is sent. strace(1) does the killing, so each point
is met once and for sure. The store is the same all the time, so a start meets what the death before it left.

    points.py        in the build folder, or top_builddir=FOLDER
"""

import collections
import contextlib
import os
import pathlib
import select
import shutil
import socket
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402
from ledger import PROGRAMS, SETTLE, Ledger, adopt_orphans, host, judge, leftovers, settle  # noqa: E402

CALLS = ('pwrite64', 'fdatasync', 'sendto', 'sendmsg', 'ftruncate', 'memfd_create')
POINTS_MAX = 100  # of one call; a start and two checks make fewer


class Points:
    def __init__(self, daemon):
        self.daemon, self.counts = daemon, collections.Counter()
        self.ledger, self.kills, self.sent = Ledger(self.counts), collections.Counter(), 0

    def cut_when_it_ends(self, client):
        """A connection that it died before accepting would wait for the next start."""
        process = os.pidfd_open(self.daemon.pid)
        select.select([process], [], [])
        os.close(process)
        with contextlib.suppress(OSError):
            client.sock.shutdown(socket.SHUT_RDWR)

    def hand_in(self):
        """Until all is answered or the daemon is gone."""
        with contextlib.suppress(harness.Closed, ConnectionError), harness.Client(self.daemon.path) as client:
            threading.Thread(target=self.cut_when_it_ends, args=(client,)).start()
            for row in PROGRAMS[0], PROGRAMS[3]:
                self.sent += 1
                self.ledger.check(client, row, self.sent)

    def is_killed_at(self, call, number):
        self.daemon.wrapper = ['strace', '-D', '-qq', '-o', '/dev/null', '-e', 'trace=' + call,
                               '-e', 'inject=%s:signal=SIGKILL:when=%d' % (call, number)]
        self.daemon.start()
        self.hand_in()
        with contextlib.suppress(ProcessLookupError):
            self.daemon.signal(15)
        return self.daemon.wait() == -9

    def run(self):
        self.daemon.start()
        self.daemon.call('START', 'demo/hello')
        self.daemon.stop()
        for call in CALLS:
            for number in range(1, POINTS_MAX + 1):
                if not self.is_killed_at(call, number):
                    break
                self.kills[call] += 1
        self.daemon.wrapper = []


def can_trace():
    done = subprocess.run(['strace', '-D', '-qq', '-o', '/dev/null', '-e', 'trace=fdatasync',
                           '-e', 'inject=fdatasync:signal=SIGKILL:when=1', 'sh', '-c', 'exit 7'], capture_output=True, check=False)
    return done.returncode == 7 and not done.stderr


def main():
    if not shutil.which('strace') or not can_trace():
        print('SKIP: strace is not installed, or may not trace here')
        return 77
    adopt_orphans()
    before = host()
    daemon = harness.Daemon(config={'sandbox': {'slots': '1'}, 'limits': {'queue-per-learner': '100'}})
    try:
        points = Points(daemon)
        points.run()
        daemon.start()
        complaints = [] if settle(daemon) else ['there is still something to be run after %d s' % SETTLE]
        if daemon.stop() != 0:
            complaints.append('the last one did not end cleanly')
        print('killed before: %s; told: %s' % (dict(points.kills), dict(points.counts)))
        complaints += leftovers(before, daemon) + judge(daemon.state / 'practiced.db', [points.ledger])[0]
        for call in 'pwrite64', 'fdatasync', 'sendto':
            if points.kills[call] < 3:
                complaints.append('only %d points of %s were met' % (points.kills[call], call))
        if complaints:
            print(daemon.log()[-5000:])
            print('\n'.join(['FAIL:'] + complaints[:40]))
        return 1 if complaints else 0
    finally:
        daemon.close()


sys.exit(main())
