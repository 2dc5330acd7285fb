# SPDX-License-Identifier: MIT
import sys

sys.stdout.write('50\n')
input()
print(75, end='')
input()
