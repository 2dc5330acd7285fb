# SPDX-License-Identifier: MIT
"""Tests Frames and reports in TAP: the plan, then a line a test, "ok" or "not ok"."""

import sys

CUT = b"$5\nhello\n$0\n\n$12\n$5\nhello\n$0\n\n$1\nx\n"
CUT_MESSAGES = [b"hello", b"", b"$5\nhello\n$0\n", b"x"]
LONGEST = b"x" * 1000

# Name, stream, size of the pieces, the messages or the error that has to come.
TESTS = (
    ("one frame in one piece", b"$5\nhello\n", 100, [b"hello"]),
    ("the same byte by byte", b"$5\nhello\n", 1, [b"hello"]),
    ("three frames in one piece", b"$1\na\n$0\n\n$3\nb\nc\n", 100, [b"a", b"", b"b\nc"]),
    ("the same in pieces of two", b"$1\na\n$0\n\n$3\nb\nc\n", 2, [b"a", b"", b"b\nc"]),
    ("half a frame is no message", b"$5\nhello\n$5\nhell", 100, [b"hello"]),
    ("a message of 1000 bytes", b"$1000\n" + LONGEST + b"\n", 100, [LONGEST]),
    ("a message of 1001 bytes is refused by its length", b"$1\na\n$1001\n", 3, ValueError),
    ("a frame without a dollar sign", b"$1\na\n5\nhello\n", 100, ValueError),
    ("a length that is no number", b"$5x\nhello\n", 1, ValueError),
    ("no length at all", b"$\n\n", 1, ValueError),
    ("a message that is longer than was said", b"$4\nhello\n", 2, ValueError),
    ("digits without an end are refused", b"$" + b"0" * 2000, 100, ValueError),
)


def feed(pieces: list[bytes]) -> object:
    """The messages, or the error."""
    try:
        from frames import Frames

        frames = Frames()
        return [message for piece in pieces for message in frames.feed(piece)]
    except Exception as error:  # a test that raises has failed, the others go on
        return error


def cut(stream: bytes, size: int) -> list[bytes]:
    return [stream[i : i + size] for i in range(0, len(stream), size)]


class Report:
    def __init__(self) -> None:
        self.n_tests = 0
        self.n_failed = 0

    def report(self, name: str, expected: object, actual: object) -> None:
        self.n_tests += 1
        is_good = isinstance(actual, expected) if isinstance(expected, type) else actual == expected
        print(f"{'ok' if is_good else 'not ok'} {self.n_tests} - {name}")
        if not is_good:
            self.n_failed += 1
            print(f"# expected: {expected!r:.200}\n# actual:   {actual!r:.200}")
        sys.stdout.flush()


print(f"1..{len(TESTS) + 1}", flush=True)
report = Report()
for name, stream, size, expected in TESTS:
    report.report(name, expected, feed(cut(stream, size)))
actual: object = CUT_MESSAGES
for place in range(len(CUT) + 1):
    actual = feed([CUT[:place], CUT[place:]])
    if actual != CUT_MESSAGES:
        break
report.report("a stream cut in two, at each place", CUT_MESSAGES, actual)
sys.exit(1 if report.n_failed else 0)
