# SPDX-License-Identifier: MIT
"""The client that tries out a server of the step "activated": judge/activated.py SOCKET SCENARIO.

Every line that it prints is for the learner; the last one says what was wrong. Exit status 42: the
server did all as the step's text says, 43: it did not. Anything else is this program's own fault.
"""

import socket
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


def friends(path: str, count: int) -> list[Client]:
    return [Client(path, f"client {number}") for number in range(1, count + 1)]


def first(path: str) -> None:
    client = Client(path)
    client.ask("PING", "+PONG")
    client.ask("COUNT", "+2")
    client.ask("FLY", "-ERR unknown verb")
    client.send(b"COU")
    client.send(b"NT\n")
    client.expect("+4")
    client.send(b"PING\nCOUNT\n")
    client.expect("+PONG")
    client.expect("+6")
    client.close()


def queue(path: str) -> None:
    """All are there from the start, so the process has no reason to end in between."""
    for number, client in enumerate(friends(path, 3), 1):
        client.ask("COUNT", f"+{number}")
        client.close()


def exits(path: str) -> None:
    for client in friends(path, 3):
        client.ask("COUNT", "+1")
        client.ask("EXIT", "+OK")
        client.expect_end("after EXIT")
        client.say("the next client has waited in the queue, and gets a new process")


def crash(path: str) -> None:
    one, two, three = friends(path, 3)
    one.ask("COUNT", "+1")
    one.send(b"CRASH\n")
    one.expect_end("after CRASH")
    two.ask("COUNT", "+1")
    two.send(b"CRASH\n")
    three.ask("COUNT", "+1")


def idle(path: str) -> None:
    """A new process counts from 1. How long the old one takes to see that it is idle is its own business, within limits."""
    one = Client(path, "client 1")
    one.ask("COUNT", "+1")
    one.close()
    for number in range(2, 2 + IDLE_TRIES):
        time.sleep(IDLE_SECONDS)
        client = Client(path, f"client {number}")
        client.send(b"COUNT\n")
        if client.next_line("a count") == b"+1":
            return
        client.close()
    raise Wrong(f"nobody was there for {IDLE_SECONDS} s, {IDLE_TRIES} times, and the process has not ended")


def hammer(path: str) -> None:
    for number in range(1, HAMMER + 1):
        client = Client(path, f"client {number}")
        client.ask("EXIT", "+OK")
        client.close()


IDLE_SECONDS, IDLE_TRIES, HAMMER = 0.4, 5, 4
SCENARIOS: dict[str, Callable[[str], None]] = {
    scenario.__name__: scenario for scenario in (first, queue, exits, crash, idle, hammer)
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
