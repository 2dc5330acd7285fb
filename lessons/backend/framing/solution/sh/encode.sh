#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes each line that it reads as a frame: $, the length, a line end, the bytes, a line end.

LC_ALL=C # a character is a byte

while IFS= read -r line || [ -n "$line" ]; do
	printf '$%d\n%s\n' "${#line}" "$line"
done
