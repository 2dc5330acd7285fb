#!/bin/sh
# SPDX-License-Identifier: MIT
# Events of many clients on standard input, replies on standard output.

# to do: this is one text and one count for everybody; each client needs its own
rest=
n_requests=0

# answer NAME REQUEST
answer() {
	n_requests=$((n_requests + 1))
	case $2 in
	PING) printf '%s +PONG\n' "$1" ;;
	COUNT) printf '%s +%s\n' "$1" "$n_requests" ;;
	*) printf '%s -ERR unknown\n' "$1" ;;
	esac
}

# hear NAME DATA
hear() {
	rest=$rest$2
	while [ "${rest#*;}" != "$rest" ]; do
		request=${rest%%;*}
		rest=${rest#*;}
		answer "$1" "$request"
	done
}

while read -r event name data; do
	if [ "$event" = data ]; then
		hear "$name" "$data"
	fi
done
