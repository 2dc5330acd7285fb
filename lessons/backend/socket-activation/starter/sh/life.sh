#!/bin/sh
# SPDX-License-Identifier: MIT
# What systemd does with a socket unit and its service: events come in, actions go out.

while read -r event name; do
	case $event in
	connect)
		echo start # to do: only when it is dead; and the client waits in the queue
		echo "serve $name"
		;;
	idle | crash) echo end ;; # to do: does anybody wait?
	esac
done
