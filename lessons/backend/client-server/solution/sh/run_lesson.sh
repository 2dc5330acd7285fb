#!/bin/sh
# SPDX-License-Identifier: MIT

# Prints the message, and leaves it in the variable `message` for the caller.
run_lesson() {
	message="Now practicing: $1"
	printf '%s\n' "$message"
}
