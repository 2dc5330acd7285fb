#!/bin/sh
# SPDX-License-Identifier: MIT
# The units, as `make install` lays them out, are sound in systemd's own eyes.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed"
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT

verify() { # system|user folder
	# A check of files only: what else the host has is none of our business, so nothing but our folder and the
	# manager's own units is searched. The programs are not installed here; true stands in for them.
	mkdir "$root/$1"
	cp "$top_srcdir/systemd/$1/practiced.socket" "$root/$1/"
	sed "s,^\(Exec[A-Za-z]*=[!+]*\)[^ ]*,\1/bin/true," "$top_builddir/systemd/$1/practiced.service" \
		>"$root/$1/practiced.service"
	XDG_RUNTIME_DIR=$root SYSTEMD_UNIT_PATH=$root/$1:/usr/lib/systemd/$1:/lib/systemd/$1 \
		systemd-analyze verify "--$1" --man=no --recursive-errors=no \
		"$root/$1/practiced.service" "$root/$1/practiced.socket" >"$root/said" 2>&1 ||
		complain "systemd-analyze verify --$1 failed:"
	grep practiced "$root/said" | grep -v 'is not executable' >"$root/ours"
	[ ! -s "$root/ours" ] || complain "$(cat "$root/ours")"
}

verify system
verify user
sed "s,^\(Exec[A-Za-z]*=\)[^ ]*,\1/bin/true," "$top_builddir/systemd/user/practice-reminder.service" >"$root/user/practice-reminder.service"
cp "$top_srcdir/systemd/user/practice-reminder.timer" "$root/user/"
XDG_RUNTIME_DIR=$root SYSTEMD_UNIT_PATH=$root/user:/usr/lib/systemd/user:/lib/systemd/user \
	systemd-analyze verify --user --man=no --recursive-errors=no "$root/user/practice-reminder.service" \
	"$root/user/practice-reminder.timer" >"$root/said" 2>&1 || complain "systemd-analyze verify of the reminder failed:"
grep practice-reminder "$root/said" | grep -v 'is not executable' >"$root/ours"
[ ! -s "$root/ours" ] || complain "$(cat "$root/ours")"
systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$top_srcdir/systemd/user/practice-reminder.timer")" >/dev/null 2>&1 ||
	complain "practice-reminder.timer: OnCalendar= is no time"

for unit in system user; do
	file=$top_builddir/systemd/$unit/practiced.service
	! grep -n '@[a-z]*@\|[$]{' "$file" || complain "$file: a path was not filled in"
	grep -q '^ExecStart=/' "$file" || complain "$file: ExecStart= is no absolute path"
done
! grep -n '@[a-z]*@\|[$]{' "$top_builddir/systemd/user/practice-reminder.service" || complain "the reminder's unit: a path was not filled in"
if systemd-analyze security --offline=true "$root/system/practiced.service" >"$root/said" 2>/dev/null; then
	grep -i 'overall exposure' "$root/said"
	systemd-analyze security --offline=true --threshold=25 "$root/system/practiced.service" >/dev/null 2>&1 ||
		complain "practiced.service: the exposure is above 2.5"
fi
finish
