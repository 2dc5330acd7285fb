# SPDX-License-Identifier: MIT
"""Reads a topic, one line, and answers with a line about it."""

import sys

GREETING = "Now learning"

line = sys.stdin.readline()
if line:  # an empty text means that nobody asked
    topic = line.rstrip("\n")
    print(f"{GREETING}: {topic}")
