# SPDX-License-Identifier: MIT
"""Reads a folder, a socket in it, and clients; says which of them may connect."""

import dataclasses
import sys

MAY_WRITE, MAY_SEARCH = 2, 1


@dataclasses.dataclass
class Thing:
    mode: int
    uid: int
    gid: int

    def lets(self, uid: int, groups: list[int], bit: int) -> bool:
        """Only one class counts, the first that fits."""
        if uid == 0:
            return True
        if uid == self.uid:
            return bool(self.mode >> 6 & bit)
        if self.gid in groups:
            return bool(self.mode >> 3 & bit)
        return bool(self.mode & bit)


things: dict[str, Thing] = {}
for line in sys.stdin:
    kind, *words = line.split()
    if kind != "client":
        things[kind] = Thing(int(words[0], 8), int(words[1]), int(words[2]))
        continue
    uid, *groups = map(int, words)
    if not things["folder"].lets(uid, groups, MAY_SEARCH):
        print(uid, "no: folder")
    else:
        print(uid, "yes" if things["socket"].lets(uid, groups, MAY_WRITE) else "no: socket")
