#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes messages as JSON strings, one a line. A line with -- ends a message.

while IFS= read -r line; do
	# to do: collect lines up to --, and escape what has to be
	printf '"%s"\n' "$line"
done
