#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests a server that keeps its values in a log: check.sh COMMAND... Reports in TAP.

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

if [ -f "$here/wrap.sh" ]; then
	# shellcheck source=/dev/null
	. "$here/wrap.sh"
fi
# Starts the program with the log; it takes the shell's place, so the process id is its own.
{
	printf 'exec'
	printf " '%s'" "$@"
	echo ' log'
} >"$here/start.sh"

# ask EXPECTED REQUEST...: a new process, which has nothing but the log, replies this
ask() {
	expected=$1
	shift
	got=$(printf '%s\n' "$@" | sh "$here/start.sh" | tr '\n' ' ')
	got=${got% }
	[ "$got" = "$expected" ]
}

# Waits until the file $1 has $2 lines. Returns 1 when that does not come.
await_lines() {
	n_looks=0
	while [ "$(wc -l <"$1")" -lt "$2" ]; do
		n_looks=$((n_looks + 1))
		if [ "$n_looks" -gt 100 ]; then
			return 1
		fi
		sleep 0.05
	done
}

# kill_after REPLIES REQUEST...: kills the program when so many replies are there; it waits for more requests
kill_after() {
	n_replies=$1
	shift
	: >replies
	rm -f killed
	{
		printf '%s\n' "$@"
		until [ -e killed ]; do
			sleep 0.05
		done
	} 2>/dev/null | sh "$here/start.sh" >replies &
	pid=$!
	await_lines replies "$n_replies"
	has_replied=$?
	kill -9 "$pid"
	: >killed
	wait "$pid" 2>/dev/null
	return "$has_replied"
}

mkdir "$here/work" && cd "$here/work" || exit 1
TRACE=$here/trace.log
export TRACE

echo 1..9

ask '+OK +OK +1 -ERR unknown' 'SET a 1' 'SET b 2' 'GET a' 'GET c'
verdict $? 'it answers SET and GET' "replied: $got"
ask '+1 +2' 'GET a' 'GET b'
verdict $? 'a second process finds what the first one was told' "replied: $got"
ask '+OK +10 +2' 'SET a 10' 'GET a' 'GET b' && ask '+10 +2' 'GET a' 'GET b'
verdict $? 'the later value of a name counts' "replied: $got"

kill_after 2 'SET c 3' 'SET d 4'
verdict $? 'each reply comes at once, without the end of the input' "replies within 5 s: $(wc -l <replies)"
ask '+3 +4 +10' 'GET c' 'GET d' 'GET a'
verdict $? 'what was answered with +OK survives a kill' "replied: $got"

rm -f log
: >"$TRACE"
ask '+OK +OK +OK' 'SET a 1' 'SET b 2' 'SET c 3'
[ "$(grep -c '^sync file' "$TRACE")" -ge 3 ]
verdict $? 'each SET is synced' "$(grep -c '^sync file' "$TRACE") times a file was synced for 3 times SET"

printf '7 SET a 1\n7 SET b 2\n7 SET a' >log
ask '+1 +2' 'GET a' 'GET b'
verdict $? 'a torn record at the end is dropped' "replied: $got"
printf '7 SET a 1\n7 SET b 2\n7 SET a' >log
ask '+OK' 'SET c 3' && ask '+1 +2 +3' 'GET a' 'GET b' 'GET c'
verdict $? 'what is set after a torn record is found again' "replied: $got"
printf '7 SET a 1\n9 SET b 2\n7 SET a 5\n' >log
ask '+1 -ERR unknown +OK' 'GET a' 'GET b' 'SET d 4' && ask '+1 -ERR unknown +4' 'GET a' 'GET b' 'GET d'
verdict $? 'a record with a wrong length ends the log' "replied: $got"

[ "$n_failed" -eq 0 ]
