#!/bin/sh
# SPDX-License-Identifier: MIT
# Every attack once, for `make check`; `make check-attack` has all modes. What the sandbox is known not to hold (SECURITY.md) is told, and is no failure.
exec "${top_builddir:-.}/tests/attack/attack" --runner="${top_builddir:-.}/practice-runner" \
	--programs="${top_srcdir:-..}/tests/attack/programs" --quick
