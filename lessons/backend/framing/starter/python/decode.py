# SPDX-License-Identifier: MIT
"""Takes frames apart: reads them from standard input, writes each message under a line about it."""

import sys

LENGTH_MAX = 100000

source, target = sys.stdin.buffer, sys.stdout.buffer
number = 0
while header := source.readline():
    # to do: all that can be wrong with the length, the message and its end
    message = source.read(int(header[1:]))
    number += 1
    target.write(b"message %d: %d bytes\n%s" % (number, len(message), message))
