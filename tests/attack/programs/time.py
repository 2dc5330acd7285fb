# SPDX-License-Identifier: MIT
"""One operation that the interpreter can't be interrupted in."""
from attack import need_pid_namespace
import re
import signal

need_pid_namespace()
for number in (signal.SIGTERM, signal.SIGXCPU, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
re.match(r"(a+)+$", "a" * 60 + "b")
