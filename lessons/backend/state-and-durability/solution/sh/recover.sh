#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads a log, prints the values that it leaves, and how much of it was whole.

LC_ALL=C # ${#text} counts bytes
names=
n_records=0
n_dropped=0

# Returns 0 when the line is a whole record, and leaves its text in `text`.
is_whole() {
	length=${1%% *}
	text=${1#* }
	case $length in
	'' | *[!0-9]*) return 1 ;;
	esac
	[ "$text" != "$1" ] && [ "${#text}" -eq "$length" ]
}

# set_value NAME VALUE. Names are letters and digits, so eval runs nothing that stands in the log.
set_value() {
	eval "known=\${value_$1:-}"
	if [ -z "$known" ]; then
		names="$names $1"
	fi
	eval "value_$1=\$2"
}

replay() {
	while IFS= read -r line; do
		if [ "$n_dropped" -eq 0 ] && is_whole "$line"; then
			read -r _ name value <<-END
				$text
			END
			set_value "$name" "$value"
			n_records=$((n_records + 1))
		else
			n_dropped=$((n_dropped + ${#line} + 1))
		fi
	done
	n_dropped=$((n_dropped + ${#line})) # a last line without its end
}

replay
for name in $names; do
	eval "echo \$name=\$value_$name"
done | sort
echo "$n_records records, $n_dropped bytes dropped"
