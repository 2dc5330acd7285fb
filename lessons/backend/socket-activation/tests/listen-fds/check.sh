#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests a program that takes over sockets: check.sh COMMAND... Reports in TAP.

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
	printf '# expected: %s\n# printed:  %s\n' "$(echo "$2" | tr '\n' ';')" "$(echo "$3" | tr '\n' ';')"
}

# hand SETTINGS COMMAND...: the command takes the place of the shell that sets the variables, so $$ is its process id
hand() {
	settings=$1
	shift
	sh -c "$settings"'
		exec "$@"' hand "$@" 3</dev/null 4</dev/null 5</dev/null
}

# What a child of the program finds.
# shellcheck disable=SC2016 # for the child
child='if env | grep "^LISTEN_"; then echo "the child sees variables"; fi
for fd in 3 4; do
	if (eval ": <&$fd") 2>/dev/null; then echo "the child has fd $fd"; fi
done
echo "the child has run"'

# The settings are for the shell of hand.
# shellcheck disable=SC2016
{
	mine='export LISTEN_PID=$$'
	other='export LISTEN_PID=$(($$ + 1))'
}

unset LISTEN_PID LISTEN_FDS LISTEN_FDNAMES
echo 1..11
compare 'nothing was handed over' none "$("$@")"
compare 'one socket without a name' 'fd 3 unknown' "$(hand "$mine LISTEN_FDS=1" "$@")"
compare 'one socket with a name' 'fd 3 notes' "$(hand "$mine LISTEN_FDS=1 LISTEN_FDNAMES=notes" "$@")"
compare 'two sockets with names' 'fd 3 http
fd 4 admin' "$(hand "$mine LISTEN_FDS=2 LISTEN_FDNAMES=http:admin" "$@")"
compare 'fewer names than sockets' 'fd 3 http
fd 4 unknown' "$(hand "$mine LISTEN_FDS=2 LISTEN_FDNAMES=http" "$@")"
compare 'for another process' none "$(hand "$other LISTEN_FDS=1 LISTEN_FDNAMES=notes" "$@")"
compare 'for nobody' none "$(hand 'export LISTEN_FDS=1' "$@")"
compare 'no number of sockets' none "$(hand "$mine LISTEN_FDS=many" "$@")"
compare 'none at all' none "$(hand "$mine LISTEN_FDS=0" "$@")"
compare 'the command is run, and gets nothing' 'fd 3 http
fd 4 admin
the child has run' "$(hand "$mine LISTEN_FDS=2 LISTEN_FDNAMES=http:admin" "$@" sh -c "$child" 5<&-)"
hand "$mine LISTEN_FDS=1" "$@" sh -c 'exit 7' >/dev/null
compare 'the status is that of the command' 7 $?
[ "$n_failed" -eq 0 ]
