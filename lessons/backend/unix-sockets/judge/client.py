# SPDX-License-Identifier: MIT
"""The client that tries out a server of the step "count": judge/client.py SOCKET SCENARIO.

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
        self.socket = connect(path)
        self.n_lines = self.n_bytes = 0
        self.say("connected")

    def say(self, what: str) -> None:
        print(f"{self.name}: {what}", flush=True)

    def send(self, data: bytes) -> None:
        self.say(f"sends {shown(data)}")
        self.n_lines += data.count(b"\n")
        self.n_bytes += len(data)
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            raise Wrong(f"{self.name}: the server closed the connection before it had read {shown(data)}") from None
        except TimeoutError:
            raise Wrong(f"{self.name}: the server did not read {shown(data)}") from None

    def end(self) -> None:
        self.say("that was all")
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def receive(self) -> bytes:
        """All that comes, up to the end of the connection."""
        got = b""
        try:
            while data := self.socket.recv(4096):
                got += data
        except ConnectionResetError:
            pass
        except TimeoutError:
            what = f"only {shown(got)} came, and no end" if got else "nothing came"
            raise Wrong(f"{self.name}: waited {PATIENCE} s for the answer and the end, {what}") from None
        return got

    def expect(self) -> None:
        wanted = b"%d lines, %d bytes\n" % (self.n_lines, self.n_bytes)
        got = self.receive()
        self.say(f"got {shown(got)}, and the end of the connection")
        if got != wanted:
            raise Wrong(f"{self.name}: expected {shown(wanted)}, got {shown(got)}")

    def ask(self, data: bytes) -> None:
        self.send(data)
        self.end()
        self.expect()


def one(path: str) -> None:
    Client(path).ask(b"one\ntwo\nthree\n")


def empty(path: str) -> None:
    client = Client(path)
    client.end()
    client.expect()


def pieces(path: str) -> None:
    client = Client(path)
    for piece in (b"one\ntw", b"o", b"\n", b"three, and no line end"):
        client.send(piece)
        time.sleep(0.02)
    client.end()
    client.expect()


def large(path: str) -> None:
    client = Client(path)
    client.ask(b"twenty bytes a line\n" * 50000)
    Client(path, "second client").ask(b"x")


def queue(path: str) -> None:
    first = Client(path, "first client")
    first.send(b"one\n")
    second = Client(path, "second client")
    second.send(b"two\nlines\n")
    second.end()
    first.send(b"more\nand more\n")
    first.end()
    first.expect()
    second.expect()


def hangup(path: str) -> None:
    for name in ("first client", "second client"):
        rude = Client(path, name)
        rude.say("wants no answer")
        rude.socket.shutdown(socket.SHUT_RD)  # whoever writes to it from now on gets an error, as if it had gone already
        rude.send(b"one\n")
        rude.end()
        rude.socket.close()
    Client(path, "third client").ask(b"one\n")


def binary(path: str) -> None:
    Client(path).ask(bytes(range(256)) * 20)


SCENARIOS: dict[str, Callable[[str], None]] = {
    "one": one, "empty": empty, "pieces": pieces, "large": large, "queue": queue, "hangup": hangup, "bytes": binary,
}


def main() -> int:
    path, scenario = sys.argv[1:]
    try:
        SCENARIOS[scenario](path)
    except Wrong as wrong:
        print(wrong, flush=True)
        return WRONG
    return PASS


sys.exit(main())
