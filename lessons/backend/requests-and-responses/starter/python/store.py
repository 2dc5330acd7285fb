# SPDX-License-Identifier: MIT
"""A server that keeps values under keys: reads requests, writes one response to each."""

import sys


def answer(line: str) -> str:
    verb, _, rest = line.partition(" ")
    # to do: keep what SET says, and find it again
    if verb == "GET" and rest:
        return "404 no such key"
    return "400 unknown verb"


for line in sys.stdin:
    print(answer(line.rstrip("\n")), flush=True)
