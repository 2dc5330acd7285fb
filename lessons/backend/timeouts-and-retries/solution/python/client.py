# SPDX-License-Identifier: MIT
"""A client: the amounts to add are its arguments, the server is at standard input and output."""

import sys

TRIES_MAX = 4
PATIENCE_MAX = 4  # ticks


def hear(number: int, patience: int) -> str | None:
    """The reply to this request, or None when so many ticks are over, or the server has gone."""
    for line in iter(sys.stdin.readline, ""):
        if line == "tick\n":
            patience -= 1
            if patience == 0:
                return None
            continue
        answered, _, reply = line.strip().partition(" ")
        if answered == str(number):
            return reply.lstrip("+")
        # else the reply to a copy of an earlier request: it has been used already
    return None


def ask(number: int, amount: str) -> str | None:
    patience = 1
    for _ in range(TRIES_MAX):
        print(number, "ADD", amount, flush=True)  # the same number each time: it is the same request
        reply = hear(number, patience)
        if reply is not None:
            return reply
        patience = min(2 * patience, PATIENCE_MAX)
    return None


def main(amounts: list[str]) -> int:
    balance: str | None = "0"
    for number, amount in enumerate(amounts, 1):
        balance = ask(number, amount)
        if balance is None:
            print("give up")
            return 1
    print("done", balance)
    return 0


sys.exit(main(sys.argv[1:]))
