#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes messages as JSON strings, one a line. A line with -- ends a message.

tab=$(printf '\t')

# The lines are escaped first, one by one, and joined then. No line becomes -- by that, and none stops to be one.
sed -e 's/\\/&&/g' -e 's/"/\\"/g' -e "s/$tab/\\\\t/g" | {
	message=
	is_first=yes
	while IFS= read -r line; do
		if [ "$line" = -- ]; then
			printf '"%s"\n' "$message"
			message=
			is_first=yes
		elif [ $is_first = yes ]; then
			message=$line
			is_first=no
		else
			message="$message\\n$line"
		fi
	done
}
