# SPDX-License-Identifier: MIT
"""Tests run_lesson() and reports in TAP: the plan, then a line a test, "ok" or "not ok"."""

import contextlib
import io
import sys

TOPICS = (
    ("the message", "client-server"),
    ("a topic with spaces", "request and reply"),
    ("a topic with % and * as it is", "100 %s * \\n {topic}"),
    ("a long topic", "x" * 1000),
)


class Report:
    def __init__(self) -> None:
        self.n_tests = 0
        self.n_failed = 0

    def compare(self, name: str, expected: str, actual: object) -> None:
        self.n_tests += 1
        if actual == expected:
            print(f"ok {self.n_tests} - {name}", flush=True)
            return
        self.n_failed += 1
        print(f"not ok {self.n_tests} - {name}")
        print(f"# expected: {expected!r}\n# actual:   {actual!r}", flush=True)


def call(topic: str) -> tuple[str, object]:
    from run_lesson import run_lesson

    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            returned: object = run_lesson(topic)
    except Exception as error:  # a test that raises has failed, the others go on
        returned = error
    return output.getvalue(), returned


print(f"1..{2 * len(TOPICS)}", flush=True)
report = Report()
for name, topic in TOPICS:
    expected = f"Now practicing: {topic}"
    printed, returned = call(topic)
    report.compare(f"prints {name}", expected + "\n", printed)
    report.compare(f"returns {name}", expected, returned)
sys.exit(1 if report.n_failed else 0)
