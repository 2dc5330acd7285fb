#!/bin/sh
# SPDX-License-Identifier: MIT
# A server that remembers: the path of its log is the argument, requests come from standard input.

# to do: replay the log; append to it, and sync it, before a SET is answered
while read -r verb name value; do
	case $verb in
	SET)
		eval "value_$name=\$value" # names are letters and digits
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
