# SPDX-License-Identifier: MIT
"""A server that knows its callers: each user has one note, and nobody else sees it."""

import socket
import sys

listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
# to do: the mode has to be 0660, from the first moment on
listener.bind(sys.argv[1])
listener.listen(64)
while True:
    client, _ = listener.accept()
    # to do: ask the kernel who it is; lines, PUT and GET; more than one client
    while client.recv(1000):
        client.sendall(b"+uid 0 gid 0\n")
    client.close()
