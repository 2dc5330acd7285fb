#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that keeps values under keys: reads requests, writes one response to each.

# answer VERB KEY VALUE
answer() {
	# to do: keep what SET says, and find it again
	case $1 in
	GET) echo '404 no such key' ;;
	*) echo '400 unknown verb' ;;
	esac
}

while IFS=' ' read -r verb key value; do
	answer "$verb" "$key" "$value"
done
