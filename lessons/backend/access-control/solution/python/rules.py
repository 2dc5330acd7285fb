# SPDX-License-Identifier: MIT
"""Notes of many users: each line of input is a caller's uid and what it asks for."""

import dataclasses
import sys


@dataclasses.dataclass
class Note:
    owner: str
    text: str
    shared_with: set[str]


notes: dict[str, Note] = {}


def find(caller: str, path: str) -> Note | None:
    """The note, if there is one and the caller may see it. Who asks for another one learns nothing about it."""
    note = notes.get(path)
    return note if note and (note.owner == caller or caller in note.shared_with) else None


def put(caller: str, name: str, text: str) -> str:
    notes.setdefault(f"{caller}/{name}", Note(caller, "", set())).text = text
    return "+OK"


def get(caller: str, path: str) -> str:
    note = find(caller, path)
    return f"+{note.text}" if note else "-ERR no such note"


def share(caller: str, name: str, other: str) -> str:
    note = find(caller, f"{caller}/{name}")
    if not note:
        return "-ERR no such note"
    note.shared_with.add(other)
    return "+OK"


def drop(caller: str, path: str) -> str:
    note = find(caller, path)
    if not note:
        return "-ERR no such note"
    if note.owner != caller:
        return "-ERR not yours"  # it may be read, so this tells nothing new
    del notes[path]
    return "+OK"


VERBS = {"PUT": put, "GET": get, "SHARE": share, "DROP": drop}
for line in sys.stdin:
    caller, verb, *words = line.split()
    print(VERBS[verb](caller, *words) if verb in VERBS else "-ERR unknown verb")
