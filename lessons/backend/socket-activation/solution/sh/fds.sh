#!/bin/sh
# SPDX-License-Identifier: MIT
# Says which sockets were handed over, then runs the command in its arguments, which gets none of them.

first_fd=3

# Leaves in `count` how many descriptors were handed to this process.
listen_fds() {
	count=0
	case ${LISTEN_FDS:-} in
	'' | *[!0-9]*) return ;;
	esac
	if [ "${LISTEN_PID:-}" = $$ ]; then
		count=$LISTEN_FDS
	fi
}

listen_fds
names=${LISTEN_FDNAMES:-}
unset LISTEN_PID LISTEN_FDS LISTEN_FDNAMES
if [ "$count" -eq 0 ]; then
	echo none
fi
fd=$first_fd
while [ "$fd" -lt $((first_fd + count)) ]; do
	name=${names%%:*}
	echo "fd $fd ${name:-unknown}"
	case $names in
	*:*) names=${names#*:} ;;
	*) names= ;;
	esac
	eval "exec $fd<&-" # a shell has no use for it, and its children none at all
	fd=$((fd + 1))
done
"$@"
