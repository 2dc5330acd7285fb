#!/bin/sh
# SPDX-License-Identifier: MIT
# A client: the amounts to add are its arguments, the server is at standard input and output.

tries_max=4
patience_max=4 # ticks

# Waits for the reply to the id $1, $2 ticks. Returns 1 when they are over, or the server has gone.
hear() {
	ticks=0
	while [ "$ticks" -lt "$2" ] && read -r answered reply; do
		if [ "$answered" = tick ]; then
			ticks=$((ticks + 1))
		elif [ "$answered" = "$1" ]; then
			balance=${reply#+}
			return 0
		fi # else the reply to a copy of an earlier request: it has been used already
	done
	return 1
}

# ask ID AMOUNT
ask() {
	patience=1
	n_tries=0
	while [ "$n_tries" -lt "$tries_max" ]; do
		echo "$1 ADD $2" # the same id each time: it is the same request
		if hear "$1" "$patience"; then
			return 0
		fi
		n_tries=$((n_tries + 1))
		patience=$((2 * patience < patience_max ? 2 * patience : patience_max))
	done
	return 1
}

id=0
balance=0
for amount in "$@"; do
	id=$((id + 1))
	if ! ask "$id" "$amount"; then
		echo 'give up'
		exit 1
	fi
done
echo "done $balance"
