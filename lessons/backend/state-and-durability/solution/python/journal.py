# SPDX-License-Identifier: MIT
"""A server that remembers: the path of its log is the argument, requests come from standard input.

A record is its length, its text and a line end. What is behind the last whole record when the server starts was torn by a
crash, was never answered with +OK, and is cut off.
"""

import os
import sys


def text_of(line: bytes) -> str | None:
    """The text of a whole record; None when it is torn."""
    length, space, text = line.partition(b" ")
    if not space or not length.isdigit() or not text.endswith(b"\n") or len(text) - 1 != int(length):
        return None
    return text[:-1].decode()


class Journal:
    def __init__(self, path: str) -> None:
        self.values: dict[str, str] = {}
        self.file = open(path, "a+b")
        self.file.seek(0)
        n_good = 0
        for line in self.file:
            text = text_of(line)
            if text is None:
                break
            _, name, value = text.split()
            self.values[name] = value
            n_good += len(line)
        self.file.truncate(n_good)
        self.file.seek(n_good)

    def set(self, name: str, value: str) -> str:
        record = f"SET {name} {value}".encode()
        self.file.write(b"%d %b\n" % (len(record), record))
        self.file.flush()
        os.fsync(self.file.fileno())
        self.values[name] = value
        return "+OK"

    def get(self, name: str) -> str:
        return f"+{self.values[name]}" if name in self.values else "-ERR unknown"


journal = Journal(sys.argv[1])
for line in sys.stdin:
    verb, *words = line.split()
    print(journal.set(*words) if verb == "SET" else journal.get(*words), flush=True)
