# SPDX-License-Identifier: MIT
"""A server that knows its callers: each user has one note, and nobody else sees it.

Who a caller is, the kernel says once, when the connection is accepted. Nothing that a client sends can change it.
"""

import collections
import os
import socket
import struct
import sys
import threading

PER_USER = 4

notes: dict[int, str] = {}
n_connections: collections.Counter[int] = collections.Counter()
lock = threading.Lock()


def peer_of(connection: socket.socket) -> tuple[int, int]:
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, uid, gid = struct.unpack("3i", credentials)
    return uid, gid


def reply_to(line: str, uid: int, gid: int) -> str:
    verb, _, text = line.partition(" ")
    if line == "WHOAMI":
        return f"+uid {uid} gid {gid}"
    if verb == "LOGIN":
        return "-ERR the kernel says who you are"
    if verb == "PUT" and text:
        notes[uid] = text
        return "+OK"
    if line == "GET":
        return f"+{notes[uid]}" if uid in notes else "-ERR nothing"
    return "-ERR unknown verb"


def serve(connection: socket.socket, uid: int, gid: int) -> None:
    try:
        with connection, connection.makefile("rwb") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    stream.write(f"{reply_to(line.decode(errors='replace').rstrip(), uid, gid)}\n".encode())
                    stream.flush()
    except OSError:
        pass  # it has gone
    finally:
        with lock:
            n_connections[uid] -= 1


def welcome(connection: socket.socket) -> None:
    uid, gid = peer_of(connection)
    with lock:
        is_full = n_connections[uid] >= PER_USER
        n_connections[uid] += not is_full
    if is_full:
        connection.send(b"-ERR too many connections\n")
        connection.close()
        return
    threading.Thread(target=serve, args=(connection, uid, gid), daemon=True).start()


listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
before = os.umask(0o117)  # 0777 without these bits is 0660, and it is never anything else
listener.bind(sys.argv[1])
os.umask(before)
listener.listen(64)
while True:
    welcome(listener.accept()[0])
