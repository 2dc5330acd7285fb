#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes frames apart: reads them from standard input, writes each message under a line about it.

LC_ALL=C # a character is a byte
number=0

while IFS= read -r header; do
	length=${header#?}
	# to do: all that can be wrong with the length, the message and its end
	message=$(head -c "$length")
	number=$((number + 1))
	printf 'message %d: %d bytes\n%s\n' "$number" "$length" "$message"
done
