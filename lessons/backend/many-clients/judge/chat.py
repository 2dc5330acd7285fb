# SPDX-License-Identifier: MIT
"""The client that tries out a server of the step "chat": judge/chat.py SOCKET SCENARIO.

Every line that it prints is for the learner; the last one says what was wrong. Exit status 42: the
server did all as the step's text says, 43: it did not. Anything else is this program's own fault.
"""

import select
import socket
import sys
import time
from collections.abc import Callable

PASS, WRONG = 42, 43
PATIENCE = 3.0  # seconds for one reply
SILENCE = 0.05  # seconds in which nothing may come


class Wrong(Exception):
    """What the server did that it should not have done."""


class Client:
    def __init__(self, path: str, name: str = "client") -> None:
        self.name = name
        self.rest = b""
        self.is_quiet = False
        self.socket = connect(path)
        self.say("connected")
        self.expect("+welcome")

    def say(self, what: str) -> None:
        if not self.is_quiet:
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

    def expect_start(self, start: str) -> bytes:
        line = self.next_line(f"a reply that begins with {start}")
        if not line.startswith(start.encode()):
            raise Wrong(f"{self.name}: expected a reply that begins with {start}, got {shown(line)}")
        return line

    def ask_until(self, message: str, reply: str) -> None:
        """A server hears of a hang-up when it looks: it has some time to do so."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.send(message.encode() + b"\n")
            if self.expect_start("+") == reply.encode():
                return
            if time.monotonic() > deadline:
                raise Wrong(f"{self.name}: expected {reply}, since everybody else has gone")
            time.sleep(0.02)

    def ask_again_with(self, other: "Client") -> None:
        self.ask("welcome", "+1")
        other.expect("welcome")

    def expect_rest(self) -> None:
        """Reads to the end, which has to come."""
        while self.receive("the end of the connection, since nobody keeps that much for a client"):
            pass
        self.say("the connection has ended")

    def ask(self, request: str, reply: str) -> None:
        self.send(request.encode() + b"\n")
        self.expect(reply)

    def expect_silence(self, why: str) -> None:
        readable, _, _ = select.select([self.socket], [], [], SILENCE)
        if not readable and not self.rest:
            return
        data = self.rest or self.receive("")
        what = f"sent {shown(data)}" if data else "closed the connection"
        raise Wrong(f"{self.name}: the server {what}, but {why}")

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


def two(path: str) -> None:
    first, second = friends(path, 2)
    first.ask("hello", "+1")
    second.expect("hello")
    second.ask("hello yourself", "+1")
    first.expect("hello yourself")
    first.close()
    second.ask_until("is anybody there?", "+0")


def pieces(path: str) -> None:
    first, second, third = friends(path, 3)
    first.send(b"good mor")
    second.ask("me first", "+2")
    first.expect("me first")
    third.expect("me first")
    first.send(b"ning\n\nall")
    first.expect("+2")
    second.expect("good morning")
    third.expect("good morning")
    second.expect_silence("the second message is not complete yet, and an empty line is none")
    first.send(b" of you\n")
    first.expect("+2")
    second.expect("all of you")
    third.expect("all of you")


def many(path: str) -> None:
    clients = friends(path, 30)
    for speaker in (clients[0], clients[17]):
        speaker.ask(f"I am {speaker.name}", "+29")
        for client in clients:
            if client is not speaker:
                client.expect(f"I am {speaker.name}")


def hangup(path: str) -> None:
    first, second, third = friends(path, 3)
    second.send(b"half a mess")
    second.close()
    third.socket.shutdown(socket.SHUT_RD)  # whoever writes to it from now on, gets an error: as if it had gone already
    third.say("wants to hear nothing")
    first.ask_until("who is left?", "+0")
    first.ask_again_with(Client(path, "client 4"))


def slow(path: str) -> None:
    talker, listener, sleeper = friends(path, 3)
    sleeper.say("stops reading")
    talker.say(f"says {LINES} lines of {len(LONG)} bytes, and client 2 hears each")
    talker.is_quiet = listener.is_quiet = True
    for _ in range(LINES):
        talker.send(LONG.encode() + b"\n")
        talker.expect_start("+")
        listener.expect(LONG)
    talker.is_quiet = listener.is_quiet = False
    talker.ask("is client 3 still there?", "+1")
    sleeper.say("reads again, what had been sent before the server hung up")
    sleeper.expect_rest()


LINES, LONG = 400, "x" * 1000
SCENARIOS: dict[str, Callable[[str], None]] = {scenario.__name__: scenario for scenario in (two, pieces, many, hangup, slow)}


def main() -> int:
    path, scenario = sys.argv[1:]
    try:
        SCENARIOS[scenario](path)
    except Wrong as wrong:
        print(wrong, flush=True)
        return WRONG
    return PASS


sys.exit(main())
