#!/bin/sh
# SPDX-License-Identifier: MIT
# The benchmark of catalogs runs, and every number that it asks for is there; how fast anything is is not tested.
cd "${top_builddir:-.}" || exit 1
python=$(test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3)
$python -c 'import sqlite3' 2>/dev/null || { echo "SKIP: python3 has no sqlite3"; exit 77; }
said=$(top_builddir=. $python -B "${top_srcdir:-.}/tests/bench/catalog.py" --quick) || { echo "$said"; exit 1; }
for row in tar cold reload LIST 'practicectl list' 'memory a lesson'; do
	test "$(echo "$said" | grep -c "^  $row  *[0-9]")" = 3 || { echo "$said"; echo "not three rows: $row"; exit 1; }
done
