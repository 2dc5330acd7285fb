#!/bin/sh
# SPDX-License-Identifier: MIT

run_lesson() {
	printf 'Now practicing: %s\n' "$1"
}

run_lesson client-server
