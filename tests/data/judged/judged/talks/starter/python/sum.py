# SPDX-License-Identifier: MIT
print(1, 1)
