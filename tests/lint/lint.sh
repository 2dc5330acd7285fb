# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the checks of this folder share: where the tree is, and how a check says what it found.

top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$PWD}
complaints=0

# For a check that this machine can't do: automake counts status 77 as skipped.
skip() {
	echo "SKIP: $*"
	exit 77
}

complain() {
	echo "$*"
	complaints=$((complaints + 1))
}

finish() {
	[ "$complaints" = 0 ] && exit 0
	echo "$complaints to mend"
	exit 1
}

# The files that people wrote, relative to the top, one a line.
written_files() {
	(
		cd "$top_srcdir" || exit 1
		for file in README.md HACKING.md SECURITY.md bootstrap.sh configure.ac Makefile.am .ci/run; do
			[ -e "$file" ] && echo "$file"
		done
		find src tests lessons etc systemd man debian completions -type f ! -path '*/corpus/*' ! -path '*/__pycache__/*' \
			! -name '*.o' ! -name '*.a' ! -name '*.log' ! -name '*.trs' ! -name '.dirstamp' | sort
	)
}
