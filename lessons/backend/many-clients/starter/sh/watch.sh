#!/bin/sh
# SPDX-License-Identifier: MIT
answered=$(mktemp -u)

first() {
	until [ -e "$answered" ]; do
		sleep 0.1
	done
	echo PING
}

serve() {
	read -r request
	echo "client $1: $request -> +PONG"
	if [ "$1" = 2 ]; then
		: >"$answered"
	fi
}

first | serve 1 & # a process waits for this client
echo PING | serve 2 & # and another one for that
wait
rm -f "$answered"
