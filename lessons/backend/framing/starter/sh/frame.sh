#!/bin/sh
# SPDX-License-Identifier: MIT
LC_ALL=C # a character is a byte

frame() {
	printf '$%d\n%s\n' "${#1}" "$1"
}

frame hello
frame 'two
lines'
frame ''
