# SPDX-License-Identifier: MIT
"""Reads clients and how many requests each has sent, writes in which order they are answered."""

import sys

clients = {name: int(n_requests) for name, n_requests in map(str.split, sys.stdin)}
for number in range(1, max(clients.values(), default=0) + 1):
    for name, n_requests in clients.items():
        if number <= n_requests:
            print(name, number)
