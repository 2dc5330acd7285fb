#!/bin/sh
# SPDX-License-Identifier: MIT
# A layer includes only what stands below it, and modules don't include each other in a circle.
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
runner: base job grade
daemon: base proto job grade learn store
ctl: base proto
'

cd "$top_srcdir/src" || exit 1
includes=$(mktemp) && trap 'rm -f "$includes"' EXIT

# "from to" a line, as layer/module without the suffix
for file in */*.[ch]; do
	sed -n 's,^#[[:space:]]*include "\([^"]*\)\.h".*,'"${file%.*}"' \1,p' "$file"
done | sort -u >"$includes"
[ -s "$includes" ] || complain "not one #include found"

while read -r from to; do
	layer=${from%%/*}
	below=$(echo "$allowed" | sed -n "s/^$layer://p")
	case " $below $layer " in
	*" ${to%%/*} "*) ;;
	*) complain "src/$from includes $to.h: ${to%%/*} is not below $layer" ;;
	esac
	[ -e "$to.h" ] || complain "src/$from includes $to.h, which is not there"
done <"$includes"

for layer in */; do
	case $allowed in *"
${layer%/}:"*) ;; *) complain "src/$layer is no known layer" ;; esac
done

# A header without a .c of its own, named after a module (noun_part.h), is that module's inner side.
for header in */*_*.h; do
	part=${header%.h}
	noun=$part
	while [ ! -e "$part.c" ] && [ ! -e "$noun.c" ]; do
		case $noun in *_*) noun=${noun%_*} ;; *) break ;; esac
	done
	[ -e "$part.c" ] || [ ! -e "$noun.c" ] || sed -i "s,\\<$part\\>,$noun,g" "$includes"
done

# tsort takes "a a" as a node without an edge, so a module's own header is no circle.
circle=$(tsort "$includes" 2>&1 >/dev/null) || complain "modules that include each other: $circle"
finish
