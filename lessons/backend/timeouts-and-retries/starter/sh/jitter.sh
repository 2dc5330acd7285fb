#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads base and cap, then numbers of tries; writes how long to wait after each, in milliseconds.

# shellcheck disable=SC2034 # to do: cap and number are not used yet
read -r base cap
# shellcheck disable=SC2034
while read -r number; do
	echo "$base" # to do: at random, from 0 to a ceiling that grows with the number
done
