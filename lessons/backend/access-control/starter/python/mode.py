# SPDX-License-Identifier: MIT
"""Reads a folder, a socket in it, and clients; says which of them may connect."""

import sys

folder = door = (0, 0, 0)
for line in sys.stdin:
    kind, *words = line.split()
    if kind == "folder":
        folder = int(words[0], 8), int(words[1]), int(words[2])
    elif kind == "socket":
        door = int(words[0], 8), int(words[1]), int(words[2])
    else:  # to do: its groups stand behind the uid
        print(words[0], "yes" if int(words[0]) == door[1] else "no: socket")
