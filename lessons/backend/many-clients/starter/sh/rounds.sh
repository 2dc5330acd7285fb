#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads clients and how many requests each has sent, writes in which order they are answered.

while read -r name n_requests; do
	number=1
	while [ "$number" -le "$n_requests" ]; do # to do: the next client waits for all of these
		printf '%s %s\n' "$name" "$number"
		number=$((number + 1))
	done
done
