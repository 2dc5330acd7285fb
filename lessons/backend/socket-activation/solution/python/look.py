# SPDX-License-Identifier: MIT
import os

count = os.environ.get("LISTEN_FDS")
pid = os.environ.get("LISTEN_PID")
if count is None or pid is None:
    print("nobody has handed me a socket")
else:
    print(f"{count} handed over, and for me:", "yes" if int(pid) == os.getpid() else "no")
