#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What very many connections cost: 10,000 that say nothing, one that asks and never reads, one that sends a byte a second, and
1,000 that practise meanwhile. Rounds without and with the idle ones take turns, so that what else the host does meets both.

    load.py [--idle=N] [--active=N] [--rounds=N] [--seconds=N]        in the build folder, or top_builddir=FOLDER

It fails when a request isn't answered, or rightly; how long they took is told, not judged.
"""

import argparse
import contextlib
import gc
import pathlib
import random
import resource
import select
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402

# The request, how its reply ends, and its share.
REQUESTS = ((b'PING\n', b'PONG\n', 4), (b'STATUS hello\n', None, 4), (b'SHOW hello\n', None, 1), (b'START hello\n', None, 1))
SLACK = 200  # descriptors of our own
BATCH = 100


def connect(path):
    """Waits for its place in the queue of those that wait to be accepted."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.connect(str(path))
    sock.settimeout(harness.TIMEOUT)
    return sock


class Active:
    """A client that asks now and then; `due` is when it will ask."""

    def __init__(self, path, due):
        self.sock = connect(path)
        self.sock.setblocking(False)
        self.due, self.asked, self.reply, self.left = due, None, b'', None

    def ask(self, now, request):
        self.reply, self.left, self.asked = b'', None, now
        self.sock.send(request)

    def hear(self):
        """True: the reply is whole."""
        data = self.sock.recv(65536)
        if not data:
            raise harness.Closed('an active client was closed')
        self.reply += data
        if self.left is None and b'\n' in self.reply:
            head = self.reply.split(b'\n', 1)[0]
            self.left = 1 + (int(head[1:]) if head[:1] == b'*' else 0)
        return self.left is not None and self.reply.count(b'\n') >= self.left


class Crowd:
    def __init__(self, path, count, interval):
        self.random, self.interval = random.Random(1), interval
        now = time.monotonic()
        self.clients = [Active(path, now + self.random.uniform(0, interval)) for _ in range(count)]
        self.by_fd = {client.sock.fileno(): client for client in self.clients}
        self.poll = select.epoll()
        for fd in self.by_fd:
            self.poll.register(fd, select.EPOLLIN)
        self.errors = 0

    def practise(self, seconds):
        """Times from request to the end of the reply, in seconds."""
        requests, shares = [row[0] for row in REQUESTS], [row[2] for row in REQUESTS]
        times, end = [], time.monotonic() + seconds
        open_requests = 0
        while True:
            now = time.monotonic()
            if now < end:
                for client in self.clients:
                    if client.asked is None and client.due <= now:
                        client.ask(time.monotonic(), self.random.choices(requests, shares)[0])
                        open_requests += 1
            elif open_requests == 0:
                return times
            elif now > end + harness.TIMEOUT:
                raise harness.Closed('%d requests are not answered' % open_requests)
            for fd, _ in self.poll.poll(0.001):
                client = self.by_fd[fd]
                if client.hear():
                    times.append(time.monotonic() - client.asked)
                    self.errors += client.reply.startswith(b'-')
                    client.asked, client.due = None, client.due + self.interval
                    open_requests -= 1


class Pests:
    """One that asks for a lot and never reads, and one that sends a byte a second."""

    def __init__(self, path):
        self.deaf, self.slow = connect(path), connect(path)
        self.deaf.setblocking(False)
        self.slow.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            for _ in range(1000):
                self.deaf.send(b'SHOW hello\n' * 100)
        self.text = iter(b'PING and this will take its time' * 1000)

    def go_on(self):
        self.slow.send(bytes([next(self.text)]))

    def close(self):
        self.deaf.close()
        self.slow.close()


def resident(pid):
    """Bytes of its own (not of files)."""
    for line in pathlib.Path('/proc/%d/status' % pid).read_text().splitlines():
        if line.startswith('RssAnon:'):
            return int(line.split()[1]) * 1024
    return 0


def percentile(times, part):
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] * 1e3


def settled(server, count):
    """When the daemon has taken them all in, or has seen all go."""
    with server.client() as client:
        end = time.monotonic() + harness.TIMEOUT
        while int(harness.fields(client.call('STATS'))['Clients']) != count + 1:
            if time.monotonic() > end:
                raise harness.Closed('not %d clients: %s' % (count, harness.fields(client.call('STATS'))['Clients']))
            time.sleep(0.05)


def ask_all(clients, request):
    """A hundred at a time. Each is answered, or this is a fault."""
    for begin in range(0, len(clients), BATCH):
        for client in clients[begin:begin + BATCH]:
            client.send(request)
        for client in clients[begin:begin + BATCH]:
            data = client.recv(65536)
            if not data or data[:1] == b'-':
                raise harness.Closed('an idle client is told %r' % data)


def connect_idle(path, count):
    """Each has asked once: what is kept of that is part of what it costs."""
    clients = []
    while len(clients) < count:
        clients += [connect(path) for _ in range(min(BATCH, count - len(clients)))]
        ask_all(clients[-BATCH:], b'STATUS hello\n')
    return clients


def measure(server, options):
    gc.disable()  # its pauses would be counted as the daemon's
    rows = {False: [], True: []}
    crowd = Crowd(server.path, options.active, 1.0)
    crowd.practise(2)  # warm
    memory = 0.0
    for number in range(2 * options.rounds):
        with_idle = number % 2 == 1
        idle, pests = [], None
        if with_idle:
            before = resident(server.pid)
            begin = time.monotonic()
            idle = connect_idle(server.path, options.idle)
            took = time.monotonic() - begin
            # Of the first round: what these leave is used again by the next.
            memory = max(memory, (resident(server.pid) - before) / max(options.idle, 1))
            pests = Pests(server.path)
            settled(server, options.active + options.idle + 2)
        for client in crowd.clients:
            client.due = time.monotonic() + crowd.random.uniform(0, 1.0)
        crowd.practise(1)  # what came of connecting and closing is over
        times = []
        for _ in range(options.seconds):
            if pests:
                pests.go_on()
            times += crowd.practise(1)
        rows[with_idle].append(times)
        ask_all(idle, b'PING\n')
        for client in idle:
            client.close()
        if pests:
            pests.close()
        settled(server, options.active)
    if crowd.errors:
        raise harness.Closed('%d requests were refused' % crowd.errors)
    return rows, memory, took


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--idle', type=int, default=10000)
    parser.add_argument('--active', type=int, default=1000)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--seconds', type=int, default=4)
    options = parser.parse_args()
    wanted = options.idle + options.active + SLACK
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < wanted:
        print('SKIP: %d descriptors are allowed here, %d are needed' % (hard, wanted))
        return 77
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    server = harness.Daemon(config={'daemon': {'clients-max': '20000', 'clients-per-user': '20000'}})
    server.start()
    try:
        server.call('START', 'hello')
        rows, memory, took = measure(server, options)
    except (harness.Closed, OSError) as error:
        print(server.log()[-3000:])
        print('FAIL: %s' % error)
        return 1
    finally:
        server.stop_soon()
        server.close()
    print('%-42s %9s %9s %9s %9s' % ('%d clients, a request a second each' % options.active, 'requests', 'p50 ms', 'p99 ms', 'max ms'))
    ratios = []
    for number in range(options.rounds):
        for with_idle in False, True:
            times = rows[with_idle][number]
            print('%-42s %9d %9.2f %9.2f %9.2f' % (
                'beside %d idle, one deaf, one slow' % options.idle if with_idle else 'alone', len(times),
                percentile(times, .5), percentile(times, .99), max(times) * 1e3))
        ratios.append(percentile(rows[True][number], .99) / percentile(rows[False][number], .99))
    print('p99 beside the others / p99 alone: median %.2f, from %.2f to %.2f' % (
        sorted(ratios)[len(ratios) // 2], min(ratios), max(ratios)))
    print('memory of an idle client: %.1f KB; %d of them came and were answered in %.2f s' % (memory / 1024, options.idle, took))
    return 0


sys.exit(main())
