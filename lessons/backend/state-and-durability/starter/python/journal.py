# SPDX-License-Identifier: MIT
"""A server that remembers: the path of its log is the argument, requests come from standard input."""

import sys

values: dict[str, str] = {}
# to do: replay the log; append to it, and sync it, before a SET is answered
for line in sys.stdin:
    match line.split():
        case ["SET", name, value]:
            values[name] = value
            print("+OK", flush=True)
        case ["GET", name]:
            print(f"+{values[name]}" if name in values else "-ERR unknown", flush=True)
