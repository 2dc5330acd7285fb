#!/bin/sh
# SPDX-License-Identifier: MIT
# Events of many clients on standard input, replies on standard output. A shell has no tables, but
# names of variables can be made: what belongs to the client A is in open_A, rest_A and count_A.
# Names are letters and digits only, so eval runs nothing that a client has written.

rest_max=16 # of a request that is not finished

# answer NAME REQUEST
answer() {
	if [ -z "$2" ]; then
		return
	fi
	eval "count_$1=\$((count_$1 + 1)); count=\$count_$1"
	# shellcheck disable=SC2154 # count is set by eval
	case $2 in
	PING) printf '%s +PONG\n' "$1" ;;
	COUNT) printf '%s +%s\n' "$1" "$count" ;;
	*) printf '%s -ERR unknown\n' "$1" ;;
	esac
}

forget() {
	eval "open_$1= rest_$1= count_$1=0"
}

# hear NAME DATA
hear() {
	eval "rest=\$rest_$1\$2"
	while [ "${rest#*;}" != "$rest" ]; do
		request=${rest%%;*}
		rest=${rest#*;}
		answer "$1" "$request"
	done
	eval "rest_$1=\$rest"
	if [ "${#rest}" -gt "$rest_max" ]; then
		printf '%s -ERR too long\n' "$1"
		forget "$1"
	fi
}

while read -r event name data; do
	eval "is_open=\${open_$name:-}"
	case $event in
	open) forget "$name" && eval "open_$name=yes" ;;
	close) forget "$name" ;;
	data) [ -z "$is_open" ] || hear "$name" "$data" ;;
	esac
done
