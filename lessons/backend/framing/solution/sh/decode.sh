#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes frames apart: reads them from standard input, writes each message under a line about it.

LC_ALL=C # a character is a byte
number=0
length_max=100000

fail() {
	printf 'error: %s\n' "$1"
	exit 1
}

# Leaves the number in `length`. It is compared as a number only when it is short enough to be one.
parse_length() {
	case $1 in
	'$'*) length=${1#?} ;;
	*) fail 'bad length' ;;
	esac
	case $length in
	'' | *[!0-9]*) fail 'bad length' ;;
	???????*) fail 'too long' ;;
	esac
	[ "$length" -le "$length_max" ] || fail 'too long'
}

# take COUNT: leaves so many bytes in `taken`. The full stop keeps line ends at their end.
take() {
	taken=$(
		head -c "$1"
		echo .
	)
	taken=${taken%.}
	[ "${#taken}" -eq "$1" ] || fail 'the stream ends inside a message'
}

while IFS= read -r header; do
	parse_length "$header"
	take "$length"
	message=$taken
	take 1
	[ "$taken" = '
' ] || fail 'no line end after the message'
	number=$((number + 1))
	printf 'message %d: %d bytes\n%s\n' "$number" "$length" "$message"
done
[ -z "$header" ] || fail 'the stream ends inside a message'
