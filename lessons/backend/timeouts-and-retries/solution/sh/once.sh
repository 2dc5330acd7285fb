#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that keeps a balance. Requests have an id; a request that comes again is not done again.

remembered=4
balance=0
memory= # a line for each: id, reply, request; the oldest one first

# Sets `earlier` and `reply` of the id $1. Returns 1 when it is not known.
recall() {
	while read -r known reply earlier; do
		if [ "$known" = "$1" ]; then
			return 0
		fi
	done <<-END
		$memory
	END
	return 1
}

remember() {
	memory=$(printf '%s\n%s\n' "$memory" "$1" | tail -n "$remembered")
}

while read -r id request; do
	if ! recall "$id"; then
		case $request in
		ADD*) balance=$((balance + ${request#ADD })) ;;
		esac
		reply=+$balance
		earlier=$request
		remember "$id $reply $request"
	fi
	if [ "$earlier" != "$request" ]; then
		reply='-ERR another request has this id'
	fi
	echo "$id $reply"
done
