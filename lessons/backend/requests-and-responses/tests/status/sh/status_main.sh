#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests meaning and reports in TAP: the plan, then a line a test, "ok" or "not ok".

here=$(dirname "$0")
n_tests=0
n_failed=0

# expect MEANING STATUS...
expect() {
	expected=$1
	shift
	for status; do
		n_tests=$((n_tests + 1))
		actual=$(meaning "$status")
		if [ "$actual" = "$expected" ]; then
			printf 'ok %d - %s means %s\n' "$n_tests" "$status" "$expected"
			continue
		fi
		n_failed=$((n_failed + 1))
		printf 'not ok %d - %s means %s\n# printed: %s\n' "$n_tests" "$status" "$expected" "$actual"
	done
}

echo 1..17
# shellcheck source=/dev/null
. "$here/status.sh"

expect 'done' 200 201 299
expect wrong 400 404 418 499
expect later 500 503 599
expect unknown 199 302 600 99 0 -404 2000
[ "$n_failed" -eq 0 ]
