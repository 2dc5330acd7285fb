# SPDX-License-Identifier: MIT
"""Says whether waits are random and within their limits: judge/jitter.py INPUT ANSWER FEEDBACK < OUTPUT.

No output is the right one. That forty fair draws lie all in one half happens once in 500 thousand million times.
Exit status 42: right, 43: wrong.
"""

import pathlib
import sys

PASS, WRONG = 42, 43
DRAWS_MIN = 20  # different ones among those of a try that can take many values
CEILING_MIN = 1000


def complaint(base: int, cap: int, numbers: list[int], output: list[str]) -> str:
    if len(output) != len(numbers):
        return f"{len(numbers)} numbers came in, {len(output)} lines came out"
    shares = []
    for line, (number, text) in enumerate(zip(numbers, output, strict=True), 1):
        ceiling = min(cap, base * 2 ** (number - 1))
        if not text.strip().isdecimal():
            return f"line {line}: {text!r} is no whole number"
        if int(text) > ceiling:
            return f"line {line}: {text} for try {number}, but its ceiling is {ceiling}"
        if ceiling >= CEILING_MIN:
            shares.append(int(text) / ceiling)
    if len(set(shares)) < DRAWS_MIN:
        return f"{len(shares)} waits with high ceilings, and only {len(set(shares))} different ones: that is not random"
    if max(shares) < 0.5:
        return "no wait is in the upper half of what is allowed: the ceiling grows with the number of the try"
    return "no wait is in the lower half of what is allowed: draw from 0" if min(shares) > 0.5 else ""


def main() -> int:
    first, *numbers = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    base, cap = map(int, first.split())
    wrong = complaint(base, cap, list(map(int, numbers)), sys.stdin.buffer.read().decode(errors="replace").splitlines())
    print(wrong)
    return WRONG if wrong else PASS


sys.exit(main())
