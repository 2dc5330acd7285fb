#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes each line that it reads as a frame: $, the length, a line end, the bytes, a line end.

while IFS= read -r line; do
	# to do: the number of bytes; and what about a last line without its line end?
	printf '$%d\n%s\n' 0 "$line"
done
