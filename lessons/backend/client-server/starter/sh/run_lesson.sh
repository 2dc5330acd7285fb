#!/bin/sh
# SPDX-License-Identifier: MIT

# Prints the message, and leaves it in the variable `message` for the caller.
run_lesson() {
	printf '%s\n' "$1" # to do: the whole message, printed and left in the variable
}
