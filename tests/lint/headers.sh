#!/bin/sh
# SPDX-License-Identifier: MIT
# Each header can be compiled on its own, and says #pragma once.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

cd "$top_srcdir/src" || exit 1
for header in */*.h; do
	grep -q '^#pragma once' "$header" || complain "src/$header: no #pragma once"
	said=$(echo "#include \"$header\"" | ${CC:-cc} -std=gnu11 -D_GNU_SOURCE -include "$top_builddir/config.h" \
		-I"$top_builddir" -I. -Wall -Wextra -Werror -fsyntax-only -x c - \
		-DPKGLIBEXECDIR='""' -DPKGDATADIR='""' -DPKGLIBDIR='""' -DPKGCONFDIR='""' -DLOCALSTATEDIR='""' 2>&1) ||
		complain "src/$header: $said"
done
finish
