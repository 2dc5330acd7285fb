#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kills practiced, practice-runner, its workers, their forkers and their zygotes at random moments, while clients of several
users hand in one program after the other. At the end every attempt that was acknowledged has one verdict, and nothing is left.

    kills.py [--kills=N] [--seed=N]        in the build folder, or top_builddir=FOLDER

The seed is printed; the same seed chooses the same victims and pauses, not the same instants of the programs.
"""

import argparse
import collections
import contextlib
import os
import pathlib
import random
import select
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402
from ledger import PROGRAMS, SETTLE, Ledger, adopt_orphans, host, judge, leftovers, namespace, processes, settle  # noqa: E402

USERS, CLIENTS = 6, 18
FIRST_UID = 61000

# (role, share). A second kill right after the first meets the start, the recovery or the replacement.
VICTIMS = (('daemon', 8), ('runner', 4), ('worker', 4), ('forker', 2), ('zygote', 3))
SECOND = 0.25
PAUSE, SHORT_PAUSE = 0.6, 0.08


class Activator(harness.Daemon):
    """Holds the socket as systemd does: when the daemon has ended, the next connection starts it again."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.starts, self.is_over, self.ends = 0, False, collections.Counter()
        self.thread = threading.Thread(target=self.serve)

    def serve(self):
        while not self.is_over:
            if not select.select([self.listener], [], [], 0.1)[0]:
                continue
            self.start()
            self.starts += 1
            pid = self.pid
            _, status = os.waitpid(pid, 0)
            self.pid = None
            self.ends[os.waitstatus_to_exitcode(status)] += 1

    def end(self):
        """Stops it by SIGTERM, once nothing is to be done."""
        self.is_over = True
        with contextlib.suppress(ProcessLookupError, TypeError):
            self.signal(signal.SIGTERM)
        self.thread.join(30)

    def close(self):
        if self.thread.is_alive():
            self.end()
        super().close()


class Client(threading.Thread):
    """One user's client: hands in one program after the other."""

    def __init__(self, number, daemon, counts):
        super().__init__()
        self.number, self.server, self.ledger = number, daemon, Ledger(counts)
        self.random, self.is_over = random.Random(number), threading.Event()

    def run(self):
        sent = 0
        while not self.is_over.is_set():
            try:
                with harness.Client(self.server.path, uid=FIRST_UID + self.number % USERS) as client:
                    for _ in range(4):
                        sent += 1
                        self.ledger.check(client, self.random.choice(PROGRAMS), '%d.%d' % (self.number, sent))
                        if self.is_over.is_set():
                            break
            except (harness.Closed, ConnectionError):
                self.ledger.counts['cut'] += 1
            except socket.timeout:
                self.ledger.wrong.append('no answer within %d s' % harness.TIMEOUT)
                return


class Killer:
    def __init__(self, daemon, seed):
        self.daemon, self.random, self.kills = daemon, random.Random(seed), collections.Counter()

    def tree(self):
        """role -> pids, of what this daemon started; never a learner's program."""
        daemon, parents, roles = self.daemon.pid, processes(), collections.defaultdict(list)
        if not daemon:
            return roles
        children = collections.defaultdict(list)
        for pid, parent in parents.items():
            children[parent].append(pid)
        roles['daemon'] = [daemon]
        roles['runner'] = children[daemon]
        roles['worker'] = [pid for runner in roles['runner'] for pid in children[runner]]
        own = namespace(os.getpid())
        for worker in roles['worker']:
            for pid in children[worker]:
                roles['forker' if namespace(pid) == own else 'zygote'].append(pid)
        return roles

    @staticmethod
    def kill_one(pid, parent):
        """Not whoever got the number meanwhile."""
        with contextlib.suppress(OSError):
            process = os.pidfd_open(pid)
            try:
                if processes().get(pid) == parent:
                    signal.pidfd_send_signal(process, signal.SIGKILL)
                    return True
            finally:
                os.close(process)
        return False

    def kill(self, wanted):
        """The role that was wanted, or what there is of those above it."""
        order = [role for role, _ in VICTIMS]
        roles = self.tree()
        for role in reversed(order[:order.index(wanted) + 1]):
            pids = sorted(roles[role])
            if pids:
                pid = self.random.choice(pids)
                if self.kill_one(pid, processes().get(pid)):
                    self.kills[role] += 1
                    return True
        return False

    def run(self, count):
        names, shares = zip(*VICTIMS)
        while self.kills.total() < count:
            time.sleep(self.random.uniform(0, PAUSE))
            role = self.random.choices(names, shares)[0]
            if self.kill(role) and self.random.random() < SECOND:
                time.sleep(self.random.uniform(0, SHORT_PAUSE))
                self.kill(self.random.choices(names, shares)[0])


def run(daemon, count, seed):
    counts, before = collections.Counter(), host()
    clients = [Client(number, daemon, counts) for number in range(CLIENTS)]
    daemon.thread.start()
    for user in range(USERS):
        daemon.call('START', 'demo/hello', uid=FIRST_UID + user)
    for client in clients:
        client.start()
    killer = Killer(daemon, seed)
    killer.run(count)
    for client in clients:
        client.is_over.set()
    for client in clients:
        client.join(harness.TIMEOUT + 10)
    complaints = [] if settle(daemon) else ['there is still something to be run after %d s' % SETTLE]
    daemon.end()
    complaints += leftovers(before, daemon)
    print('kills: %s; starts: %d; ends: %s; told: %s' % (dict(killer.kills), daemon.starts, dict(daemon.ends), dict(counts)))
    said, acked = judge(daemon.state / 'practiced.db', [client.ledger for client in clients])
    complaints += said
    if acked < count:
        complaints.append('only %d attempts were acknowledged: that was no load' % acked)
    return complaints


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--kills', type=int, default=200)
    parser.add_argument('--seed', type=int, default=int.from_bytes(os.urandom(4), 'big'))
    options = parser.parse_args()
    if os.geteuid() != 0:
        print('SKIP: only root has clients of several users')
        return 77
    if harness.sandbox_mode() != 'namespaces':
        print('SKIP: this machine has no sandbox, and without one a killed worker leaves its programs behind')
        return 77
    print('seed %d' % options.seed, flush=True)
    adopt_orphans()
    daemon = Activator(config={'sandbox': {'slots': '3'}, 'limits': {'time': '30s', 'queue-per-learner': '50'}})
    try:
        complaints = run(daemon, options.kills, options.seed)
        if complaints:
            print(daemon.log()[-5000:])
            print('\n'.join(['FAIL: again with --seed=%d' % options.seed] + complaints[:40]))
        return 1 if complaints else 0
    finally:
        daemon.close()


sys.exit(main())
