# SPDX-License-Identifier: MIT
"""Reads how tries went, writes when they were made. All times are in milliseconds."""

import sys

pause, cap, deadline = map(int, sys.stdin.readline().split())
now = 0
for number, line in enumerate(sys.stdin, 1):
    duration, result = line.split()
    print(now, f"try {number}")
    now += int(duration)
    if now > deadline:  # nobody waits for it any more
        now, result = deadline, "timeout"
    if result == "ok":
        print(now, "ok")
        break
    if result == "bad" or now + pause >= deadline:
        print(now, f"{result}, give up")
        break
    print(now, f"{result}, wait {pause}")
    now += pause
    pause = min(2 * pause, cap)
