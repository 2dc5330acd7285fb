# SPDX-License-Identifier: MIT
"""A server that keeps a balance. Requests have an id; a request that comes again is not done again."""

import sys

balance = 0
for line in sys.stdin:
    id_, verb, *amount = line.split()
    if verb == "ADD":
        balance += int(amount[0])  # to do: not if this id has been answered already
    print(id_, f"+{balance}")
