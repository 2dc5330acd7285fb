# SPDX-License-Identifier: MIT
import socket


def send_all(connection: socket.socket, data: bytes) -> None:
    connection.send(data)  # to do: it may take a part only
