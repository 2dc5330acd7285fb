# SPDX-License-Identifier: MIT
"""Takes frames apart: reads them from standard input, writes each message under a line about it."""

import re
import sys
from typing import NoReturn

LENGTH_MAX = 100000

source, target = sys.stdin.buffer, sys.stdout.buffer


def fail(why: str) -> NoReturn:
    target.write(f"error: {why}\n".encode())
    sys.exit(1)


def read_exactly(count: int) -> bytes:
    data = source.read(count)
    if len(data) < count:
        fail("the stream ends inside a message")
    return data


def read_message(header: bytes) -> bytes:
    if not header.endswith(b"\n"):
        fail("the stream ends inside a message")
    found = re.fullmatch(rb"\$0*([0-9]+)\n", header)
    if not found:
        fail("bad length")
    digits = found[1]
    if len(digits) > 6 or int(digits) > LENGTH_MAX:
        fail("too long")
    message = read_exactly(int(digits))
    if read_exactly(1) != b"\n":
        fail("no line end after the message")
    return message


number = 0
while header := source.readline():
    message = read_message(header)
    number += 1
    target.write(b"message %d: %d bytes\n%s\n" % (number, len(message), message))
