#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests run_lesson and reports in TAP: the plan, then a line a test, "ok" or "not ok".

here=$(dirname "$0")
n_tests=0
n_failed=0

# compare NAME EXPECTED ACTUAL
compare() {
	n_tests=$((n_tests + 1))
	if [ "$2" = "$3" ]; then
		printf 'ok %d - %s\n' "$n_tests" "$1"
		return
	fi
	n_failed=$((n_failed + 1))
	printf 'not ok %d - %s\n' "$n_tests" "$1"
	printf '# expected: %s\n# actual:   %s\n' "$2" "$3"
}

# Each call is made in a subshell, so that nothing is left behind for the next. The full stop keeps
# the line end, which $( ) would cut off.
test_topic() {
	expected="Now practicing: $2"
	printed=$(run_lesson "$2"; printf .)
	compare "prints $1" "$expected
." "$printed"
	# shellcheck disable=SC2154 # the function under test sets it
	returned=$(message=; run_lesson "$2" >/dev/null && printf '%s' "$message")
	compare "leaves in the variable $1" "$expected" "$returned"
}

echo 1..6
# shellcheck source=/dev/null
. "$here/run_lesson.sh"

test_topic 'the message' 'client-server'
test_topic 'a topic with spaces' 'request  and  reply'
# shellcheck disable=SC2016 # it has to stay as it is
test_topic 'a topic with % and * as it is' '100 %s * $HOME'
[ "$n_failed" -eq 0 ]
