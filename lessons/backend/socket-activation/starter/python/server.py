# SPDX-License-Identifier: MIT
"""A server that is started when somebody knocks: its listening socket is descriptor 3."""

import socket

# to do: was it handed to me? serve a client until it hangs up, then the next; end when nobody comes
listener = socket.socket(fileno=3)
client, _ = listener.accept()
while client.recv(100):
    client.sendall(b"+PONG\n")
client.close()
