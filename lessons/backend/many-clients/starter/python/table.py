# SPDX-License-Identifier: MIT
"""Events of many clients on standard input, replies on standard output."""

import sys

# to do: this is one text and one count for everybody; each client needs its own
rest = ""
n_requests = 0


def reply_to(request: str) -> str:
    match request:
        case "PING":
            return "+PONG"
        case "COUNT":
            return f"+{n_requests}"
    return "-ERR unknown"


for line in sys.stdin:
    event, name, *more = line.rstrip("\n").split(" ", 2)
    if event == "data":
        rest += "".join(more)
        *requests, rest = rest.split(";")
        for request in requests:
            n_requests += 1
            print(name, reply_to(request))
