# SPDX-License-Identifier: MIT
"""A server that loses, delays and repeats replies: judge/client.py INPUT ANSWER FEEDBACK, the client at standard input and output.

INPUT is a play: "< LINE" is what the client has to send now, "> LINE" what the server sends, "# TEXT" a reason that is
told when the next line of the client is not the right one. The ticks are the only clock, so the play is the same on
every machine. Exit status 42: the client played its part, 43: it did not.
"""

import os
import pathlib
import select
import sys

PASS, WRONG = 42, 43
SILENCE = 0.03  # seconds in which nothing may come; a client that is slower than this gets away with it


class Wrong(Exception):
    """What the client did that it should not have done."""


def expect(line: str, reason: str) -> None:
    got = sys.stdin.readline()
    if not got:
        raise Wrong(f"expected {line!r}, but your program ended{reason}")
    if got.rstrip("\n") != line:
        raise Wrong(f"expected {line!r}, got {got.rstrip()[:60]!r}{reason}")


def send(line: str) -> None:
    ready, _, _ = select.select([sys.stdin], [], [], SILENCE if line == "tick" else 0)
    early = sys.stdin.readline() if ready else ""
    if early:
        raise Wrong(f"{early.rstrip()[:60]!r} came too early: it was not time yet, or nothing was asked")
    try:
        os.write(sys.stdout.fileno(), f"{line}\n".encode())
    except BrokenPipeError:
        raise Wrong("your program has closed its input") from None


def play(lines: list[str]) -> None:
    reason = ""
    for line in lines:
        sign, _, text = line.partition(" ")
        if sign == "#":
            reason = f" ({text})"
        elif sign == "<":
            expect(text, reason)
            reason = ""
        else:
            send(text)
    rest = sys.stdin.readline()
    if rest:
        raise Wrong(f"nothing more was expected, got {rest.rstrip()[:60]!r}")


def main() -> int:
    try:
        play(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    except Wrong as wrong:
        pathlib.Path(sys.argv[3], "judgemessage.txt").write_text(f"{wrong}\n", encoding="utf-8")
        return WRONG
    return PASS


sys.exit(main())
