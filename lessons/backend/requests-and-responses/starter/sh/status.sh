#!/bin/sh
# SPDX-License-Identifier: MIT

# Prints what a status means for the client: done, wrong, later or unknown.
meaning() {
	case $1 in
	200) echo 'done' ;;
	*) echo wrong ;; # to do: whole classes, and two more words
	esac
}
