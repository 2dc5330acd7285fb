# SPDX-License-Identifier: MIT
"""A small server: reads requests from standard input, writes one reply to each."""

import sys


def split_request(line: str) -> tuple[str, str]:
    verb, _, argument = line.strip().partition(" ")
    return verb, argument.lstrip()


class Server:
    """What is remembered between two requests. Only START and QUIT change it."""

    def __init__(self) -> None:
        self.topic = ""
        self.is_open = True

    def ping(self, argument: str) -> str:
        return "+PONG"

    def start(self, argument: str) -> str:
        if not argument:
            return "-ERR START needs a topic"
        self.topic = argument
        return f"+Now practicing: {argument}"

    def status(self, argument: str) -> str:
        return f"+practicing {self.topic}" if self.topic else "+idle"

    def quit(self, argument: str) -> str:
        self.is_open = False
        return "+OK"

    def reply_to(self, verb: str, argument: str) -> str:
        verbs = {"PING": self.ping, "START": self.start, "STATUS": self.status, "QUIT": self.quit}
        handler = verbs.get(verb.upper())
        if handler is None:
            return f"-ERR unknown verb '{verb}'"
        return handler(argument)


server = Server()
for line in sys.stdin:
    verb, argument = split_request(line)
    if verb:
        print(server.reply_to(verb, argument), flush=True)  # the client waits for it
    if not server.is_open:
        break
