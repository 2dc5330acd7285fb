#!/bin/sh
# SPDX-License-Identifier: MIT
# The Debian packaging is of this version, is distributed whole, and needs the libraries that the build needs.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

cd "$top_srcdir" || exit 1
packaged=$(sed -n '1s/^practiced (\(.*\)) .*/\1/p' debian/changelog)
configured=$(sed -n 's/^AC_INIT(\[practiced\], \[\(.*\)\]).*/\1/p' configure.ac)
[ "$packaged" = "$configured" ] || complain "debian/changelog is of version $packaged, configure.ac of $configured"

for file in $(find debian -type f ! -name local.mk | sort); do
	grep -q "[ 	]$file\( \|\$\)" debian/local.mk || complain "$file is not listed in debian/local.mk"
done
libraries=$(sed -n "/^packages_build=/,/'\$/s/^\(lib[^|]*-dev\)|.*/\1/p" bootstrap.sh | grep -vx libc6-dev)
for library in $libraries; do
	grep -q "^ $library\>" debian/control || complain "debian/control doesn't build-depend on $library, bootstrap.sh does"
done
finish
