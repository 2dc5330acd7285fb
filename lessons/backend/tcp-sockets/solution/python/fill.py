# SPDX-License-Identifier: MIT
"""A server that sends as many bytes as a client wants. Its address is a path, or a port on loopback."""

import re
import socket
import sys

FILL_MAX = 1000000
LINE_MAX = 100


def listen(address: str) -> socket.socket:
    """The only place that knows of the two kinds."""
    if address.startswith("/"):
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(address)
    else:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(address)))
    listener.listen()
    return listener


def reply_to(request: bytes) -> bytes:
    found = re.fullmatch(rb"FILL ([0-9]+)", request)
    if not found:
        return b"-ERR FILL needs a number\n"
    count = int(found[1])
    return b"$%d\n%s\n" % (count, b"x" * count) if count <= FILL_MAX else b"-ERR too many\n"


def serve(client: socket.socket) -> None:
    rest = b""
    while data := client.recv(4096):
        *requests, rest = (rest + data).split(b"\n")
        for request in requests:
            client.sendall(reply_to(request))
        if len(rest) > LINE_MAX:
            return


listener = listen(sys.argv[1])
while True:
    client, _ = listener.accept()
    with client:
        try:
            serve(client)
        except OSError as error:  # it has gone: that ends nothing but this conversation
            print(f"a client has gone: {error}", file=sys.stderr)
