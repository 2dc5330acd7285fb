# SPDX-License-Identifier: MIT
"""The client that tries out a server of the step "fill": judge/client.py SOCKET SCENARIO.

Every line that it prints is for the learner; the last one says what was wrong. Exit status 42: the
server did all as the step's text says, 43: it did not. Anything else is this program's own fault.
"""

import contextlib
import socket
import sys
import time
from collections.abc import Callable

PASS, WRONG = 42, 43
PATIENCE = 3.0  # seconds for one answer


class Wrong(Exception):
    """What the server did that it should not have done."""


def shown(data: bytes) -> str:
    text = data if len(data) <= 60 else data[:57] + b"..."
    return repr(text)[1:]  # without the b


def connect(path: str) -> socket.socket:
    """Between bind() and listen() a server refuses: that moment is waited for."""
    deadline = time.monotonic() + PATIENCE
    while True:
        one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        one.settimeout(PATIENCE)
        try:
            one.connect(path)
            return one
        except (ConnectionRefusedError, FileNotFoundError, BlockingIOError) as error:
            one.close()
            if time.monotonic() > deadline:
                raise Wrong(f"the server takes no connection: {error.strerror}") from None
            time.sleep(0.005)
        except (TimeoutError, PermissionError):
            raise Wrong("the server does not let a client connect") from None


class Client:
    def __init__(self, path: str, name: str = "client") -> None:
        self.name = name
        self.rest = b""
        self.socket = connect(path)
        self.say("connected")

    def say(self, what: str) -> None:
        print(f"{self.name}: {what}", flush=True)

    def send(self, data: bytes) -> None:
        self.say(f"sent {shown(data)}")
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            raise Wrong(f"{self.name}: the server closed the connection before it had read {shown(data)}") from None
        except TimeoutError:
            raise Wrong(f"{self.name}: the server did not read {shown(data)}") from None

    def receive(self, why: str) -> bytes:
        """Bytes, or b"" at the end of the connection."""
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""
        except TimeoutError:
            got = f"only {len(self.rest)} bytes came: {shown(self.rest)}" if self.rest else "nothing came"
            raise Wrong(f"{self.name}: waited {PATIENCE} s for {why}, {got}") from None

    def expect(self, wanted: bytes) -> None:
        """These bytes come next."""
        while len(self.rest) < len(wanted) and wanted.startswith(self.rest):
            data = self.receive(f"{len(wanted)} bytes: {shown(wanted)}")
            if not data:
                raise Wrong(f"{self.name}: expected {len(wanted)} bytes: {shown(wanted)}, but the server closed the connection "
                            f"after {len(self.rest)}")
            self.rest += data
        got, self.rest = self.rest[: len(wanted)], self.rest[len(wanted) :]
        self.say(f"got  {shown(got)}")
        if got != wanted:
            raise Wrong(f"{self.name}: expected {shown(wanted)}, got {shown(got)}")

    def expect_fill(self, count: int) -> None:
        self.expect(b"$%d\n%s\n" % (count, b"x" * count))

    def fill(self, count: int) -> None:
        self.send(b"FILL %d\n" % count)
        self.expect_fill(count)

    def end(self) -> None:
        self.say("that was all")
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        data = self.rest or self.receive("the end of the connection")
        if data:
            raise Wrong(f"{self.name}: expected the end of the connection, got {shown(data)}")
        self.say("the connection has ended")


def one(path: str) -> None:
    client = Client(path)
    client.fill(5)
    client.end()


def several(path: str) -> None:
    client = Client(path)
    for count in (1, 0, 300, 5000):
        client.fill(count)
    client.end()
    Client(path, "second client").fill(2)


def pieces(path: str) -> None:
    client = Client(path)
    for piece in (b"FI", b"LL 1", b"2\nFILL"):
        client.send(piece)
        time.sleep(0.02)
    client.expect_fill(12)
    client.send(b" 3\nFILL 0\nFILL 4\nFILL 9")
    for count in (3, 0, 4):
        client.expect_fill(count)
    client.send(b"\n")
    client.expect_fill(9)


def half(path: str) -> None:
    client = Client(path)
    client.send(b"FILL 1\nFILL 2\nFILL 3\nFILL 4")
    client.socket.shutdown(socket.SHUT_WR)
    client.say("ended its direction, in the middle of the fourth request")
    for count in (1, 2, 3):
        client.expect_fill(count)
    client.end()


def large(path: str) -> None:
    client = Client(path)
    client.send(b"FILL 1000000\n")
    time.sleep(0.1)
    client.expect_fill(1000000)
    client.fill(1)
    client.end()


def hangup(path: str) -> None:
    for name in ("first client", "second client"):
        rude = Client(path, name)
        rude.send(b"FILL 1000000\n" * 2)
        rude.expect(b"$1000000\nxxxx")
        rude.say("hangs up in the middle")
        rude.socket.close()
    client = Client(path, "third client")
    client.fill(5)
    client.end()


def wrong(path: str) -> None:
    client = Client(path)
    for request in ("FILL", "FILL x", "FILL -1", "FILL 5x", "fly", "FILL 1 2", ""):
        client.send(request.encode() + b"\n")
        client.expect(b"-ERR FILL needs a number\n")
    for request in ("FILL 1000001", "FILL 99999999999999999999999"):
        client.send(request.encode() + b"\n")
        client.expect(b"-ERR too many\n")
    client.fill(3)


SCENARIOS: dict[str, Callable[[str], None]] = {
    scenario.__name__: scenario for scenario in (one, several, pieces, half, large, hangup, wrong)
}


def main() -> int:
    path, scenario = sys.argv[1:]
    try:
        SCENARIOS[scenario](path)
    except Wrong as problem:
        print(problem, flush=True)
        return WRONG
    return PASS


sys.exit(main())
