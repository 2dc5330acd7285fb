# SPDX-License-Identifier: MIT
import os
import socket


def listen_at(path: str) -> socket.socket:
    """A stream socket that listens at that path; takes over the socket file of a dead server."""
    # to do: this takes away whatever is there; and it leaves its socket open when it fails
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    listener.bind(path)
    listener.listen()
    return listener
