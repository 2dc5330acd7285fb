# SPDX-License-Identifier: MIT
"""Replaces the file "state" with what comes from standard input."""

import sys

# to do: from here on the old state is gone, and the new one is not yet there
with open("state", "wb") as file:
    file.write(sys.stdin.buffer.read())
