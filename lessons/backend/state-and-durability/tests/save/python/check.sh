#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests a program that replaces the file "state": check.sh COMMAND... Reports in TAP.

here=$(dirname "$0")
here=$(cd "$here" && pwd)
n_tests=0
n_failed=0

# verdict STATUS NAME [WHY]
verdict() {
	n_tests=$((n_tests + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$n_tests" "$2"
		return
	fi
	n_failed=$((n_failed + 1))
	printf 'not ok %d - %s\n' "$n_tests" "$2"
	if [ -n "${3:-}" ]; then
		printf '# %s\n' "$3"
	fi
}

# holds FILE TEXT: exactly this text and a line end
holds() {
	[ -f "$1" ] && [ "$(cat "$1"; printf .)" = "$2
." ]
}

if [ -f "$here/wrap.sh" ]; then
	# shellcheck source=/dev/null
	. "$here/wrap.sh"
fi
mkdir "$here/work" && cd "$here/work" || exit 1
TRACE=$here/trace.log
export TRACE

echo 1..8

echo first | "$@"
verdict $? 'the first save ends with status 0'
holds state first
verdict $? 'the first save makes the file' 'the file "state" should hold: first'

[ -f state ] || echo missing >state
exec 3<state
: >"$TRACE"
echo second | "$@"
holds state second
verdict $? 'the second save replaces it' 'the file "state" should hold: second'
old=$(cat <&3)
exec 3<&-
[ "$old" = first ]
verdict $? 'who had the old file open still reads it whole' "expected: first, read: $old"

# "second" and its line end are 7 bytes: a sync before the last byte was written is none.
awk '$1 == "sync" && ($3 == 7 || $3 == "all") { is_synced = 1 } $1 == "rename" && $NF ~ /(^|\/)state$/ { is_good = is_synced } END { exit !is_good }' "$TRACE"
verdict $? 'the whole new file is synced before the rename' "what your program did: $(tr '\n' ';' <"$TRACE")"
awk '$1 == "rename" { is_renamed = 1; is_synced = 0 } is_renamed && $1 == "sync" && $2 == "folder" { is_synced = 1 } END { exit !is_synced }' "$TRACE"
verdict $? 'the folder is synced after the rename' "what your program did: $(tr '\n' ';' <"$TRACE")"

# A disk that is full in the middle: a file of more than a block cannot be written.
head -c 40000 /dev/zero | tr '\0' x >../big
(
	ulimit -f 8
	"$@" <../big
) >/dev/null 2>&1
status=$?
[ "$status" -ne 0 ] && holds state second
verdict $? 'when there is no room the old file stays, and the status says so' "status $status, $(wc -c <state) bytes in the file"

echo third | "$@"
status=$?
left=$(ls)
[ "$status" -eq 0 ] && holds state third && [ "$left" = state ]
verdict $? 'the next save works, and nothing else is left in the folder' "status $status, in the folder: $(echo "$left" | tr '\n' ' ')"

[ "$n_failed" -eq 0 ]
