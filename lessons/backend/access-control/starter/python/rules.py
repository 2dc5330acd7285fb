# SPDX-License-Identifier: MIT
"""Notes of many users: each line of input is a caller's uid and what it asks for."""

import sys

notes: dict[str, str] = {}
for line in sys.stdin:
    match line.split():
        case [caller, "PUT", name, text]:
            notes[f"{caller}/{name}"] = text
            print("+OK")
        case [caller, "GET", path]:  # to do: everybody may read everything
            print(f"+{notes[path]}" if path in notes else "-ERR no such note")
        case _:  # to do: SHARE and DROP
            print("-ERR unknown verb")
