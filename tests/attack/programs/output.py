# SPDX-License-Identifier: MIT
from attack import need_pid_namespace

need_pid_namespace()
while True:
    print("all work and no play \x1b[2J\x1b]0;title\x07")
