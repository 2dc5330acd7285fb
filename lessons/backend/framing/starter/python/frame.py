# SPDX-License-Identifier: MIT
import sys


def frame(message: bytes) -> bytes:
    return b"$%d\n%s\n" % (len(message), message)


for message in (b"hello", b"two\nlines", b""):
    sys.stdout.buffer.write(frame(message))
