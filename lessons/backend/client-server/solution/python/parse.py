# SPDX-License-Identifier: MIT
"""Takes request lines apart: a verb, and what follows it."""

import sys


def split_request(line: str) -> tuple[str, str]:
    verb, _, argument = line.strip().partition(" ")
    return verb.upper(), argument.lstrip()


for line in sys.stdin:
    verb, argument = split_request(line)
    if verb:
        print(f"verb=[{verb}] argument=[{argument}]")
