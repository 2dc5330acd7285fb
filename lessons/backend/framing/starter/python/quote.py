# SPDX-License-Identifier: MIT
"""Writes messages as JSON strings, one a line. A line with -- ends a message."""

import sys

for line in sys.stdin:
    # to do: collect lines up to --, and escape what has to be
    print('"' + line.rstrip("\n") + '"')
