# SPDX-License-Identifier: MIT
import pathlib
import sys

secret = int(pathlib.Path(sys.argv[1]).read_text())
for line in sys.stdin:
    guess = int(line)
    if guess == secret:
        sys.exit(42)
    print('higher' if guess < secret else 'lower', flush=True)
pathlib.Path(sys.argv[3], 'judgemessage.txt').write_text('gave up\n')
sys.exit(43)
