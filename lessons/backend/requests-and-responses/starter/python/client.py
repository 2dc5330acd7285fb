# SPDX-License-Identifier: MIT
"""A client: counts one more visit on the server at the other end of its input and output."""


def ask(request: str) -> tuple[int, str]:
    """Sends a request; returns the response's status and text."""
    print(request, flush=True)  # the server can't answer what is still in our buffer
    status, _, text = input().partition(" ")
    return int(status), text


# to do: count one more, and take no for an answer
ask("GET visits")
ask("SET visits 1")
