# SPDX-License-Identifier: MIT
"""Writes each line that it reads as a frame: $, the length, a line end, the bytes, a line end."""

import sys

for line in sys.stdin.buffer:
    message = line.removesuffix(b"\n")
    sys.stdout.buffer.write(b"$%d\n%s\n" % (len(message), message))
