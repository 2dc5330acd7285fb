#!/bin/sh
# SPDX-License-Identifier: MIT
# Each MESSAGE_ID that the daemon logs is explained in the journal's catalog, and nothing else is.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
catalog=$top_srcdir/systemd/catalog/practiced.catalog
grep -hro '"[0-9a-f]\{32\}"' "$top_srcdir/src" --include='*.[ch]' | tr -d '"' | sort -u >"$work/source"
sed -n 's/^-- \([0-9a-f]\{32\}\)$/\1/p' "$catalog" | sort >"$work/catalog"
[ -s "$work/source" ] || complain "no MESSAGE_ID found in src/"
diff -u "$work/source" "$work/catalog" || complain "the catalog (+) and the source (-) disagree"

if command -v journalctl >/dev/null; then
	mkdir -p "$work/root/usr/lib/systemd/catalog" "$work/root/var/lib/systemd/catalog"
	cp "$catalog" "$work/root/usr/lib/systemd/catalog/"
	journalctl --root="$work/root" --update-catalog >"$work/said" 2>&1 || complain "$(cat "$work/said")"
fi
finish
