# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The classic one. Its first process ends early, the rest goes on.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
need_pid_namespace
bomb() {
	bomb | bomb &
}
bomb
finish
