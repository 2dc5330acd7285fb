#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that keeps values under keys: reads requests, writes one response to each.

pairs= # lines of a key, a space and its value

# find KEY: leaves its value in `found`; fails if there is none.
find() {
	while IFS=' ' read -r name found; do
		[ "$name" != "$1" ] || return 0
	done <<EOF
$pairs
EOF
	return 1
}

# drop KEY: takes its line out.
drop() {
	kept=
	while IFS= read -r pair; do
		[ -z "$pair" ] || [ "${pair%% *}" = "$1" ] || kept="$kept$pair
"
	done <<EOF
$pairs
EOF
	pairs=$kept
}

set_value() {
	if [ -z "$1" ] || [ -z "$2" ]; then
		echo '400 SET needs a key and a value'
		return
	fi
	response='201 created'
	find "$1" && response='200 changed'
	drop "$1"
	pairs="$pairs$1 $2"
	echo "$response"
}

get_or_delete() {
	if [ -z "$2" ]; then
		echo "400 $1 needs a key"
	elif ! find "$2"; then
		echo '404 no such key'
	elif [ "$1" = GET ]; then
		printf '200 %s\n' "$found"
	else
		drop "$2"
		echo '200 deleted'
	fi
}

while IFS=' ' read -r verb key value; do
	case $verb in
	SET) set_value "$key" "$value" ;;
	GET | DEL) get_or_delete "$verb" "$key" ;;
	*) echo '400 unknown verb' ;;
	esac
done
