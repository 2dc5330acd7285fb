# SPDX-License-Identifier: MIT
"""A server that counts what a client sends, until the client says that this was all."""

import socket
import sys


def serve(client: socket.socket) -> None:
    n_lines = n_bytes = 0
    while data := client.recv(4096):
        n_lines += data.count(b"\n")
        n_bytes += len(data)
    client.sendall(b"%d lines, %d bytes\n" % (n_lines, n_bytes))


listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(sys.argv[1])
listener.listen()
while True:
    client, _ = listener.accept()
    with client:
        try:
            serve(client)
        except OSError as error:  # it has gone: that ends nothing but this conversation
            print(f"a client has gone: {error}", file=sys.stderr)
