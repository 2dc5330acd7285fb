# SPDX-License-Identifier: MIT
"""Tests send_all() and reports in TAP: the plan, then a line a test, "ok" or "not ok".

The connection is ours: its send takes as many bytes as the test says.
"""

import sys

CALLS_MAX = 2000
DATA = bytes(range(256)) * 4


class Connection:
    def __init__(self, at_most: int, room: int = 2000) -> None:
        self.at_most, self.room = at_most, room
        self.came = b""
        self.n_calls = 0

    def send(self, data: bytes, flags: int = 0) -> int:
        self.n_calls += 1
        if self.n_calls > CALLS_MAX:
            raise OSError("whoever never stops is stopped")
        if len(self.came) >= self.room:
            raise BrokenPipeError("the client has gone")
        taken = bytes(data)[: min(self.at_most, self.room - len(self.came))]
        self.came += taken
        return len(taken)


# Name, bytes a call, room until the client goes, bytes to send.
TESTS = (
    ("all at once", 2000, 2000, 1000),
    ("seven bytes at a time", 7, 2000, 500),
    ("one byte at a time", 1, 2000, 300),
    ("a client that goes in the middle is an error", 50, 120, 500),
    ("a client that has gone before is an error", 50, 0, 5),
    ("nothing to send", 2000, 2000, 0),
)


def call(connection: Connection, data: bytes) -> object:
    """What it returned, or the error."""
    try:
        from send_all import send_all

        return send_all(connection, data)
    except Exception as error:
        return error


n_failed = 0
print(f"1..{len(TESTS)}", flush=True)
for number, (name, at_most, room, count) in enumerate(TESTS, 1):
    connection = Connection(at_most, room)
    got = call(connection, DATA[:count])
    is_good = isinstance(got, OSError) if room < count else got is None
    is_good = is_good and connection.came == DATA[: min(count, room)] and (count > 0 or connection.n_calls == 0)
    print(f"{'ok' if is_good else 'not ok'} {number} - {name}")
    if not is_good:
        n_failed += 1
        print(f"# {len(connection.came)} bytes came in {connection.n_calls} calls; returned {got!r:.100}")
    sys.stdout.flush()
sys.exit(1 if n_failed else 0)
