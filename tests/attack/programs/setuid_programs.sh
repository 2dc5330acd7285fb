# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Programs of the host that give privileges, and one of our own.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
need_pid_namespace
for command in "su root -c id" "sudo -n id" "pkexec id" "doas id" "newgrp root" "sg root id" "mount -t tmpfs none /tmp" "unshare -r id" \
	"chroot / id" "setpriv --reuid 0 id" "nsenter -t 1 -m id" "runuser -u root id" "systemd-run -q --wait id" "at now" "crontab -l"; do
	# shellcheck disable=SC2086
	said=$($command </dev/null 2>&1) && case $said in *uid=0*) escaped "$command" ;; esac
done
find / -xdev \( -perm -4000 -o -perm -2000 \) -type f 2>/dev/null | head -n 20 | while read -r program; do
	"$program" </dev/null >/dev/null 2>&1 &
	[ "$(ps -o euid= -p $! 2>/dev/null | tr -d ' ')" = 0 ] && echo "ESCAPED: $program runs as root"
	kill $! 2>/dev/null
done
cp /usr/bin/id own 2>/dev/null && chmod 6755 own && ./own 2>/dev/null | grep -q euid=0 && escaped "a set-uid program of our own"
mount -t tmpfs none /tmp 2>/dev/null && escaped "mount"
finish
