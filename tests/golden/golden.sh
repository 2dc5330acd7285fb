#!/bin/sh
# SPDX-License-Identifier: MIT
# What practicectl shows of a text, at 80 and 40 columns, plain and coloured, compared with what was looked at and kept here.
# UPDATE_GOLDEN=1 tests/golden/golden.sh writes the files anew; look at the difference before it is kept.

top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$PWD}
golden=$top_srcdir/tests/golden
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
failed=0

LC_ALL=C.UTF-8
export LC_ALL
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || { echo 'SKIP: there is no locale C.UTF-8'; exit 77; }

compare() { # name
	if [ -n "$UPDATE_GOLDEN" ]; then
		cp "$work/out" "$golden/$1"
	elif ! diff -u "$golden/$1" "$work/out"; then
		echo "$1 has changed; if it should: UPDATE_GOLDEN=1 $0"
		failed=1
	fi
}

render() { # name text
	for columns in 80 40; do
		for colour in 0 1; do
			suffix=plain
			[ "$colour" = 1 ] && suffix=colour
			COLUMNS=$columns SYSTEMD_COLORS=$colour "$top_builddir/practicectl" show --no-pager --file="$2" >"$work/out" ||
				failed=1
			compare "$1-$columns-$suffix.txt"
			# No line is wider than the terminal; escape sequences take no columns.
			width=$(sed 's/\x1b\[[0-9;]*m//g' "$work/out" | wc -L)
			[ "$width" -le "$columns" ] || { echo "$1: $width columns wide at $columns"; failed=1; }
		done
	done
}

render fixture "$golden/fixture.md"
render client-server "$top_srcdir/lessons/backend/client-server/lesson.md"
LC_ALL=C COLUMNS=80 SYSTEMD_COLORS=0 "$top_builddir/practicectl" show --no-pager --file="$golden/fixture.md" >"$work/out" || failed=1
compare fixture-80-ascii.txt
COLUMNS=80 SYSTEMD_COLORS=0 "$top_builddir/practicectl" help >"$work/out" || failed=1
compare help.txt
exit $failed
