#!/bin/sh
# SPDX-License-Identifier: MIT
# practiced --verify has nothing to say about the shipped lessons, each solution run once; `make check-lessons` runs them ten times.

: "${top_srcdir:=$(dirname "$0")/../..}" "${top_builddir:=.}"
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

mode=namespaces
if ! said=$("$top_builddir/practice-runner" --probe 2>&1); then
	mode=none
	printf 'SKIP: programs run WITHOUT a sandbox (mode = none): %s\n' "$(printf '%s\n' "$said" | tail -n 1)"
fi
printf '[sandbox]\nmode = %s\n' "$mode" >"$work/practiced.conf"
"$top_builddir/practiced" --verify --runs=1 --config="$work/practiced.conf" --runner="$top_builddir/practice-runner" \
	--languages="$top_srcdir/etc/languages.d" "$top_srcdir/lessons" >"$work/said"
status=$?
cat "$work/said"
[ "$status" = 0 ] || exit "$status"
! grep '^skipped: ' "$work/said" || exit 77
