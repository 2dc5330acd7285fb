# SPDX-License-Identifier: MIT
"""A number of clients of the user who runs this, each checking the same step over and over on connections of its own.

    load.py CLIENTS SECONDS        what came of it goes to standard output as JSON; SIGTERM ends it sooner
"""

import json
import pathlib
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402

SOCKET = '/run/practiced/practiced.sock'
REQUEST = ('CHECK', 'demo/hello', 'step=greet', 'language=sh', 'greet.sh', b'echo hello\n')


class Load:
    def __init__(self, until):
        self.until = until
        self.lock = threading.Lock()
        self.acked, self.finished, self.errors = [], [], []
        self.counts = dict.fromkeys(('connected', 'refused', 'limit', 'busy', 'cut', 'silent', 'first'), 0)

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def connect(self):
        try:
            client = harness.Client(SOCKET)
        except OSError as error:
            self.count('refused')
            self.errors.append('connect: %s' % error)
            return None
        self.count('connected')
        return client

    def told_error(self, line):
        word = line[1:].split(' ')[0].lower()
        if word in ('limit', 'busy'):
            self.count(word)
        else:
            self.errors.append(line)

    def read_check(self, client, told):
        """One reply to CHECK, line by line: what came before the connection was cut counts. `told` gets the attempt's number."""
        head = client.read_raw_line().decode().strip()
        if not head.startswith('*'):
            self.told_error(head)
            return
        for _ in range(int(head[1:])):
            line = client.read_raw_line().decode().strip()
            if line.startswith('-'):
                self.told_error(line)
            elif line.startswith('+attempt='):
                told.append(int(harness.pairs(line[1:])['attempt']))
                self.acked.append(told[0])
            elif line.startswith('+verdict='):
                self.finished.append((told[0], harness.pairs(line[1:])['verdict']))

    def check(self, client, is_first):
        """False when the connection is over. One that nothing was asked on yet has no reason to be."""
        told = []
        try:
            client.send(harness.array(*REQUEST))
            self.read_check(client, told)
            return True
        except (harness.Closed, ConnectionError):
            self.count('cut' if told else 'first' if is_first else 'silent')
            return False

    def stop(self, *_):
        self.until = 0

    def client(self):
        while time.monotonic() < self.until:
            client = self.connect()
            if not client:
                time.sleep(0.01)
                continue
            with client:
                for number in range(3):
                    if time.monotonic() >= self.until or not self.check(client, number == 0):
                        break
                    time.sleep(0.02)


def main():
    load = Load(time.monotonic() + float(sys.argv[2]))
    signal.signal(signal.SIGTERM, load.stop)
    threads = [threading.Thread(target=load.client) for _ in range(int(sys.argv[1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({'acked': load.acked, 'finished': load.finished, 'errors': load.errors[:10], **load.counts}, sys.stdout)


main()
