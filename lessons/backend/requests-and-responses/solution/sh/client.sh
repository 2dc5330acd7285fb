#!/bin/sh
# SPDX-License-Identifier: MIT
# A client: counts one more visit on the server at the other end of its input and output.

tries=3

# ask REQUEST: sends it; leaves the response in `status` and `text`.
ask() {
	printf '%s\n' "$1"
	IFS=' ' read -r status text || exit 1
}

# The same, but repeats while the trouble is the server's. The request has to be safe to repeat.
ask_patiently() {
	n=0
	while [ "$n" -lt "$tries" ]; do
		ask "$1"
		case $status in
		5??) n=$((n + 1)) ;;
		*) return ;;
		esac
	done
}

ask_patiently 'GET visits'
case $status in
2??) visits=$text ;;
404) visits=0 ;;
*) exit 1 ;;
esac
ask_patiently "SET visits $((visits + 1))"
case $status in
2??) exit 0 ;;
*) exit 1 ;;
esac
