# SPDX-License-Identifier: MIT
"""Says of each address, one a line, which host and port it means."""

import sys


def describe(address: str) -> str:
    host, _, port = address.rpartition(":")
    # to do: the other two shapes, and all that can be wrong
    return f"IPv4 {host} port {port}"


for line in sys.stdin:
    print(describe(line.rstrip("\n")))
