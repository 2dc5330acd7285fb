# SPDX-License-Identifier: MIT
"""The client that tries out a server of the step "door": judge/door.py SOCKET SCENARIO.

Every line that it prints is for the learner; the last one says what was wrong. Exit status 42: the
server did all as the step's text says, 43: it did not. Anything else is this program's own fault.
"""

import contextlib
import os
import socket
import stat
import sys
import time
from collections.abc import Callable

PASS, WRONG = 42, 43
PATIENCE = 3.0  # seconds for one reply


class Wrong(Exception):
    """What the server did that it should not have done."""


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
        self.send_silently(data)

    def send_silently(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            raise Wrong(f"{self.name}: the server closed the connection before it had read {shown(data)}") from None
        except TimeoutError:
            raise Wrong(f"{self.name}: the server did not read {shown(data)}") from None

    def receive(self, why: str) -> bytes:
        """Bytes, or b"" at the end of the connection."""
        try:
            return self.socket.recv(4096)
        except ConnectionResetError:
            return b""
        except TimeoutError:
            got = f"only {shown(self.rest)} came" if self.rest else "nothing came"
            raise Wrong(f"{self.name}: waited {PATIENCE} s for {why}, {got}") from None

    def next_line(self, what: str) -> bytes:
        while b"\n" not in self.rest:
            data = self.receive(what)
            if not data:
                got = f" after {shown(self.rest)}" if self.rest else ""
                raise Wrong(f"{self.name}: expected {what}, but the server closed the connection{got}")
            self.rest += data
        line, _, self.rest = self.rest.partition(b"\n")
        self.say(f"got  {shown(line)}")
        return line

    def expect(self, reply: str) -> None:
        """The next line is this one."""
        line = self.next_line(f"the line {shown(reply.encode())}")
        if line != reply.encode():
            raise Wrong(f"{self.name}: expected {shown(reply.encode())}, got {shown(line)}")

    def ask(self, request: str, reply: str) -> None:
        self.send(request.encode() + b"\n")
        self.expect(reply)

    def expect_end(self, why: str) -> None:
        data = self.rest or self.receive(f"the end of the connection {why}")
        if data:
            raise Wrong(f"{self.name}: expected the end of the connection {why}, got {shown(data)}")
        self.say("the connection has ended")

    def try_to_ask(self, request: str) -> bytes:
        """The reply to a request that the server may not want any more."""
        with contextlib.suppress(OSError):
            self.socket.sendall(request.encode() + b"\n")
        return self.next_line("a reply")

    def close(self) -> None:
        self.say("hangs up")
        self.socket.close()


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


ME = f"+uid {os.getuid()} gid {os.getgid()}"


def mode(path: str) -> None:
    found = stat.S_IMODE(os.stat(path).st_mode)
    print(f"the socket has the mode {found:04o}")
    if found != 0o660:
        raise Wrong(f"the mode of the socket should be 0660, not {found:04o}")
    Client(path).ask("WHOAMI", ME)


def whoami(path: str) -> None:
    client = Client(path)
    client.ask("WHOAMI", ME)
    client.ask("LOGIN root", "-ERR the kernel says who you are")
    client.ask("WHOAMI", ME)
    client.ask("WHOAMI root", "-ERR unknown verb")
    client.ask("FLY", "-ERR unknown verb")
    client.send(b"WHO")
    client.send(b"AMI\n")
    client.expect(ME)


def note(path: str) -> None:
    first = Client(path, "first client")
    first.ask("GET", "-ERR nothing")
    first.ask("PUT buy milk", "+OK")
    first.ask("GET", "+buy milk")
    second = Client(path, "second client")
    second.ask("GET", "+buy milk")
    second.ask("PUT", "-ERR unknown verb")
    second.ask("PUT  and bread", "+OK")
    first.close()
    second.ask("GET", "+ and bread")


def limit(path: str) -> None:
    clients = [Client(path, f"client {number}") for number in range(1, 5)]
    for client in clients:
        client.ask("WHOAMI", ME)
    fifth = Client(path, "client 5")
    fifth.expect("-ERR too many connections")
    fifth.expect_end("after the error")
    clients[0].ask("WHOAMI", ME)
    clients[0].close()
    clients[1].send(b"PUT half a no")
    clients[1].close()
    sixth = admitted(path, "client 6")
    seventh = admitted(path, "client 7")
    sixth.ask("GET", "-ERR nothing")
    seventh.ask("WHOAMI", ME)
    Client(path, "client 8").expect("-ERR too many connections")
    clients[3].ask("WHOAMI", ME)


def admitted(path: str, name: str) -> Client:
    """A server hears of a hang-up when it looks: it has some time to do so."""
    deadline = time.monotonic() + PATIENCE
    while True:
        client = Client(path, name)
        line = client.try_to_ask("WHOAMI")
        if line == ME.encode():
            return client
        if line != b"-ERR too many connections":
            raise Wrong(f"{name}: expected {shown(ME.encode())}, got {shown(line)}")
        if time.monotonic() > deadline:
            raise Wrong(f"{name}: is not let in, although two have gone")
        time.sleep(0.02)


SCENARIOS: dict[str, Callable[[str], None]] = {scenario.__name__: scenario for scenario in (mode, whoami, note, limit)}


def main() -> int:
    path, scenario = sys.argv[1:]
    try:
        SCENARIOS[scenario](path)
    except Wrong as wrong:
        print(wrong, flush=True)
        return WRONG
    return PASS


sys.exit(main())
