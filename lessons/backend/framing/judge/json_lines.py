# SPDX-License-Identifier: MIT
"""Checks the step "quote": judge/json_lines.py INPUT ANSWER FEEDBACK < OUTPUT

Each line of the output is a JSON string; their values are those of ANSWER, which has one a line, too.
Exit status 42: they are the same, 43: they are not.
"""

import json
import pathlib
import sys

PASS, WRONG = 42, 43


def parse(line: bytes) -> str:
    value = json.loads(line.decode())
    if not isinstance(value, str):
        raise ValueError("it is no string")
    return value


def compare(expected: list[str], lines: list[bytes]) -> str:
    """What was wrong, or nothing."""
    for number, line in enumerate(lines, 1):
        try:
            value = parse(line)
        except (ValueError, RecursionError) as error:
            return f"line {number} is no JSON string: {error}"
        if number > len(expected):
            return f"line {number} is one too many: {len(expected)} messages were asked for"
        if value != expected[number - 1]:
            return f"line {number} says {value!r:.200}, but the message was {expected[number - 1]!r:.200}"
    return "" if len(lines) == len(expected) else f"{len(expected)} messages were asked for, {len(lines)} lines came"


def main() -> int:
    expected = [json.loads(line) for line in pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    output = sys.stdin.buffer.read()
    complaint = compare(expected, output.split(b"\n")[:-1])
    if not complaint and output and not output.endswith(b"\n"):
        complaint = "the last line has no line end"
    if complaint:
        pathlib.Path(sys.argv[3], "judgemessage.txt").write_text(complaint + "\n", encoding="utf-8")
    return WRONG if complaint else PASS


sys.exit(main())
