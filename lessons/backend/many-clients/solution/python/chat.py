# SPDX-License-Identifier: MIT
"""A chat server on a UNIX socket: what one client says, all others hear.

One loop, one selector. Each client has two buffers: bytes that are no whole line yet, and bytes that its socket had no room
for. Whoever fills one of them is hung up on.
"""

import selectors
import socket
import sys

LINE_BYTES = 4096
UNSENT_BYTES = 65536


class Client:
    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.heard = b""
        self.unsent = b""


class Chat:
    def __init__(self, path: str) -> None:
        self.clients: set[Client] = set()
        self.selector = selectors.DefaultSelector()
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(path)
        self.listener.listen(64)
        self.selector.register(self.listener, selectors.EVENT_READ)

    def hang_up(self, client: Client) -> None:
        if client in self.clients:
            self.clients.remove(client)
            self.selector.unregister(client.connection)
            client.connection.close()

    def send_unsent(self, client: Client) -> None:
        """Sends as much as there is room for, and never waits."""
        try:
            client.unsent = client.unsent[client.connection.send(client.unsent):]
        except BlockingIOError:
            pass
        except OSError:
            self.hang_up(client)
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.unsent else 0)
        self.selector.modify(client.connection, events, client)

    def tell(self, client: Client, data: bytes) -> None:
        client.unsent += data
        if len(client.unsent) > UNSENT_BYTES:
            self.hang_up(client)  # it does not read
        else:
            self.send_unsent(client)

    def spread(self, speaker: Client, line: bytes) -> None:
        others = self.clients - {speaker}
        for other in others:
            self.tell(other, line + b"\n")
        self.tell(speaker, b"+%d\n" % len(others & self.clients))

    def hear(self, client: Client) -> None:
        try:
            data = client.connection.recv(4096)
        except OSError:
            data = b""
        *lines, client.heard = (client.heard + data).split(b"\n")
        for line in lines:
            if line and client in self.clients:
                self.spread(client, line)
        if not data or len(client.heard) > LINE_BYTES:
            self.hang_up(client)

    def welcome(self) -> None:
        connection, _ = self.listener.accept()
        connection.setblocking(False)
        client = Client(connection)
        self.clients.add(client)
        self.selector.register(connection, selectors.EVENT_READ, client)
        self.tell(client, b"+welcome\n")

    def turn(self) -> None:
        """Waits for whoever has something to say or to read, then goes round once."""
        for key, events in self.selector.select():
            client = key.data
            if client is None:
                self.welcome()
                continue
            if events & selectors.EVENT_WRITE and client in self.clients:
                self.send_unsent(client)
            if events & selectors.EVENT_READ and client in self.clients:
                self.hear(client)


chat = Chat(sys.argv[1])
while True:
    chat.turn()
