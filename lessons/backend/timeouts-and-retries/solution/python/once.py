# SPDX-License-Identifier: MIT
"""A server that keeps a balance. Requests have an id; a request that comes again is not done again."""

import collections
import sys

REMEMBERED = 4

balance = 0
answered: collections.OrderedDict[str, tuple[str, str]] = collections.OrderedDict()
for line in sys.stdin:
    id_, _, request = line.rstrip("\n").partition(" ")
    if id_ not in answered:
        verb, _, amount = request.partition(" ")
        if verb == "ADD":
            balance += int(amount)
        answered[id_] = request, f"+{balance}"
        if len(answered) > REMEMBERED:
            answered.popitem(last=False)  # the oldest one makes room
    earlier, reply = answered[id_]
    print(id_, reply if request == earlier else "-ERR another request has this id")
