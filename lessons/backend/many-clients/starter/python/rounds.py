# SPDX-License-Identifier: MIT
"""Reads clients and how many requests each has sent, writes in which order they are answered."""

import sys

for line in sys.stdin:
    name, n_requests = line.split()
    for number in range(1, int(n_requests) + 1):  # to do: the next client waits for all of these
        print(name, number)
