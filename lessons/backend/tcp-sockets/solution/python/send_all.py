# SPDX-License-Identifier: MIT
import socket


def send_all(connection: socket.socket, data: bytes) -> None:
    rest = memoryview(data)  # a part of it is no copy
    while rest:
        taken = connection.send(rest)
        rest = rest[taken:]
