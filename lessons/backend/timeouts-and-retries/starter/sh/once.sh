#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that keeps a balance. Requests have an id; a request that comes again is not done again.

balance=0
while read -r id verb amount; do
	if [ "$verb" = ADD ]; then
		balance=$((balance + amount)) # to do: not if this id has been answered already
	fi
	echo "$id +$balance"
done
