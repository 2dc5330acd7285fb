# SPDX-License-Identifier: MIT
"""A server that counts what a client sends, until the client says that this was all."""

import socket
import sys

listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(sys.argv[1])
listener.listen()
client, _ = listener.accept()
# to do: one recv is not all, lines want to be counted too, and after this client comes another
text = client.recv(4096)
client.sendall(b"%d lines, %d bytes\n" % (0, len(text)))
