# SPDX-License-Identifier: MIT
"""Tests listen_at() and reports in TAP: the plan, then a line a test, "ok" or "not ok".

Sockets and files are ours: they play a file system of one path, and keep count.
"""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys

ROOM = 107
FITS, TOO_LONG = "/run/" + "x" * 102, "/run/" + "x" * 103


class World:
    def __init__(self, path: str, place: str) -> None:
        self.path, self.place = path, place
        self.open: list[FakeSocket] = []
        self.n_removed = self.n_bound = 0
        self.is_wrong = False


world = World("", "nothing")


def error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


class FakeSocket:
    def __init__(self, family: int = socket.AF_INET, type: int = socket.SOCK_STREAM, *_: object) -> None:  # noqa: A002
        world.is_wrong |= family != socket.AF_UNIX or type & 0xF != socket.SOCK_STREAM
        world.open.append(self)
        self.is_bound = self.is_listening = False

    def __enter__(self) -> FakeSocket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, path: object) -> None:
        if self not in world.open:
            raise error(errno.EBADF)
        world.is_wrong |= os.fsencode(path) != world.path.encode()
        if len(os.fsencode(path)) > ROOM:
            raise OSError("AF_UNIX path too long")

    def bind(self, path: object) -> None:
        world.n_bound += 1
        self.check(path)
        if world.place != "nothing":
            raise error(errno.EADDRINUSE)
        world.place, self.is_bound = "ours", True

    def listen(self, backlog: int = 0) -> None:
        if not self.is_bound:
            raise error(errno.EINVAL)
        self.is_listening = True

    def connect(self, path: object) -> None:
        self.check(path)
        if world.place == "nothing":
            raise error(errno.ENOENT)
        if world.place != "alive":
            raise error(errno.ECONNREFUSED)

    def connect_ex(self, path: object) -> int:
        try:
            self.connect(path)
        except OSError as problem:
            return problem.errno or errno.EINVAL
        return 0

    def settimeout(self, seconds: float | None) -> None:
        pass

    def close(self) -> None:
        if self in world.open:
            world.open.remove(self)


def unlink(path: object, **_: object) -> None:
    if os.fsencode(path) != world.path.encode() or world.place == "nothing":
        raise error(errno.ENOENT)
    world.n_removed += 1
    world.place = "nothing"


def lstat(path: object, **_: object) -> os.stat_result:
    if os.fsencode(path) != world.path.encode() or world.place == "nothing":
        raise error(errno.ENOENT)
    return os.stat_result((0o600 | (stat.S_IFREG if world.place == "plain" else stat.S_IFSOCK),) + (0,) * 9)


def call(path: str) -> object:
    """The socket, or the error."""
    try:
        return listen_at(path)
    except Exception as problem:
        return problem


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

    def test(self, name: str, path: str, place: str, is_possible: bool) -> None:
        global world
        world = World(path, place)
        got = call(path)
        if is_possible:
            self.report(isinstance(got, FakeSocket) and got.is_listening and not world.is_wrong, f"{name}: listens", got)
        else:
            self.report(isinstance(got, OSError), f"{name}: fails", got)
        was_dead = place == "dead"
        what = "the old file is removed once" if was_dead else "nothing is removed"
        self.report(world.n_removed == was_dead, f"{name}: {what}", world.n_removed)
        what = "one socket is left open" if is_possible else "nothing is left open"
        self.report(world.open == ([got] if is_possible else []), f"{name}: {what}", len(world.open))


print("1..18", flush=True)
from listen import listen_at  # noqa: E402

socket.socket = FakeSocket  # type: ignore[assignment,misc]
os.unlink = os.remove = unlink  # type: ignore[assignment]
os.lstat = os.stat = lstat  # type: ignore[assignment]
report = Report()
report.test("a new path", "/run/demo", "nothing", True)
report.test("a dead server", "/run/demo", "dead", True)
report.test("a living server", "/run/demo", "alive", False)
report.test("a plain file", "/run/demo", "plain", False)
report.test("a path of 107 bytes", FITS, "nothing", True)
report.test("a path of 108 bytes", TOO_LONG, "nothing", False)
sys.exit(1 if report.n_failed else 0)
