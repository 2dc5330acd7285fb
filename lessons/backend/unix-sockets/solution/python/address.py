# SPDX-License-Identifier: MIT
"""Says of each address, one a line, what it is and whether it fits."""

import sys

LENGTH_MAX = 107  # 108 bytes of room, and a zero byte: behind a path, before an abstract name


def describe(address: bytes) -> str:
    if address in (b"", b"@"):
        return "error: empty"
    kind = {b"/": "path", b"@": "abstract"}.get(address[:1])
    if kind is None:
        return "error: not absolute"
    length = len(address.removeprefix(b"@"))
    return f"{kind} {length}" if length <= LENGTH_MAX else "error: too long"


for line in sys.stdin.buffer:
    print(describe(line.removesuffix(b"\n")))
