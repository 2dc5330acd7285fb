# SPDX-License-Identifier: MIT
"""Writes each line that it reads as a frame: $, the length, a line end, the bytes, a line end."""

import sys

for line in sys.stdin:
    message = line.rstrip("\n")
    sys.stdout.write(f"${len(message)}\n{message}\n")  # to do: is that the number of bytes?
