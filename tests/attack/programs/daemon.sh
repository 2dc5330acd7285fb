# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# leave: sleepers in sessions of their own, deaf to signals, and stopped. look: none is there.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
need_pid_namespace
if [ "$role" = leave ]; then
	(setsid sh -c 'trap "" HUP INT TERM; sleep 300' &)
	# shellcheck disable=SC2016
	(setsid sh -c 'kill -STOP $$; sleep 300' &)
	# shellcheck disable=SC2016
	sh -c 'kill -STOP $$' &
	sleep 300 &
	sleep 0.05
	finish
fi
pid=2
while [ $pid -lt 400 ]; do
	[ $pid = $$ ] || ! kill -0 $pid 2>/dev/null || escaped "process $pid of another run"
	pid=$((pid + 1))
done
finish
