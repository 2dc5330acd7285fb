# SPDX-License-Identifier: MIT
from attack import escaped, finish

blocks = []
for _ in range(60):
    blocks.append(bytearray(b"x" * (16 << 20)))
escaped("960 MiB")
finish()
