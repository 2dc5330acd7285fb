#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Stories on a really booted systemd: this host's own root is laid under a tmpfs, and systemd-nspawn boots it. A story then
# tells in there what has to be true, a line each. The host is only read; all mounts are in a mount namespace of this script's
# own and go away with it.
#
#	tests/systemd/run.sh [--story=NAME] [STEP...]	in the build folder, or top_builddir=FOLDER
#
# units		practiced is installed by `make install`; a build that isn't configured with --prefix=/usr --sysconfdir=/etc
#		--localstatedir=/var is built anew so. This is the story when none is named
# package	the Debian packages of the folders deb-old/ and deb/ are laid in /opt, nothing is installed
# machine	the tree is laid in /opt, as a clone of it would be, nothing is installed
#
# The names of the steps are in NAME.py.
#
# Without root or systemd-nspawn it is skipped (status 77). One at a time.

set -eu -o pipefail

bail() { sed 's/^/# /' "$2" | tail -n 20; echo "Bail out! $1"; exit 1; }
skip() { echo "1..0 # SKIP $*"; exit 77; }

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${top_builddir:-$PWD}
boot_seconds=60
story_seconds=1500 # the longest, of the packages, takes about ten minutes
story=units

if [ "${1:-}" != --in-namespace ]; then
	[ "$(id -u)" = 0 ] || skip "only root boots a container"
	for tool in systemd-nspawn nsenter unshare setpriv systemd-analyze; do
		command -v $tool >/dev/null || skip "$tool is not installed"
	done
	[ -x /usr/bin/python3 ] || skip "/usr/bin/python3 is not installed"
	[ -x /lib/systemd/systemd ] || skip "systemd is not installed"
	grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || skip "this kernel has no overlay file system"
	unshare --mount true 2>/dev/null || skip "mount namespaces are not allowed here"
	exec unshare --mount --propagation private "${BASH_SOURCE[0]}" --in-namespace "$@"
fi
shift
case ${1:-} in --story=*) story=${1#*=}; shift ;; esac

work=$(mktemp -d "${TMPDIR:-/tmp}/practiced-systemd-XXXXXX")
root=$work/root
nspawn=

clean_up() {
	if [ -n "$nspawn" ] && kill -TERM "$nspawn" 2>/dev/null; then
		for _ in $(seq 100); do
			kill -0 "$nspawn" 2>/dev/null || break
			sleep 0.1
		done
		kill -KILL "$nspawn" 2>/dev/null || true
		wait "$nspawn" 2>/dev/null || true
	fi
	umount -l "$root" "$work" 2>/dev/null || true
	rmdir "$work" 2>/dev/null || true
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# What is configured for another place is built anew for this one.
build_for_usr() {
	[ "$(sed -n 's/^prefix = //p' "$build/Makefile")" != /usr ] || return 0
	local compiler
	compiler=$(sed -n 's/^CC = //p' "$build/Makefile")
	mkdir "$work/build"
	(cd "$work/build" && "$top/configure" -q ${compiler:+CC="$compiler"} --prefix=/usr --sysconfdir=/etc --localstatedir=/var &&
		make -s -j2 all) >"$work/build.log" 2>&1 || bail "no build with --prefix=/usr" "$work/build.log"
	build=$work/build
}

make_root() {
	mkdir "$work/upper" "$work/work" "$root"
	mount -t overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" overlay "$root" 2>/dev/null ||
		skip "an overlay of this host's root can't be mounted"
	rm -rf "$root"/etc/systemd/system/*.wants "$root"/etc/practiced "$root"/var/lib/practiced
	rm -f "$root/usr/sbin/policy-rc.d" "$root/etc/machine-id"
	: >"$root/etc/machine-id"
	mkdir -p "$root/opt/practiced-test"
	cp -r "$top/tests/systemd" "$top/tests/system" "$top/tests/data" "$root/opt/practiced-test"
}

prepare_units() {
	build_for_usr
	make -C "$build" install DESTDIR="$root" >"$work/install.log" 2>&1 || bail "make install failed" "$work/install.log"
}

prepare_package() {
	cp -r "$build/deb" "$build/deb-old" "$top/debian/tests" "$root/opt/practiced-test"
}

# Only what belongs to the tree, and no more of its history than a version.
prepare_machine() {
	make -C "$build" distdir distdir="$root/opt/practiced" top_distdir="$root/opt/practiced" >"$work/install.log" 2>&1 ||
		bail "make distdir failed" "$work/install.log"
	(cd "$root/opt/practiced" && rm -rf autom4te.cache aclocal.m4 build-aux config.h.in configure Makefile.in)
}

limit=10 # seconds for a command inside; systemctl may wait for a manager that never answers

# The container's first process is the one child of nspawn; it is there before its manager is.
leader() {
	tr -d " " 2>/dev/null <"/proc/$nspawn/task/$nspawn/children"
}

inside() {
	timeout --foreground -k 10 "$limit" nsenter -t "$leader" -a -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb HOME=/root "$@"
}

boot() {
	# basic.target: the sockets, and nothing of this host's own services.
	setpriv --pdeathsig TERM setsid systemd-nspawn -D "$root" --machine="practiced-$$" --register=no --keep-unit --boot --console=pipe --private-network \
		systemd.unit=basic.target </dev/null >"$work/console" 2>&1 &
	nspawn=$!
	for _ in $(seq $((boot_seconds * 5))); do
		sleep 0.2
		kill -0 "$nspawn" 2>/dev/null || break
		leader=$(leader)
		[ -n "$leader" ] || continue
		case $(inside systemctl is-system-running 2>/dev/null) in running | degraded) return ;; esac
	done
	sed 's/^/# /' "$work/console" | tail -n 30
	skip "systemd doesn't boot in a container here"
}

tell_story() {
	local status=0
	limit=$story_seconds
	inside /usr/bin/python3 -B "/opt/practiced-test/systemd/$story.py" "$@" || status=$?
	[ $status != 124 ] || bail "no end after $story_seconds s, in the step after the last that was told" "$work/console"
	return $status
}

mount -t tmpfs -o mode=755 tmpfs "$work"
make_root
"prepare_$story"
boot
tell_story "$@"
