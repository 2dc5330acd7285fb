# SPDX-License-Identifier: MIT
"""Says which sockets were handed over, then runs the command in its arguments, which gets none of them."""

import os
import subprocess
import sys

FIRST_FD = 3


def listen_fds() -> list[tuple[int, str]]:
    """The descriptors that were handed to this process, and their names. Children get neither them nor the variables."""
    pid, count, names = (os.environ.pop(name, "") for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"))
    if pid != str(os.getpid()) or not count.isdecimal():
        return []
    fds = range(FIRST_FD, FIRST_FD + int(count))
    for fd in fds:
        os.set_inheritable(fd, False)
    named = names.split(":") + [""] * len(fds)
    return [(fd, name or "unknown") for fd, name in zip(fds, named)]


handed = listen_fds()
for fd, name in handed:
    print("fd", fd, name)
if not handed:
    print("none")
sys.stdout.flush()  # before the child prints
if sys.argv[1:]:
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
