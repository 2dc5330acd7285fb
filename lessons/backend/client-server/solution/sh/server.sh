#!/bin/sh
# SPDX-License-Identifier: MIT
# A small server: reads requests from standard input, writes one reply to each.

cr=$(printf '\r')
topic= # empty while nothing is practised; only START changes it

# Sets `verb` and `argument`. `read` itself takes the spaces off both ends and between the two.
split_request() {
	read -r verb argument <<-END
		${1%"$cr"}
	END
}

# Replies are printed with %s: a text that begins with '-' is no format.
reply() {
	printf '%s\n' "$1"
}

start() {
	if [ -z "$1" ]; then
		reply '-ERR START needs a topic'
		return
	fi
	topic=$1
	reply "+Now practicing: $topic"
}

status() {
	if [ -n "$topic" ]; then
		reply "+practicing $topic"
	else
		reply '+idle'
	fi
}

# answer VERB ARGUMENT
answer() {
	case $(printf '%s\n' "$1" | tr '[:lower:]' '[:upper:]') in
	PING) reply '+PONG' ;;
	START) start "$2" ;;
	STATUS) status ;;
	QUIT) reply '+OK' && exit 0 ;;
	*) reply "-ERR unknown verb '$1'" ;;
	esac
}

while IFS= read -r line || [ -n "$line" ]; do
	split_request "$line"
	if [ -n "$verb" ]; then
		answer "$verb" "$argument"
	fi
done
