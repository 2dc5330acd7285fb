#!/bin/sh
# SPDX-License-Identifier: MIT
# The program shellcheck has nothing to say about the shell scripts.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

command -v shellcheck >/dev/null || skip "shellcheck is not installed"
cd "$top_srcdir" || exit 1
for file in $(written_files); do
	# Unfinished or hostile by design.
	case $file in lessons/*/starter/* | tests/data/* | tests/attack/programs/*) continue ;; esac
	head -n 1 "$file" | grep -q '^#!.*sh\>\|^# shellcheck shell=' || continue
	said=$(shellcheck -x -P SCRIPTDIR "$file") || complain "$said"
done
finish
