#!/bin/sh
# SPDX-License-Identifier: MIT
# The sizes: a module has 500 lines at most. Functions of more than 60 lines are named, for a look.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

cd "$top_srcdir/src" || exit 1
for file in */*.[ch]; do
	lines=$(wc -l <"$file")
	[ "$lines" -le 500 ] || complain "src/$file: $lines lines; is there a second noun in it?"
	awk -v file="src/$file" '
		/^{/ { start = NR; name = before }
		/^}/ && start { if (NR - start > 60) print file ": " NR - start " lines: " name; start = 0 }
		/^[a-z]/ { before = $0 }' "$file"
done
finish
