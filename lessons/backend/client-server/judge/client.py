# SPDX-License-Identifier: MIT
"""The client that tries out a server of the step "service": judge/client.py SOCKET SCENARIO.

Every line that it prints is for the learner; the last one says what was wrong. Exit status 42: the
server did all as the step's text says, 43: it did not. Anything else is this program's own fault.
"""

import contextlib
import select
import socket
import sys
import time
from collections.abc import Callable

PASS, WRONG = 42, 43
PATIENCE = 1.5  # seconds for one reply
SILENCE = 0.05  # seconds in which nothing may come


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

    def expect(self, reply: str) -> None:
        """The next line is this one."""
        wanted = reply.encode() + b"\n"
        while b"\n" not in self.rest:
            data = self.receive(f"the reply {shown(wanted)}")
            if not data:
                got = f" after {shown(self.rest)}" if self.rest else ""
                raise Wrong(f"{self.name}: expected {shown(wanted)}, but the server closed the connection{got}")
            self.rest += data
        line, _, self.rest = self.rest.partition(b"\n")
        line += b"\n"
        self.say(f"got  {shown(line)}")
        if line != wanted:
            raise Wrong(f"{self.name}: expected {shown(wanted)}, got {shown(line)}")

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


def one(path: str) -> None:
    client = Client(path)
    client.ask("PING", "+PONG")
    client.close()


def several(path: str) -> None:
    client = Client(path)
    client.ask("PING", "+PONG")
    client.ask("STATUS", "+idle")
    client.ask("START sockets", "+Now practicing: sockets")
    client.ask("STATUS", "+practicing sockets")
    client.ask("QUIT", "+OK")
    client.expect_end("after QUIT")


def pieces(path: str) -> None:
    client = Client(path)
    client.send(b"START cli")
    client.expect_silence("the request is not complete yet")
    client.send(b"ent-server\n")
    client.expect("+Now practicing: client-server")
    client.say("sends STATUS byte by byte")
    for byte in b"STATUS\n":
        client.send_silently(bytes([byte]))
        time.sleep(0.002)
    client.expect("+practicing client-server")
    client.send(b"PING\nSTATUS\nPI")
    client.expect("+PONG")
    client.expect("+practicing client-server")
    client.expect_silence("the third request is not complete yet")
    client.send(b"NG\n")
    client.expect("+PONG")


def two(path: str) -> None:
    first = Client(path, "first client")
    first.send(b"STA")
    second = Client(path, "second client")
    second.ask("PING", "+PONG")
    second.ask("START locks", "+Now practicing: locks")
    first.send(b"TUS\n")
    first.expect("+idle")
    first.ask("START sockets", "+Now practicing: sockets")
    second.ask("STATUS", "+practicing locks")
    first.ask("QUIT", "+OK")
    first.expect_end("after QUIT")
    second.ask("PING", "+PONG")
    Client(path, "third client").ask("STATUS", "+idle")


def bad(path: str) -> None:
    client = Client(path)
    client.ask("FLY away", "-ERR unknown verb 'FLY'")
    client.ask("START", "-ERR START needs a topic")
    client.ask("STATUS", "+idle")
    client.send(b"\n")
    client.expect_silence("an empty line is no request")
    client.ask("x" * 5000, f"-ERR unknown verb '{'x' * 5000}'")
    client.ask("PING", "+PONG")


def hangup(path: str) -> None:
    first = Client(path, "first client")
    first.send(b"START half")
    first.close()
    second = Client(path, "second client")
    second.ask("STATUS", "+idle")
    for name in ("third client", "fourth client"):
        rude = Client(path, name)
        rude.say("sends PING 100 times and wants no reply")
        rude.socket.shutdown(socket.SHUT_RD)  # whoever writes to it from now on, gets an error: as if it had gone already
        with contextlib.suppress(Wrong):  # the server may have hung up
            rude.send_silently(b"PING\n" * 100)
        rude.close()
    second.ask("PING", "+PONG")
    Client(path, "fifth client").ask("PING", "+PONG")


def crlf(path: str) -> None:
    client = Client(path)
    client.send(b"ping\r\n")
    client.expect("+PONG")
    client.send(b"  start   sockets  \r\n")
    client.expect("+Now practicing: sockets")
    client.send(b"\r\nStatus\r\n")
    client.expect("+practicing sockets")
    client.send(b"PING\r")
    client.expect_silence("a CR alone ends no request")
    client.send(b"\n")
    client.expect("+PONG")


SCENARIOS: dict[str, Callable[[str], None]] = {
    scenario.__name__: scenario for scenario in (one, several, pieces, two, bad, hangup, crlf)
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
