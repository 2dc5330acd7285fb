# SPDX-License-Identifier: MIT
"""A client: the amounts to add are its arguments, the server is at standard input and output."""

import sys

balance = "0"
for number, amount in enumerate(sys.argv[1:], 1):
    print(number, "ADD", amount, flush=True)
    # to do: what comes may be a tick, or the reply to an earlier request
    balance = sys.stdin.readline().partition("+")[2].strip()
print("done", balance)
