# SPDX-License-Identifier: MIT
import os
import socket
import struct


def answer(is_so: bool) -> str:
    return "yes" if is_so else "no"


here, there = socket.socketpair(socket.AF_UNIX)
credentials = here.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
pid, uid, gid = struct.unpack("3i", credentials)
print("the other end has my user id:", answer(uid == os.getuid()))
print("the other end has my group id:", answer(gid == os.getgid()))
print("the other end is my process:", answer(pid == os.getpid()))
