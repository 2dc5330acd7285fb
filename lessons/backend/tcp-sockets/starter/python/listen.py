# SPDX-License-Identifier: MIT
import socket


def listen_on(port: int) -> socket.socket:
    """A TCP socket that listens on that port of 127.0.0.1."""
    # to do: who may connect, what about a restart, and what is left open when it fails?
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("", port))
    listener.listen()
    return listener
