# SPDX-License-Identifier: MIT
echo 1 1
