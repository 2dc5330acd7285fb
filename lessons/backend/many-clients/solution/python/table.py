# SPDX-License-Identifier: MIT
"""Events of many clients on standard input, replies on standard output."""

import dataclasses
import sys

REST_MAX = 16  # of a request that is not finished


@dataclasses.dataclass
class Client:
    """What the server keeps for one connection, and forgets with it."""

    rest: str = ""
    n_requests: int = 0

    def reply_to(self, request: str) -> str:
        self.n_requests += 1
        match request:
            case "PING":
                return "+PONG"
            case "COUNT":
                return f"+{self.n_requests}"
        return "-ERR unknown"

    def hear(self, data: str) -> list[str]:
        *requests, self.rest = (self.rest + data).split(";")
        return [self.reply_to(request) for request in requests if request]


clients: dict[str, Client] = {}
for line in sys.stdin:
    event, name, *more = line.rstrip("\n").split(" ", 2)
    if event == "open":
        clients[name] = Client()
    elif event == "close":
        clients.pop(name, None)
    elif name in clients:
        for reply in clients[name].hear("".join(more)):
            print(name, reply)
        if len(clients[name].rest) > REST_MAX:
            print(name, "-ERR too long")
            del clients[name]
