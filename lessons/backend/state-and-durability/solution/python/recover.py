# SPDX-License-Identifier: MIT
"""Reads a log, prints the values that it leaves, and how much of it was whole."""

import sys


def text_of(line: bytes) -> str | None:
    """The text of a whole record; None when it is torn."""
    length, space, text = line.partition(b" ")
    if not space or not length.isdigit() or not text.endswith(b"\n") or len(text) - 1 != int(length):
        return None
    return text[:-1].decode()


log = sys.stdin.buffer.read()
values = {}
n_records = n_good = 0
for line in log.splitlines(keepends=True):
    text = text_of(line)
    if text is None:
        break
    _, name, value = text.split()
    values[name] = value
    n_records += 1
    n_good += len(line)
for name in sorted(values):
    print(f"{name}={values[name]}")
print(f"{n_records} records, {len(log) - n_good} bytes dropped")
