# SPDX-License-Identifier: MIT
"""A client: counts one more visit on the server at the other end of its input and output."""

import sys

TRIES = 3


def ask(request: str) -> tuple[int, str]:
    """Sends a request; returns the response's status and text."""
    print(request, flush=True)  # the server can't answer what is still in our buffer
    status, _, text = input().partition(" ")
    return int(status), text


def ask_patiently(request: str) -> tuple[int, str]:
    """The same, but repeats while the trouble is the server's. The request has to be safe to repeat."""
    for _ in range(TRIES):
        status, text = ask(request)
        if status // 100 != 5:
            break
    return status, text


status, text = ask_patiently("GET visits")
if status // 100 == 2:
    visits = int(text)
elif status == 404:
    visits = 0
else:
    sys.exit(1)
status, _ = ask_patiently(f"SET visits {visits + 1}")
sys.exit(0 if status // 100 == 2 else 1)
