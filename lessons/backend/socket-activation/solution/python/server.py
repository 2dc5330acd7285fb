# SPDX-License-Identifier: MIT
"""A server that is started when somebody knocks: its listening socket is descriptor 3.

It accepts one client after the other, and only when it will serve it. So whenever the process ends, nobody was accepted in
vain: who waits, waits in the kernel's queue, and is the next process's first client.
"""

import os
import select
import socket
import sys

FIRST_FD = 3
IDLE_SECONDS = 0.3


def talk(client: socket.socket, n_requests: int) -> tuple[int, bool]:
    """The number of requests until now, and whether the process goes on."""
    with client.makefile("rb") as stream:
        for line in stream:
            if not line.endswith(b"\n"):
                break
            n_requests += 1
            verb = line.decode(errors="replace").rstrip("\n")
            if verb == "CRASH":
                os.abort()
            replies = {"PING": "+PONG", "COUNT": f"+{n_requests}", "EXIT": "+OK"}
            client.sendall(f"{replies.get(verb, '-ERR unknown verb')}\n".encode())
            if verb == "EXIT":
                return n_requests, False
    return n_requests, True


def main() -> int:
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        print("server: no socket was handed to me", file=sys.stderr)
        return 1
    os.set_inheritable(FIRST_FD, False)
    listener = socket.socket(fileno=FIRST_FD)
    n_requests, is_wanted = 0, True
    while is_wanted and select.select([listener], [], [], IDLE_SECONDS)[0]:
        client, _ = listener.accept()
        with client:
            try:
                n_requests, is_wanted = talk(client, n_requests)
            except OSError:
                pass  # it has gone
    listener.detach()  # not shutdown: the socket lives on
    return 0


sys.exit(main())
