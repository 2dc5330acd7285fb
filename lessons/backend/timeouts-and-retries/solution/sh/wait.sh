#!/bin/sh
# SPDX-License-Identifier: MIT
number=0
for patience in 100 200 10000; do # milliseconds
	number=$((number + 1))
	server='exec sleep 60'
	if [ "$number" = 3 ]; then
		server='echo +PONG' # the server, at last
	fi
	seconds=$((patience / 1000)).$((patience % 1000))
	if reply=$(timeout "$seconds" sh -c "$server"); then
		echo "try $number: $reply"
	else
		echo "try $number: no reply within $patience ms"
	fi
done
