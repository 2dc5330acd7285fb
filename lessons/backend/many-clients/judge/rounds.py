# SPDX-License-Identifier: MIT
"""Says whether an order of answers is fair: judge/rounds.py INPUT ANSWER FEEDBACK < OUTPUT.

Any order within a round will do, so there is no single right output. Exit status 42: right, 43: wrong.
"""

import pathlib
import sys

PASS, WRONG = 42, 43


def complaint(clients: dict[str, int], output: list[str]) -> str:
    answered = dict.fromkeys(clients, 0)
    for number, line in enumerate(output, 1):
        name, _, request = line.partition(" ")
        if name not in clients:
            return f"line {number}: {line!r} names no client"
        if request != str(answered[name] + 1):
            return f"line {number}: {line!r}, but the next request of {name} is {answered[name] + 1}"
        if answered[name] == clients[name]:
            return f"line {number}: {line!r}, but {name} has sent {clients[name]} requests only"
        waiting = [other for other in clients if answered[other] < min(answered[name], clients[other])]
        if waiting:
            return f"line {number}: {line!r}, but {waiting[0]} still waits for its answer {answered[waiting[0]] + 1}"
        answered[name] += 1
    missing = [name for name in clients if answered[name] < clients[name]]
    return f"{missing[0]} got {answered[missing[0]]} answers of {clients[missing[0]]}" if missing else ""


def main() -> int:
    given = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    clients = {name: int(count) for name, count in map(str.split, given.splitlines())}
    wrong = complaint(clients, sys.stdin.buffer.read().decode(errors="replace").splitlines())
    print(wrong)
    return WRONG if wrong else PASS


sys.exit(main())
