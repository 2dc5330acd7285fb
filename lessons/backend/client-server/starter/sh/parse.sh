#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes request lines apart: a verb, and what follows it.

show_request() {
	# to do: cut the line's end off, skip empty lines, split, upper case
	printf 'verb=[%s] argument=[]\n' "$1"
}

while IFS= read -r line || [ -n "$line" ]; do
	show_request "$line"
done
