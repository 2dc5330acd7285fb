# SPDX-License-Identifier: MIT
"""Reads base and cap, then numbers of tries; writes how long to wait after each, in milliseconds."""

import sys

base, cap = map(int, sys.stdin.readline().split())
for line in sys.stdin:
    print(base)  # to do: at random, from 0 to a ceiling that grows with the number
