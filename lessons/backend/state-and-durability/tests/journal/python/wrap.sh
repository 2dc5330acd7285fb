# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Runs the program within trace.py, which writes into the file $TRACE what is synced and renamed, in order.

set -- python3 -B "$here/trace.py" "$@"
