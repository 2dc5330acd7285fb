#!/bin/sh
# SPDX-License-Identifier: MIT
# A small server: reads requests from standard input, writes one reply to each.

# Prints the reply. A printf of the shell is sent at once, so there is nothing to flush.
answer() {
	# to do: your parser from the step before, then a reply for each verb and each error
	case $1 in
	PING) printf '+PONG\n' ;;
	*) printf '%s\n' '-ERR nothing but PING is written yet' ;;
	esac
}

while IFS= read -r line || [ -n "$line" ]; do
	answer "$line"
done
