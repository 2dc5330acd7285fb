# SPDX-License-Identifier: MIT
read -r n
echo $n 0
