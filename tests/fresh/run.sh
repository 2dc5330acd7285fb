#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The newcomer's way, for real: a minimal Debian is unpacked into a temporary folder, the checkout is cloned there, and
# `./bootstrap.sh try --once` is run in it as root and as an ordinary user. Needs root, debootstrap and this host's apt mirror.
#
#	tests/fresh/run.sh [--check] [--keep] [--suite=NAME] [--base=FOLDER]
#
# --check   runs `./bootstrap.sh check` there as well (long)
# --keep    leaves the folder, and says where it is
# --base    a folder that debootstrap made before, to copy instead of unpacking anew
#
# The folder becomes the root by pivot_root in namespaces of its own, not by chroot: the kernel lets no program in a chroot
# make user namespaces, and the sandbox needs them. What is mounted there goes away with the namespace.

set -eu -o pipefail

suite=bookworm check='' keep='' base=''
for word in "$@"; do
	case $word in
	--check) check=1 ;;
	--keep) keep=1 ;;
	--suite=*) suite=${word#*=} ;;
	--base=*) base=${word#*=} ;;
	*) sed -n 's/^# \{0,1\}//; 4,16p' "$0" >&2; exit 2 ;;
	esac
done

skip() { echo "SKIP: $*"; exit 77; }

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ "$(id -u)" = 0 ] || skip "a fresh machine is made by root only"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
command -v unshare >/dev/null || skip "unshare is not installed"
[ -e "$top/.git" ] || skip "this is no git checkout, there is nothing to clone"

work=$(mktemp -d "${TMPDIR:-/var/tmp}/practiced-fresh-XXXXXX")
root=$work/root
clean_up() {
	if [ -n "$keep" ]; then echo "kept: $root"; else rm -rf --one-file-system "$work"; fi
}
trap clean_up EXIT

# The mirror that this host's apt uses, asked from apt itself: "URI suite", one a line.
apt_sources() {
	# shellcheck disable=SC2016 # apt fills these in
	apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' | sort -u
}

mirror() {
	apt_sources | awk -v suite="$suite" '$2 == suite { print $1; exit }'
}

unpack() {
	local uri keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	if [ -n "$base" ]; then
		cp -a --one-file-system "$base" "$root"
		return
	fi
	uri=$(mirror)
	echo "unpacking a minimal $suite ..."
	debootstrap ${keyring:+--keyring="$keyring"} --variant=minbase --include=git,ca-certificates \
		"$suite" "$root" "${uri:-http://deb.debian.org/debian}" >"$work/log" 2>&1 ||
		{ tail -n 20 "$work/log"; echo "debootstrap failed" >&2; exit 1; }
}

# What the host needs to reach its mirror, the new root needs too: sources, proxies, certificates, name servers.
configure_apt() {
	local file
	apt_sources | awk -v suite="$suite" 'index($2, suite) == 1 { print "deb", $1, $2, "main" }' >"$work/sources"
	[ ! -s "$work/sources" ] || cp "$work/sources" "$root/etc/apt/sources.list"
	apt-config dump | grep -E '^Acquire::(http|https|Retries)' >"$root/etc/apt/apt.conf.d/90host" || true
	for file in /etc/resolv.conf /etc/hosts; do
		cp -L "$file" "$root$file"
	done
	if [ -d /usr/local/share/ca-certificates ]; then
		mkdir -p "$root/usr/local/share/ca-certificates"
		cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
	fi
}

# Runs in the new namespaces, becomes pid 1 there; the checkout is at /checkout, to be read only.
write_init() {
	cat >"$root/init" <<-'EOF'
		#!/bin/bash
		set -eu
		root=$1 top=$2
		mount --make-rprivate /
		mount --bind "$root" "$root"
		cd "$root"
		mount -t proc proc proc
		mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
		mount -t tmpfs -o mode=755,nosuid tmpfs dev
		for node in null zero full random urandom tty; do
			touch "dev/$node"
			mount --bind "/dev/$node" "dev/$node"
		done
		mkdir dev/pts dev/shm
		mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
		mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
		ln -s pts/ptmx dev/ptmx
		ln -s /proc/self/fd dev/fd
		for n in 0:stdin 1:stdout 2:stderr; do ln -s "fd/${n%:*}" "dev/${n#*:}"; done
		mkdir -p checkout old
		mount --bind "$top" checkout
		mount -o remount,bind,ro checkout
		pivot_root . old
		umount -l /old
		cd /
		exec /bin/bash /story "$3"
	EOF
	cat >"$root/story" <<-'EOF'
		set -eu
		export HOME=/root
		unset XDG_RUNTIME_DIR XDG_CACHE_HOME XDG_STATE_HOME
		update-ca-certificates >/dev/null 2>&1
		getent passwd learner >/dev/null || useradd -m -s /bin/bash learner
		as_learner() { runuser -u learner -- env HOME=/home/learner USER=learner bash -c "cd && $1"; }
		git config --system --add safe.directory '*'
		clone="git clone -q file:///checkout practiced"

		echo "==== as a user, nothing is installed: told what to do"
		as_learner "rm -rf practiced && $clone"
		status=0
		as_learner 'cd practiced && ./bootstrap.sh try --once </dev/null' >/said 2>&1 || status=$?
		cat /said
		[ $status = 1 ] && grep -q 'apt-get install' /said

		echo "==== as root"
		cd /root && rm -rf practiced && $clone && cd practiced
		./bootstrap.sh try --once </dev/null

		echo "==== as a user"
		as_learner 'cd practiced && ./bootstrap.sh try --once </dev/null'
		echo "==== as a user, once more, and left running"
		as_learner 'cd practiced && ./bootstrap.sh try </dev/null && ./bootstrap.sh stop'
		echo "==== as a user, in root's checkout"
		chmod 755 /root
		as_learner 'cd /root/practiced && ./bootstrap.sh try --once </dev/null'
		if [ -n "$1" ]; then
			echo "==== the test suite, as root"
			./bootstrap.sh check </dev/null
		fi
		left=$(cat /proc/[0-9]*/comm 2>/dev/null | grep -c '^practice' || true)
		[ "$left" = 0 ] || { echo "$left processes were left"; exit 1; }
	EOF
}

unpack
configure_apt
write_init
# A new pid namespace: whatever is left running in there ends with it.
env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}" LANG="${LANG:-C.UTF-8}" \
	${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
	unshare --mount --pid --ipc --uts --fork --kill-child bash "$root/init" "$root" "$top" "$check" ||
	{ echo "FAILED on a fresh $suite" >&2; exit 1; }
echo "A fresh $suite has gone the whole way."
