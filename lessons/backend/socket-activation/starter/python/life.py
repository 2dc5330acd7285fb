# SPDX-License-Identifier: MIT
"""What systemd does with a socket unit and its service: events come in, actions go out."""

import sys

for line in sys.stdin:
    match line.split():
        case ["connect", name]:
            print("start")  # to do: only when it is dead; and the client waits in the queue
            print("serve", name)
        case ["idle"] | ["crash"]:
            print("end")  # to do: does anybody wait?
