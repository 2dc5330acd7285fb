#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads how tries went, writes when they were made. All times are in milliseconds.

# shellcheck disable=SC2034 # to do: cap and deadline are not used yet
read -r base cap deadline
now=0
number=1
while read -r duration result; do
	echo "$now try $number"
	now=$((now + duration)) # to do: not beyond the deadline
	if [ "$result" = ok ]; then
		echo "$now ok"
		exit 0
	fi
	echo "$now $result, wait $base" # to do: longer each time, and not after everything
	now=$((now + base))
	number=$((number + 1))
done
