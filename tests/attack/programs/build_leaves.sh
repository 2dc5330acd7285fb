# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Where compiling runs the learner's code (leave), it may leave no more than files in the folder of the submission.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
if [ "$role" = leave ]; then
	for place in /tmp /scratch /dev/shm .; do
		[ "$place" = . ] && [ "$(pwd)" = /box ] && continue
		echo x >"$place/left" 2>/dev/null
	done
	(
		trap '' HUP TERM
		while :; do sleep 0.05; done
	) >/dev/null 2>&1 &
	exit 0
fi
sleep 0.2
for place in /tmp /scratch /dev/shm; do
	[ -e "$place/left" ] && escaped "$place/left of the compilation"
done
for process in /proc/[0-9]*; do
	case ${process#/proc/} in 1 | $$) continue ;; esac
	[ -d "$process" ] && escaped "process ${process#/proc/} of the compilation"
done
finish
