# SPDX-License-Identifier: MIT
"""The server that the step "client" talks to: judge/server.py SCRIPT ANSWER FEEDBACK

SCRIPT has a line for each request that the client has to send, and what it is answered: REQUEST|RESPONSE.
Exit status 42: the client sent these and no others, 43: it did not.
"""

import contextlib
import os
import pathlib
import sys

PASS, WRONG = 42, 43


def play(script: list[str]) -> str:
    """What was wrong, or nothing."""
    for number, line in enumerate(script, 1):
        expected, _, response = line.partition("|")
        request = sys.stdin.buffer.readline(4096).decode(errors="replace")
        if not request:
            return f"request {number}: expected {expected!r}, but the client said no more"
        if request != expected + "\n":
            return f"request {number}: expected {expected!r} and a line end, got {request[:80]!r}"
        with contextlib.suppress(BrokenPipeError):  # a client that has gone sends nothing more, which is seen above
            os.write(1, response.encode() + b"\n")
    more = sys.stdin.buffer.readline(4096).decode(errors="replace")
    return f"after request {len(script)}, nothing more was to be sent, got {more[:80]!r}" if more else ""


def main() -> int:
    complaint = play(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    if complaint:
        pathlib.Path(sys.argv[3], "judgemessage.txt").write_text(complaint + "\n", encoding="utf-8")
    return WRONG if complaint else PASS


sys.exit(main())
