#!/bin/sh
# SPDX-License-Identifier: MIT
# A layer includes only what stands below it, and modules don't call each other in a circle.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

# layer: the layers that it may include
allowed='
base:
proto: base
job: base
grade: base job
learn: base job grade
store: base job learn
template:
runner: base job grade template
daemon: base proto job grade learn store
ctl: base proto
'

cd "$top_srcdir/src" || exit 1
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

# "from to" a line, as layer/module without the suffix
for file in */*.[ch]; do
	sed -n 's,^#[[:space:]]*include "\([^"]*\)\.h".*,'"${file%.*}"' \1,p' "$file"
done | sort -u >"$work/includes"
[ -s "$work/includes" ] || complain "not one #include found"

while read -r from to; do
	layer=${from%%/*}
	below=$(echo "$allowed" | sed -n "s/^$layer://p")
	case " $below $layer " in
	*" ${to%%/*} "*) ;;
	*) complain "src/$from includes $to.h: ${to%%/*} is not below $layer" ;;
	esac
	[ -e "$to.h" ] || complain "src/$from includes $to.h, which is not there"
done <"$work/includes"

for layer in */; do
	case $allowed in *"
${layer%/}:"*) ;; *) complain "src/$layer is no known layer" ;; esac
done

# Circles are looked for where they bind: who calls whom, as the object files say. (A header that names another module's
# type is none.) "caller callee" a line; tsort takes "a a" as a node without an edge.
cd "$top_builddir" || exit 1
nm -A -P src/*/*.o 2>/dev/null | sed 's#^src/\([a-z]*\)/\([a-z_]*_a-\)\{0,1\}\([^:]*\)\.o: #\1/\3 #' >"$work/symbols"
[ -s "$work/symbols" ] || complain "no object file found in $top_builddir/src"
awk '$3 ~ /^[TDBRVW]$/ { print $2, $1 }' "$work/symbols" | sort -k 1,1 >"$work/defined"
awk '$3 == "U" { print $2, $1 }' "$work/symbols" | sort -k 1,1 >"$work/wanted"
# noun_part.c is noun.c's inner side: what these two call of each other is one module's own business.
join -o 1.2,2.2 "$work/wanted" "$work/defined" | sort -u |
	awk 'index($1, $2 "_") != 1 && index($2, $1 "_") != 1' >"$work/calls"
circle=$(tsort "$work/calls" 2>&1 >/dev/null | sed -n 's/^tsort: \([a-z].*\/.*\)/\1/p' | paste -sd' ' -)
[ -z "$circle" ] || complain "modules that call each other in a circle: $circle"
finish
