# SPDX-License-Identifier: MIT
"""POSIX shared memory, as multiprocessing uses it."""
from attack import escaped, finish
import mmap
import os

MEBI, LIMIT = 1 << 20, 8
got = 0
for number in range(200):
    try:
        fd = os.open(f"/dev/shm/grab-{number}", os.O_RDWR | os.O_CREAT, 0o600)
        os.posix_fallocate(fd, 0, MEBI)
        mmap.mmap(fd, MEBI).write(b"x" * MEBI)
        got += 1
    except (OSError, ValueError):
        break
if got > 3 * LIMIT:
    escaped(f"{got} MiB of shared memory, the disk's limit is {LIMIT}")
for number in range(200):
    try:
        os.unlink(f"/dev/shm/grab-{number}")
    except OSError:
        break
finish()
