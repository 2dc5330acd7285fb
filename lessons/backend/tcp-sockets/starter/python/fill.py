# SPDX-License-Identifier: MIT
"""A server that sends as many bytes as a client wants. Its address is a path, or a port on loopback."""

import socket
import sys

# to do: a port is an address, too
listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listener.bind(sys.argv[1])
listener.listen()
client, _ = listener.accept()
# to do: all requests of all clients, all of their bytes, and the errors
request = client.recv(100).decode()
count = int(request.split()[1])
client.send(b"$%d\n%s\n" % (count, b"x" * count))
