# SPDX-License-Identifier: MIT
"""A server on a UNIX socket: the requests are those of the step before, the clients are many."""

import socket
import sys


def reply_to(line: str) -> str:
    # to do: what your server of the step before does
    if line == "PING\n":
        return "+PONG"
    return "-ERR nothing but PING is written yet"


listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(sys.argv[1])
listener.listen()
connection, _ = listener.accept()
# to do: one read is not one request, one request is not the last, and one client is not the only one
request = connection.recv(100).decode()
connection.sendall(f"{reply_to(request)}\n".encode())
