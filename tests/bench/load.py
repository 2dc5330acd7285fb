#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What very many connections cost: 10,000 that say nothing, one that asks and never reads, one that sends a byte a second, and
1,000 that practise meanwhile. Two daemons run at the same time, one with all of them and one with those that practise alone.
They are measured in turns of a second, now the one and now the other first, so that what else the host does meets both.

    load.py [--idle=N] [--active=N] [--turns=N]        in the build folder, or top_builddir=FOLDER

It fails when a request isn't answered, or rightly, and when p99 beside the others is surely more than twice that alone: most
turns say so, and nearly all that could be drawn from them.
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

# The request, and its share.
REQUESTS = ((b'PING\n', 4), (b'STATUS hello\n', 4), (b'SHOW hello\n', 1), (b'START hello\n', 1))
SLACK = 200  # descriptors of our own
BATCH = 100
INTERVAL = 1.0  # seconds between the requests of a client
RATIO_MAX = 2.0
DRAWS = 200


def connect(path):
    """Waits for its place in the queue of those that wait to be accepted."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.connect(str(path))
    sock.settimeout(harness.TIMEOUT)
    return sock


class Active:
    """A client that asks now and then; `due` is when it will ask."""

    def __init__(self, path):
        self.sock = connect(path)
        self.sock.setblocking(False)
        self.due, self.asked, self.reply, self.left = 0, None, b'', None

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
    """All that practise at one daemon."""

    def __init__(self, path, count):
        self.random = random.Random(1)
        self.clients = [Active(path) for _ in range(count)]
        self.by_fd = {client.sock.fileno(): client for client in self.clients}
        self.poll = select.epoll()
        for fd in self.by_fd:
            self.poll.register(fd, select.EPOLLIN)
        self.errors = 0

    def practise(self):
        """Each asks once. Times from request to the end of the reply, in seconds."""
        requests, shares = [row[0] for row in REQUESTS], [row[1] for row in REQUESTS]
        begin, times = time.monotonic(), []
        for client in self.clients:
            client.due = begin + self.random.uniform(0, INTERVAL)
        waiting = sorted(self.clients, key=lambda client: client.due, reverse=True)
        while len(times) < len(self.clients):
            now = time.monotonic()
            while waiting and waiting[-1].due <= now:
                waiting.pop().ask(time.monotonic(), self.random.choices(requests, shares)[0])
            if now > begin + INTERVAL + harness.TIMEOUT:
                raise harness.Closed('%d requests are not answered' % (len(self.clients) - len(times)))
            for fd, _ in self.poll.poll(0.001):
                client = self.by_fd[fd]
                if client.hear():
                    times.append(time.monotonic() - client.asked)
                    self.errors += client.reply.startswith(b'-')
        return times


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


def resident(pid):
    """Bytes of its own (not of files)."""
    for line in pathlib.Path('/proc/%d/status' % pid).read_text().splitlines():
        if line.startswith('RssAnon:'):
            return int(line.split()[1]) * 1024
    return 0


def percentile(times, part):
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] * 1e3


def middle(numbers):
    return sorted(numbers)[len(numbers) // 2]


def interval(ratios):
    """Where nine in ten of the medians lie that as many turns, drawn from these, would have given."""
    draw = random.Random(2)
    medians = sorted(middle(draw.choices(ratios, k=len(ratios))) for _ in range(DRAWS))
    return medians[DRAWS // 20], medians[-DRAWS // 20]


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


class Bench:
    def __init__(self, options):
        self.options = options
        self.servers = [harness.Daemon(config={'daemon': {'clients-max': '20000', 'clients-per-user': '20000'}}) for _ in range(2)]
        for server in self.servers:
            server.start()
            server.call('START', 'hello')
        self.crowds = [Crowd(server.path, options.active) for server in self.servers]
        self.idle, self.pests, self.memory, self.took = [], [], 0.0, 0.0

    def close(self):
        for sock in self.idle + self.pests + [client.sock for crowd in self.crowds for client in crowd.clients]:
            sock.close()
        for server in self.servers:
            if server.pid:
                server.stop_soon()
            server.close()

    def fill(self):
        server = self.servers[1]
        before, begin = resident(server.pid), time.monotonic()
        self.idle = connect_idle(server.path, self.options.idle)
        self.took = time.monotonic() - begin
        self.memory = (resident(server.pid) - before) / max(self.options.idle, 1)

    def run(self):
        """(times alone, times beside the others) a turn."""
        gc.disable()  # its pauses would be counted as the daemon's
        for crowd in self.crowds:
            crowd.practise()  # warm
        self.fill()
        pests, turns = Pests(self.servers[1].path), []
        self.pests = [pests.deaf, pests.slow]
        for number in range(self.options.turns):
            times = [None, None]
            for which in (0, 1) if number % 2 else (1, 0):
                pests.go_on()
                times[which] = self.crowds[which].practise()
            turns.append(times)
        ask_all(self.idle, b'PING\n')
        if any(crowd.errors for crowd in self.crowds):
            raise harness.Closed('%d requests were refused' % sum(crowd.errors for crowd in self.crowds))
        return turns


def tell(options, bench, turns):
    print('%-44s %9s %9s %9s %9s' % ('%d clients, a request a second each' % options.active, 'requests', 'p50 ms', 'p99 ms', 'max ms'))
    for which, name in enumerate(('alone', 'beside %d idle, one deaf, one slow' % options.idle)):
        times = [time for turn in turns for time in turn[which]]
        print('%-44s %9d %9.2f %9.2f %9.2f' % (
            name, len(times), percentile(times, .5), percentile(times, .99), max(times) * 1e3))
    ratios = [percentile(beside, .99) / percentile(alone, .99) for alone, beside in turns]
    low, high = interval(ratios)
    print('p99 beside the others / p99 alone, median of %d turns: %.2f (such turns give %.2f to %.2f)' % (
        len(turns), middle(ratios), low, high))
    print('memory of an idle client: %.1f KB; %d of them came and were answered in %.2f s' % (
        bench.memory / 1024, options.idle, bench.took))
    if low > RATIO_MAX:
        print('FAIL: it is to double at most')
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--idle', type=int, default=10000)
    parser.add_argument('--active', type=int, default=1000)
    parser.add_argument('--turns', type=int, default=30)
    options = parser.parse_args()
    wanted = options.idle + 2 * options.active + SLACK
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < wanted:
        print('SKIP: %d descriptors are allowed here, %d are needed' % (hard, wanted))
        return 77
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    bench = Bench(options)
    try:
        return tell(options, bench, bench.run())
    except (harness.Closed, OSError) as error:
        print(bench.servers[1].log()[-3000:])
        print('FAIL: %s' % error)
        return 1
    finally:
        bench.close()


if __name__ == '__main__':
    sys.exit(main())
