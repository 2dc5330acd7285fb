# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Does no harm: passes before, between and after.
read -r line
[ "$line" = "given input" ] && echo contained
