# SPDX-License-Identifier: MIT
import errno
import os
import socket
import stat


def is_dead(path: str) -> bool:
    """A socket file to which nobody listens. When in doubt, it is alive."""
    if not stat.S_ISSOCK(os.lstat(path).st_mode):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            return True
        return False


def bind_at(listener: socket.socket, path: str) -> None:
    try:
        listener.bind(path)
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not is_dead(path):
            raise
        os.unlink(path)
        listener.bind(path)


def listen_at(path: str) -> socket.socket:
    """A stream socket that listens at that path; takes over the socket file of a dead server."""
    if len(os.fsencode(path)) > 107:
        raise OSError("the path is too long for a socket")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        bind_at(listener, path)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
