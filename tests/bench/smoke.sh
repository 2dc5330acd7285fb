#!/bin/sh
# SPDX-License-Identifier: MIT
# The benchmark runs, and what it prints can be: the floor is 1, and nothing is far below it. How fast anything is is not
# tested: that depends on the machine and on what else it does, and a few runs say little.
cd "${top_builddir:-.}" || exit 1
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

./tests/bench/bench --list >"$work/list" || exit 1
grep -q '^tiny ' "$work/list" || { echo "--list does not name tiny"; exit 1; }
./tests/bench/bench --only=nothing 2>/dev/null && { echo "--only=nothing is taken"; exit 1; }

./tests/bench/bench --quick --json --state="$work" >"$work/json" || exit 1
awk '
	/"contenders"/ || /"skipped": "its program is not/ { groups++ }
	/"name": "bare"/ && !/"ratio": 1\.0000,/ { print "the floor is not 1: " $0; bad = 1 }
	match($0, /"ratio": [0-9.]+/) {
		rows++
		ratio = substr($0, RSTART + 9, RLENGTH - 9) + 0
		if (ratio < 0.02 || ratio > 50000) { print "this can not be: " $0; bad = 1 }
	}
	/"skipped"/ { print "skipped: " $0 }
	END {
		if (groups < 10) { print groups + 0 " groups"; bad = 1 }
		if (rows < 7) { print rows + 0 " rows"; bad = 1 }
		exit bad
	}' "$work/json" || { cat "$work/json"; exit 1; }
