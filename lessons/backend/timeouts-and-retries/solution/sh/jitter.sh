#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads base and cap, then numbers of tries; writes how long to wait after each, in milliseconds.

# A random number from 0 to 65535.
dice() {
	od -An -N2 -tu2 /dev/urandom
}

read -r base cap
while read -r number; do
	ceiling=$base
	while [ "$number" -gt 1 ] && [ "$ceiling" -lt "$cap" ]; do
		ceiling=$((2 * ceiling))
		number=$((number - 1))
	done
	ceiling=$((ceiling < cap ? ceiling : cap))
	echo $(($(dice) % (ceiling + 1)))
done
