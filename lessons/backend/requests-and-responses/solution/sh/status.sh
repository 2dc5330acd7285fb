#!/bin/sh
# SPDX-License-Identifier: MIT

# Prints what a status means for the client: done, wrong, later or unknown.
meaning() {
	case $1 in
	2[0-9][0-9]) echo 'done' ;;
	4[0-9][0-9]) echo wrong ;;
	5[0-9][0-9]) echo later ;;
	*) echo unknown ;;
	esac
}
