#!/bin/sh
# SPDX-License-Identifier: MIT
# What systemd does with a socket unit and its service: events come in, actions go out.

state=dead # or starting, running, failed
limit=0
n_starts=0 # in a row that came to nothing
queue=

# Everybody who waits is served, or refused.
empty_queue() {
	for client in $queue; do
		echo "$1 $client"
	done
	queue=
}

start_if_needed() {
	if [ "$state" != dead ] || [ -z "$queue" ]; then
		return
	fi
	if [ "$n_starts" -eq "$limit" ]; then
		echo 'socket fails'
		state=failed
		empty_queue refuse
		return
	fi
	echo start
	n_starts=$((n_starts + 1))
	state=starting
}

end() {
	echo end
	state=dead
	start_if_needed
}

while read -r event word; do
	case $event/$state in
	limit/*) limit=$word ;;
	connect/running) echo "serve $word" ;;
	connect/failed) echo "refuse $word" ;;
	connect/*)
		queue="$queue $word"
		start_if_needed
		;;
	ready/starting)
		state=running
		n_starts=0
		empty_queue serve
		;;
	idle/running | crash/running | crash/starting) end ;;
	esac
done
