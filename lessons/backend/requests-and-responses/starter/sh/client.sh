#!/bin/sh
# SPDX-License-Identifier: MIT
# A client: counts one more visit on the server at the other end of its input and output.

# ask REQUEST: sends it; leaves the response in `status` and `text`.
ask() {
	printf '%s\n' "$1"
	IFS=' ' read -r status text || exit 1
}

# to do: count one more, and take no for an answer
ask 'GET visits'
ask 'SET visits 1'
