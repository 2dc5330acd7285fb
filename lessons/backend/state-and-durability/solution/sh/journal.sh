#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that remembers: the path of its log is the argument, requests come from standard input.
#
# A record is its length, its text and a line end. What is behind the last whole record when the
# server starts was torn by a crash, was never answered with +OK, and is cut off.

LC_ALL=C # ${#text} counts bytes
log=$1

# Returns 0 when the line is a whole record, and leaves its text in `text`.
is_whole() {
	length=${1%% *}
	text=${1#* }
	case $length in
	'' | *[!0-9]*) return 1 ;;
	esac
	[ "$text" != "$1" ] && [ "${#text}" -eq "$length" ]
}

# Names are letters and digits, so eval runs nothing that a client has written.
set_value() {
	eval "value_$1=\$2"
}

# Replays what is whole, and leaves the number of its bytes in `n_good`.
replay() {
	n_good=0
	while IFS= read -r line && is_whole "$line"; do
		read -r _ name value <<-END
			$text
		END
		set_value "$name" "$value"
		n_good=$((n_good + ${#line} + 1))
	done <"$log"
}

cut_off_the_rest() {
	head -c "$n_good" "$log" >"$log.tmp" && sync "$log.tmp" && mv "$log.tmp" "$log" && sync "$(dirname "$log")"
}

# append TEXT: returns 0 when the record is on the disk.
append() {
	printf '%d %s\n' "${#1}" "$1" >>"$log" && sync "$log"
}

touch "$log" || exit 1
replay
cut_off_the_rest || exit 1
while read -r verb name value; do
	case $verb in
	SET)
		append "SET $name $value" || exit 1
		set_value "$name" "$value"
		echo +OK
		;;
	GET)
		eval "value=\${value_$name:-}"
		if [ -n "$value" ]; then
			echo "+$value"
		else
			echo '-ERR unknown'
		fi
		;;
	esac
done
