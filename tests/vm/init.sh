#!/bin/busybox sh
# SPDX-License-Identifier: MIT
# shellcheck shell=dash
# The first process of the machine: finds its root and hands over to systemd.
export PATH=/bin
busybox mkdir -p /proc /sys /dev /lower /upper /root
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
for module in /modules/*.ko; do busybox insmod "$module" ; done
busybox mount -t virtiofs -o ro host /lower || exit 1
busybox mount -t tmpfs -o size=60% tmpfs /upper
busybox mkdir /upper/data /upper/work
busybox mount -t overlay -o lowerdir=/lower,upperdir=/upper/data,workdir=/upper/work overlay /root || exit 1
busybox mkdir -p /root/run /root/dev /root/proc /root/sys
busybox mount -t tmpfs -o mode=1777 tmpfs /root/tmp
busybox umount /proc
busybox umount /sys
busybox mount -o move /dev /root/dev
exec busybox switch_root /root /lib/systemd/systemd
