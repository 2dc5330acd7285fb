# SPDX-License-Identifier: MIT
import pathlib
import sys

start = int(pathlib.Path(sys.argv[1]).read_text())
feedback = pathlib.Path(sys.argv[3])
for number in range(start, -1, -1):
    print(number, flush=True)
    if number > 0 and sys.stdin.readline().strip() != str(number - 1):
        sys.exit(43)
if start > 1:
    (feedback / 'nextpass.in').write_text('%d\n' % (start - 1))
sys.exit(42)
