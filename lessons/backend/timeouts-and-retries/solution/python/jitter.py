# SPDX-License-Identifier: MIT
"""Reads base and cap, then numbers of tries; writes how long to wait after each, in milliseconds."""

import random
import sys

base, cap = map(int, sys.stdin.readline().split())
for line in sys.stdin:
    ceiling = min(cap, base * 2 ** (int(line) - 1))
    print(random.randint(0, ceiling))
