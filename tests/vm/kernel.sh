#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A kernel for the machine: prints a folder with boot/vmlinuz-* and lib/modules/RELEASE, or says why there is none.
#
#	tests/vm/kernel.sh FOLDER		fetched by apt-get into FOLDER, and kept there; nothing is installed
#
# Not installed as a package, because a host would boot it the next time; VM_KERNEL names a folder of one's own.

set -eu -o pipefail

folder=$1
package=linux-image-cloud-amd64

has_kernel() { ls "$1"/boot/vmlinuz-* >/dev/null 2>&1 && [ -n "$(find "$1/lib/modules/" -name 'virtiofs.ko' -print -quit 2>/dev/null)" ]; }

fail() { echo "$*"; exit 1; }

if [ -n "${VM_KERNEL:-}" ]; then
	has_kernel "$VM_KERNEL" || fail "$VM_KERNEL has no boot/vmlinuz-* with the module virtiofs"
	echo "$VM_KERNEL"
	exit
fi
if ! has_kernel "$folder/root"; then
	command -v apt-get >/dev/null || fail "apt-get, which would fetch it, is not there; VM_KERNEL names a folder that has one"
	rm -rf "$folder"
	mkdir -p "$folder"
	cd "$folder"
	name=$(apt-cache depends --important "$package" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -n 1)
	[ -n "$name" ] || fail "no package $package is known here (apt-get update?)"
	apt-get -q download "$name" >download.log 2>&1 || fail "$name can't be downloaded: $(tail -n 1 download.log)"
	dpkg-deb -x "$name"_*.deb root
	rm -f -- *.deb
	has_kernel root || fail "$name has no module virtiofs"
fi
echo "$folder/root"
