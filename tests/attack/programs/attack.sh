# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the hostile shell scripts share: see attack.h.

role=$1
folder=$2
driver=$3
runner=$4
port=$5
escapes=0
export role folder driver runner port

escaped() {
	echo "ESCAPED: $*"
	escapes=$((escapes + 1))
}

fails() { # what command...
	what=$1
	shift
	("$@") >/dev/null 2>&1 && escaped "$what"
}

need_pid_namespace() {
	[ "$PPID" = 1 ] && return
	escaped "no pid namespace: nothing is tried here"
	exit 1
}

finish() {
	[ "$escapes" = 0 ] || exit 1
	echo contained
	exit 0
}
