# SPDX-License-Identifier: MIT
"""Tests meaning() and reports in TAP: the plan, then a line a test, "ok" or "not ok"."""

import sys

TESTS = (
    (200, "done"), (201, "done"), (299, "done"), (400, "wrong"), (404, "wrong"), (418, "wrong"),
    (499, "wrong"), (500, "later"), (503, "later"), (599, "later"), (199, "unknown"), (302, "unknown"),
    (600, "unknown"), (99, "unknown"), (0, "unknown"), (-404, "unknown"), (2000, "unknown"),
)


def call(status: int) -> object:
    try:
        from status import meaning

        return meaning(status)
    except Exception as error:  # a test that raises has failed, the others go on
        return error


n_failed = 0
print(f"1..{len(TESTS)}", flush=True)
for number, (status, expected) in enumerate(TESTS, 1):
    actual = call(status)
    print(f"{'ok' if actual == expected else 'not ok'} {number} - {status} means {expected}")
    if actual != expected:
        n_failed += 1
        print(f"# returned: {actual!r}")
    sys.stdout.flush()
sys.exit(1 if n_failed else 0)
