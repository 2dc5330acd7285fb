# SPDX-License-Identifier: MIT
"""Listens at a path and waits for one client. The check puts its tests in this file's place."""

import sys

from listen import listen_at

listener = listen_at(sys.argv[1] if len(sys.argv) > 1 else "/tmp/listen")
print("listening", flush=True)
listener.accept()
