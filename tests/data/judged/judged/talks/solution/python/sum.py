# SPDX-License-Identifier: MIT
print(input(), 0)
