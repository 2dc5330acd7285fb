#!/bin/sh
# SPDX-License-Identifier: MIT
if [ -z "$LISTEN_FDS" ] || [ -z "$LISTEN_PID" ]; then
	echo 'nobody has handed me a socket'
elif [ "$LISTEN_PID" = $$ ]; then
	echo "$LISTEN_FDS handed over, and for me: yes"
else
	echo "$LISTEN_FDS handed over, and for me: no"
fi
