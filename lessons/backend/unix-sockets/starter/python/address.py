# SPDX-License-Identifier: MIT
"""Says of each address, one a line, what it is and whether it fits."""

import sys


def describe(address: str) -> str:
    # to do: the other kind of address, and all that can be wrong
    return f"path {len(address)}"


for line in sys.stdin:
    print(describe(line.rstrip("\n")))
