#!/bin/sh
# SPDX-License-Identifier: MIT
# The sample configuration and the man page have the keys and defaults that the program has.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
program=$top_builddir/practiced
[ -x "$program" ] || { complain "$program is not built"; finish; }

# The sample shows the folders of a distribution's package, whatever the prefix of this build.
"$program" --dump-config | sed -e "s,${PKGCONFDIR:?},/etc/practiced,g" -e "s,${PKGDATADIR:?},/usr/share/practiced,g" \
	-e "s,${PKGLIBDIR:?},/usr/lib/practiced,g" >"$work/dump"
diff -u "$top_srcdir/etc/practiced.conf" "$work/dump" || complain "etc/practiced.conf is not what --dump-config prints"

# The program reads its own sample.
"$program" --config="$top_srcdir/etc/practiced.conf" --check-config || complain "the sample is refused"
sed 's/^#\([a-z-]* =\)/\1/' "$work/dump" >"$work/active.conf"
"$program" --config="$work/active.conf" --check-config || complain "the sample's defaults are refused"

# "[section] key" on both sides; in the page `.Ss [section]` and `.It Ic key Ns = Ns Ar value`.
sed -n -e 's/^\(\[[a-z]*\]\)$/S \1/p' -e 's/^#\([a-z-]*\) = .*/K \1/p' "$work/dump" |
	awk '$1 == "S" { s = $2 } $1 == "K" { print s, $2 }' | sort >"$work/keys"
awk '/^\.Ss \[/ { s = $2 } /^\.Ss / && !/\[/ { s = "" } /^\.It Ic / && s { print s, $3 }' \
	"$top_srcdir/man/practiced.conf.5" | sort >"$work/page"
[ -s "$work/keys" ] || complain "no key found in --dump-config"
diff -u "$work/keys" "$work/page" || complain "practiced.conf.5 (+) and the program (-) disagree about the keys"

# The page names each default.
sed -n 's/^#\([a-z-]*\) = \(..*\)/\1 \2/p' "$work/dump" | while read -r key value; do
	case $value in /*) continue ;; esac
	awk -v key="$key" '/^\.It Ic / { on = $3 == key } on' "$top_srcdir/man/practiced.conf.5" |
		grep -qw -- "$value" || echo "practiced.conf.5: $key: the default $value is not named"
done >"$work/defaults"
[ ! -s "$work/defaults" ] || complain "$(cat "$work/defaults")"
finish
