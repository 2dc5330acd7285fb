# SPDX-License-Identifier: MIT
"""Sends a word through a pair of sockets and shows what came. The check puts its tests in this file's place."""

import socket

from send_all import send_all

here, there = socket.socketpair()
send_all(here, b"hello")
print(f"came: {there.recv(100).decode()}")
