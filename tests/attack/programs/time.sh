# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Waits for a fifo that nobody opens, without listening to anybody.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
need_pid_namespace
trap '' TERM INT HUP XCPU ALRM
mkfifo never 2>/dev/null && cat never
while :; do :; done
