# SPDX-License-Identifier: MIT
"""Says of each address, one a line, which host and port it means."""

import re
import socket
import sys


def show(family: int, host: str, port: str) -> str:
    try:
        name = socket.inet_ntop(family, socket.inet_pton(family, host))
    except (OSError, ValueError):
        return "error: bad host"
    if not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        return "error: bad port"
    return f"{'IPv4' if family == socket.AF_INET else 'IPv6'} {name} port {int(port)}"


def describe(address: str) -> str:
    if address.startswith("["):
        host, end, port = address[1:].partition("]:")
        return show(socket.AF_INET6, host, port) if end else "error: bad host"
    host, colon, port = address.rpartition(":")
    return show(socket.AF_INET, host if colon else "127.0.0.1", port)


for line in sys.stdin:
    print(describe(line.rstrip("\n")))
