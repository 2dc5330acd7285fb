# SPDX-License-Identifier: MIT
"""A small server: reads requests from standard input, writes one reply to each."""

import sys


def reply_to(line: str) -> str:
    # to do: your parser from the step before, then a reply for each verb and each error
    if line == "PING\n":
        return "+PONG"
    return "-ERR nothing but PING is written yet"


for line in sys.stdin:
    print(reply_to(line))  # to do: flush each reply before the next request is read
