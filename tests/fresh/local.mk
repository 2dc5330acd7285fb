# SPDX-License-Identifier: MIT
# Slow, and needs root and a package mirror: not a part of `make check`.

EXTRA_DIST += tests/fresh/run.sh
check-fresh:
	$(top_srcdir)/tests/fresh/run.sh
.PHONY: check-fresh
