# SPDX-License-Identifier: MIT
"""The launcher: does for one socket what systemd does for a socket unit. It listens at the path in its argument, and starts
server.py whenever somebody waits and no server runs. You need not change it."""

import os
import pathlib
import select
import socket
import sys

FIRST_FD = 3
SERVER = str(pathlib.Path(__file__).with_name("server.py"))


def become_server(listener: socket.socket) -> None:
    """In the child: the socket becomes descriptor 3, the variables say so, and the server takes this process over."""
    os.dup2(listener.fileno(), FIRST_FD)
    os.set_inheritable(FIRST_FD, True)
    variables = {**os.environ, "LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
    os.execve(sys.executable, [sys.executable, "-B", SERVER], variables)


listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(sys.argv[1])
listener.listen(64)
while True:
    select.select([listener], [], [])
    server = os.fork()
    if server == 0:
        become_server(listener)
    os.waitpid(server, 0)  # while it runs, it accepts; then the socket is ours again
