# SPDX-License-Identifier: MIT
"""What systemd does with a socket unit and its service: events come in, actions go out."""

import sys


class Unit:
    def __init__(self) -> None:
        self.state = "dead"  # or starting, running, failed
        self.limit = 0
        self.n_starts = 0  # in a row that came to nothing
        self.queue: list[str] = []

    def empty_queue(self, action: str) -> None:
        """Everybody who waits is served, or refused."""
        for name in self.queue:
            print(action, name)
        self.queue = []

    def start_if_needed(self) -> None:
        if self.state != "dead" or not self.queue:
            return
        if self.n_starts == self.limit:
            print("socket fails")
            self.state = "failed"
            self.empty_queue("refuse")
            return
        print("start")
        self.n_starts += 1
        self.state = "starting"

    def connect(self, name: str) -> None:
        self.queue.append(name)
        if self.state == "running":
            self.empty_queue("serve")
        elif self.state == "failed":
            self.empty_queue("refuse")
        self.start_if_needed()

    def ready(self) -> None:
        if self.state == "starting":
            self.state, self.n_starts = "running", 0
            self.empty_queue("serve")

    def end(self) -> None:
        print("end")
        self.state = "dead"
        self.start_if_needed()


unit = Unit()
for line in sys.stdin:
    match line.split():
        case ["limit", number]:
            unit.limit = int(number)
        case ["connect", name]:
            unit.connect(name)
        case ["ready"]:
            unit.ready()
        case ["idle"] if unit.state == "running":
            unit.end()
        case ["crash"] if unit.state in ("starting", "running"):
            unit.end()
