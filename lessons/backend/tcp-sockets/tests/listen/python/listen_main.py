# SPDX-License-Identifier: MIT
"""Tests listen_on() and reports in TAP: the plan, then a line a test, "ok" or "not ok".

Sockets are ours: they play a machine, and keep count.
"""

from __future__ import annotations

import errno
import os
import socket
import sys


class Machine:
    def __init__(self, state: str) -> None:
        self.state = state
        self.open: list[FakeSocket] = []


machine = Machine("free")


def error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


class FakeSocket:
    def __init__(self, family: int = socket.AF_INET, type: int = socket.SOCK_STREAM, *_: object) -> None:  # noqa: A002
        self.is_tcp = family == socket.AF_INET and type & 0xF == socket.SOCK_STREAM
        self.may_reuse = self.is_listening = False
        self.bound: object = None
        machine.open.append(self)

    def __enter__(self) -> FakeSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def setsockopt(self, level: int, name: int, value: int) -> None:
        if (level, name) == (socket.SOL_SOCKET, socket.SO_REUSEADDR):
            self.may_reuse = bool(value)

    def bind(self, address: tuple[str, int]) -> None:
        if machine.state == "in use" or (machine.state == "just ended" and not self.may_reuse):
            raise error(errno.EADDRINUSE)
        self.bound = tuple(address)

    def listen(self, backlog: int = 0) -> None:
        if self.bound is None:
            raise error(errno.EINVAL)
        self.is_listening = True

    def close(self) -> None:
        if self in machine.open:
            machine.open.remove(self)


class Report:
    def __init__(self) -> None:
        self.n_tests = self.n_failed = 0

    def report(self, is_good: bool, name: str, more: object = None) -> None:
        self.n_tests += 1
        self.n_failed += not is_good
        print(f"{'ok' if is_good else 'not ok'} {self.n_tests} - {name}")
        if not is_good and more is not None:
            print(f"# it was: {more!r:.200}")
        sys.stdout.flush()


def call(port: int, state: str) -> object:
    """The socket, or the error."""
    global machine
    machine = Machine(state)
    try:
        return listen_on(port)
    except Exception as problem:
        return problem


def is_listening(got: object) -> bool:
    return isinstance(got, FakeSocket) and got.is_tcp and got.is_listening and machine.open == [got]


def test_address(report: Report, port: int) -> None:
    got = call(port, "free")
    host, bound = getattr(got, "bound", None) or (None, None)
    report.report(is_listening(got), f"port {port}: a TCP socket listens", got)
    report.report(bound == port, f"port {port}: it is this port", bound)
    report.report(host in ("127.0.0.1", "localhost"), f"port {port}: on 127.0.0.1 only", host)


print("1..10", flush=True)
from listen import listen_on  # noqa: E402

socket.socket = FakeSocket  # type: ignore[assignment,misc]
report = Report()
test_address(report, 8080)
test_address(report, 1)
got = call(8080, "just ended")
report.report(is_listening(got), "it can be started anew at once", got)
got = call(8080, "in use")
report.report(isinstance(got, OSError), "it fails where another server listens", got)
report.report(not machine.open, "when it fails, nothing is left open", len(machine.open))
got = call(65535, "free")
report.report(is_listening(got), "port 65535", got)
sys.exit(1 if report.n_failed else 0)
