# SPDX-License-Identifier: MIT
"""Takes request lines apart: a verb, and what follows it."""

import sys


def split_request(line: str) -> tuple[str, str]:
    return line, ""  # to do: cut the line's end off, split, upper case


for line in sys.stdin:
    # to do: skip empty lines
    verb, argument = split_request(line)
    print(f"verb=[{verb}] argument=[{argument}]")
