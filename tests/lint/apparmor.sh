#!/bin/sh
# SPDX-License-Identifier: MIT
# The example of an AppArmor profile is one that the parser takes. A parser older than 4.0 doesn't know the rule that
# the profile exists for: it sees the rest.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

PATH=$PATH:/usr/sbin:/sbin
command -v apparmor_parser >/dev/null || skip "apparmor_parser is not installed"
profile=$top_builddir/etc/apparmor.d/practice-runner
copy=$(mktemp) || exit 1
trap 'rm -f "$copy"' EXIT

parse() {
	apparmor_parser --skip-kernel-load --skip-cache "$1" 2>&1
}

grep -q '^	userns,$' "$profile" || complain "$profile: allows no user namespaces"
! grep -n '@[a-z]*@\|[$]{' "$profile" || complain "$profile: a path was not filled in"
version=$(apparmor_parser --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
if [ "${version:-0}" -ge 4 ]; then
	said=$(parse "$profile") || complain "$said"
else
	sed '/^abi /d; /^	userns,$/d' "$profile" >"$copy"
	said=$(parse "$copy") || complain "$said"
	echo "without 'userns,': this parser is too old for it"
fi
# That it looks at all.
sed 's/^profile .*{/profile practice-runner flags=(unconfind) {/' "$copy" >"$copy.bad"
if [ -s "$copy" ] && parse "$copy.bad" >/dev/null; then
	complain "the parser takes anything"
fi
rm -f "$copy.bad"
finish
