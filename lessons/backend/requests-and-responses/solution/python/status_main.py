# SPDX-License-Identifier: MIT
"""Calls your function for a status. The check puts its tests in this file's place."""

import sys

from status import meaning

status = int(sys.argv[1]) if len(sys.argv) > 1 else 404
print(f"{status}: {meaning(status)}")
