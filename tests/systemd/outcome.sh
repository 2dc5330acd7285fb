#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Tells the end of a story in a line, as the other suites do, after what the story said: PASS, SKIP and why, or FAIL with the
# steps that failed and the first one's error, so that the summary of many suites is enough to see what broke.
#
#	tests/systemd/outcome.sh NAME LOG STATUS	ends with STATUS, but for 77 (skipped) with 0
#
# Also for tests/vm.

name=$1
log=$2
status=$3
error_length=600

grep '^not ok\|^#\|^Bail out' "$log"
sed -n "s,^ok [0-9]* - \([a-z]*\) # SKIP \(.*\),SKIP: $name.\1: \2,p" "$log"

failed_steps() {
	sed -n 's/^not ok [0-9]* - \([a-z0-9]*\).*/\1/p' "$log" | paste -s -d ' ' -
}

# An exception's last line is its text; without one, whatever was said at the end.
first_error() {
	{ grep -m 1 '^Bail out\|^# [A-Za-z_.]*\(Error\|Expired\|Exception\)\>' "$log" || tail -n 1 "$log"; } | cut -c "1-$error_length"
}

case $status in
0) echo "PASS: $name" ;;
77)
	echo "SKIP: $name: $(sed -n 's/^1\.\.0 # SKIP //p' "$log")"
	status=0
	;;
*) echo "FAIL: $name: $(failed_steps): $(first_error)" ;;
esac
exit "$status"
