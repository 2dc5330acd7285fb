# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The same with the tools that are there.
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
fails "cat the secret" cat "$folder/secret"
fails "cat /etc/shadow" cat /etc/shadow
fails "cd to the bait" cd "$folder"
# Programs and libraries are the host's own, and many.
fails "find the bait" sh -c 'find / -path /usr -prune -o -name "practice-attack-*" -print 2>/dev/null | grep .'
fails "who else is there" sh -c 'ls /proc 2>/dev/null | grep -x "$driver\|$runner"'
fails "copy over a program" cp /bin/true /usr/bin/true
fails "a file in /etc" touch /etc/practice-attack
fails "a file in /usr" touch /usr/lib/practice-attack
fails "a file in /" mkdir /practice-attack
fails "a file in /box" touch /box/practice-attack
fails "a file in /dev" touch /dev/practice-attack
fails "kernel settings" sh -c 'echo x >/proc/sys/kernel/hostname'
fails "magic keys" sh -c 'echo h >/proc/sysrq-trigger'
fails "the OOM killer's mind" sh -c 'echo -1000 >/proc/self/oom_score_adj'
fails "group of controls" sh -c 'ls /sys/fs/cgroup | grep .'
finish
