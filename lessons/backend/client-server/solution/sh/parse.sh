#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes request lines apart: a verb, and what follows it.

cr=$(printf '\r')

to_upper() {
	printf '%s\n' "$1" | tr '[:lower:]' '[:upper:]'
}

# Sets `verb` and `argument`. `read` itself takes the spaces off both ends and between the two.
split_request() {
	read -r verb argument <<-END
		${1%"$cr"}
	END
}

while IFS= read -r line || [ -n "$line" ]; do
	split_request "$line"
	if [ -n "$verb" ]; then
		printf 'verb=[%s] argument=[%s]\n' "$(to_upper "$verb")" "$argument"
	fi
done
