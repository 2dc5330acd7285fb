#!/bin/sh
# SPDX-License-Identifier: MIT
# What is asked of the shipped lessons beyond practiced --verify (proved.sh): see lesson_content.py.

srcdir=${srcdir:-$(dirname "$0")/../..}

for python in /usr/bin/python3 python3; do
	if command -v "$python" >/dev/null; then
		exec "$python" -B "$srcdir/tests/lint/lesson_content.py" \
			"$srcdir/lessons" "$srcdir/etc/languages.d" "$srcdir/lessons/local.mk"
	fi
done
echo "skipped: python3 not found, the lessons are not proved"
exit 77
