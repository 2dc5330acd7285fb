# SPDX-License-Identifier: MIT
"""Reads how tries went, writes when they were made. All times are in milliseconds."""

import sys

base, cap, deadline = map(int, sys.stdin.readline().split())
now = 0
for number, line in enumerate(sys.stdin, 1):
    duration, result = line.split()
    print(now, f"try {number}")
    now += int(duration)  # to do: not beyond the deadline
    if result == "ok":
        print(now, "ok")
        break
    print(now, f"{result}, wait {base}")  # to do: longer each time, and not after everything
    now += base
