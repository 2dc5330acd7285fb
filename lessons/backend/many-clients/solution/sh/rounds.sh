#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads clients and how many requests each has sent, writes in which order they are answered.

clients=$(cat)

# Prints what is answered in round $1; nothing when nobody has that many requests.
answer_round() {
	while read -r name n_requests; do
		if [ -n "$name" ] && [ "$1" -le "$n_requests" ]; then
			printf '%s %s\n' "$name" "$1"
		fi
	done <<-END
		$clients
	END
}

round=1
while replies=$(answer_round "$round") && [ -n "$replies" ]; do
	printf '%s\n' "$replies"
	round=$((round + 1))
done
