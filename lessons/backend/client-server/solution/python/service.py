# SPDX-License-Identifier: MIT
"""A server on a UNIX socket: each client has a thread of its own, and nothing is shared between them."""

import socketserver
import sys


def split_request(line: str) -> tuple[str, str]:
    verb, _, argument = line.strip().partition(" ")
    return verb, argument.lstrip()


class Talk:
    """What one connection remembers between two requests."""

    def __init__(self) -> None:
        self.topic = ""
        self.is_open = True

    def start(self, topic: str) -> str:
        if not topic:
            return "-ERR START needs a topic"
        self.topic = topic
        return f"+Now practicing: {topic}"

    def reply_to(self, verb: str, argument: str) -> str:
        match verb.upper():
            case "PING":
                return "+PONG"
            case "START":
                return self.start(argument)
            case "STATUS":
                return f"+practicing {self.topic}" if self.topic else "+idle"
            case "QUIT":
                self.is_open = False
                return "+OK"
        return f"-ERR unknown verb '{verb}'"


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        talk = Talk()
        for line in self.rfile:  # waits until the line end is there
            if not line.endswith(b"\n"):
                return  # the client hung up in the middle of a request
            verb, argument = split_request(line.decode(errors="replace"))
            if not verb:
                continue
            try:
                self.wfile.write(f"{talk.reply_to(verb, argument)}\n".encode())
            except BrokenPipeError:
                return  # it does not want the answer any more
            if not talk.is_open:
                return


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 16

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that breaks is that client's business, and no reason to print a traceback."""


with Server(sys.argv[1], Handler) as server:
    server.serve_forever()
