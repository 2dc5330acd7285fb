# SPDX-License-Identifier: MIT
"""Writes messages as JSON strings, one a line. A line with -- ends a message."""

import json
import sys

lines: list[str] = []
for line in sys.stdin:
    text = line.rstrip("\n")
    if text == "--":
        print(json.dumps("\n".join(lines)))
        lines = []
    else:
        lines.append(text)
