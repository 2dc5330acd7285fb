#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads how tries went, writes when they were made. All times are in milliseconds.

read -r pause cap deadline
now=0
number=1
while read -r duration result; do
	echo "$now try $number"
	now=$((now + duration))
	if [ "$now" -gt "$deadline" ]; then # nobody waits for it any more
		now=$deadline
		result=timeout
	fi
	if [ "$result" = ok ]; then
		echo "$now ok"
		exit 0
	fi
	if [ "$result" = bad ] || [ $((now + pause)) -ge "$deadline" ]; then
		echo "$now $result, give up"
		exit 0
	fi
	echo "$now $result, wait $pause"
	now=$((now + pause))
	pause=$((2 * pause < cap ? 2 * pause : cap))
	number=$((number + 1))
done
