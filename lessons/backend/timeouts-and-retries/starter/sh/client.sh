#!/bin/sh
# SPDX-License-Identifier: MIT
# A client: the amounts to add are its arguments, the server is at standard input and output.

id=0
balance=0
for amount in "$@"; do
	id=$((id + 1))
	echo "$id ADD $amount"
	# to do: what comes may be a tick, or the reply to an earlier request
	# shellcheck disable=SC2034 # to do: answered is not looked at yet
	read -r answered reply
	balance=${reply#+}
done
echo "done $balance"
