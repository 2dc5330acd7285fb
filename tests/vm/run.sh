#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The shipped units on a machine of their own: Debian's kernel with cgroup v2 alone, in qemu without hardware support. Its
# root is this host's own, read through virtiofs, below a tmpfs; practiced is put on top of it by `make install`. systemd
# boots it, and machine.py tells in there what has to be true, a line each. The host is only read; all mounts are in a mount
# namespace of this script's own and go away with it.
#
#	tests/vm/run.sh [STEP...]		in the build folder, or top_builddir=FOLDER; the names of steps are in machine.py
#	tests/vm/run.sh --shell FOLDER		boots, then runs as root what is written into FOLDER/run, until FOLDER/stop is there
#
# A build that isn't configured with --prefix=/usr --sysconfdir=/etc --localstatedir=/var is built anew so.
#
# Without root, qemu, or a kernel (kernel.sh) it is skipped (status 77).

set -eu -o pipefail

bail() { sed 's/^/# /' "$2" | tail -n 30; echo "Bail out! $1"; exit 1; }
skip() { echo "1..0 # SKIP $*"; exit 77; }

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${top_builddir:-$PWD}
boot_seconds=240
story_seconds=1200 # about eight minutes without hardware support
memory=1536M
processors=2

find_virtiofsd() {
	local path
	for path in "$(command -v virtiofsd || true)" /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd; do
		[ -x "$path" ] && echo "$path" && return
	done
	return 1
}

if [ "${1:-}" != --in-namespace ]; then
	[ "$(id -u)" = 0 ] || skip "only root lays this host's root below the machine's"
	for tool in qemu-system-x86_64 busybox unshare setpriv; do
		command -v $tool >/dev/null || skip "$tool is not installed"
	done
	find_virtiofsd >/dev/null || skip "virtiofsd is not installed"
	[ "$(uname -m)" = x86_64 ] || skip "the machine is an x86_64 with this host's root"
	[ -x /usr/bin/python3 ] || skip "/usr/bin/python3 is not installed"
	[ -x /lib/systemd/systemd ] || skip "systemd is not installed"
	grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || skip "this kernel has no overlay file system"
	unshare --mount true 2>/dev/null || skip "mount namespaces are not allowed here"
	kernel=$("$top/tests/vm/kernel.sh" "${kernel_folder:-$build/tests/vm-kernel}") || skip "no kernel: $kernel"
	export kernel
	exec unshare --mount --propagation private "${BASH_SOURCE[0]}" --in-namespace "$@"
fi
shift

work=$(mktemp -d "${TMPDIR:-/tmp}/practiced-vm-XXXXXX")
root=$work/root
qemu='' virtiofsd=''

clean_up() {
	local pid
	for pid in $qemu $virtiofsd; do
		kill -KILL "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
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

# Few units: what this host would start has no place in a test.
lean_units() {
	local unit units=$root/etc/systemd/system
	rm -rf "$units"/*.wants "$units"/*.requires "$root"/etc/systemd/network
	for unit in systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
		systemd-hwdb-update.service systemd-binfmt.service proc-sys-fs-binfmt_misc.automount sys-kernel-debug.mount \
		sys-kernel-tracing.mount dev-hugepages.mount systemd-modules-load.service systemd-timesyncd.service \
		systemd-networkd.service systemd-resolved.service systemd-pstore.service getty.target serial-getty@ttyS0.service \
		systemd-remount-fs.service apparmor.service e2scrub_reap.service ldconfig.service systemd-update-done.service \
		networking.service cron.service ssh.service systemd-random-seed.service systemd-boot-system-token.service \
		modprobe@.service console-setup.service keyboard-setup.service sys-fs-fuse-connections.mount; do
		ln -sf /dev/null "$units/$unit"
	done
	cat >"$units/practiced-vm.service" <<-'UNIT'
		[Unit]
		Description=Commands from the host
		DefaultDependencies=no
		Requires=basic.target
		After=basic.target
		[Service]
		ExecStart=/usr/bin/python3 -B /opt/practiced-test/vm/agent.py /dev/vport1p1
		Environment=PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb HOME=/root
		OOMScoreAdjust=-1000
		KillMode=process
	UNIT
}

make_root() {
	mkdir "$work/upper" "$work/work" "$root"
	mount -t overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" overlay "$root" 2>/dev/null ||
		skip "an overlay of this host's root can't be mounted"
	rm -rf "$root"/etc/practiced "$root"/var/lib/practiced "$root"/var/log/journal
	# A sign of a container would have systemd take itself for one.
	rm -f "$root/usr/sbin/policy-rc.d" "$root/etc/machine-id" "$root/etc/fstab" "$root/.dockerenv"
	echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
	lean_units
	mkdir -p "$root/opt/practiced-test"
	cp -r "$top/tests/systemd" "$top/tests/system" "$top/tests/data" "$top/tests/vm" "$root/opt/practiced-test"
	make -C "$build" install DESTDIR="$root" >"$work/install.log" 2>&1 || bail "make install failed" "$work/install.log"
	mkdir "$root/opt/practiced-test/attack"
	make -s -C "$build" tests/attack/attack >"$work/attack.log" 2>&1 || bail "no tests/attack/attack" "$work/attack.log"
	cp -r "$build/tests/attack/attack" "$top/tests/attack/programs" "$root/opt/practiced-test/attack"
}

# The first programs: the modules that the root needs, then the root.
make_initrd() {
	local release module path n=10
	release=$(basename "$kernel"/lib/modules/*)
	mkdir -p "$work/initrd/bin" "$work/initrd/modules"
	cp "$(command -v busybox)" "$work/initrd/bin/busybox"
	cp "$top/tests/vm/init.sh" "$work/initrd/init"
	chmod 755 "$work/initrd/init"
	for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci fuse virtiofs overlay virtio_console; do
		path=$(find "$kernel/lib/modules/$release/" -name "$module.ko" -print -quit)
		[ -n "$path" ] && cp "$path" "$work/initrd/modules/$n-$module.ko" # else it is part of the kernel
		n=$((n + 1))
	done
	(cd "$work/initrd" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/initrd.img"
}

boot() {
	nice -n 10 setpriv --pdeathsig KILL "$(find_virtiofsd)" --socket-path="$work/fs.sock" -o source="$root" \
		-o cache=always,xattr,no_posix_lock >"$work/fs.log" 2>&1 &
	virtiofsd=$!
	for _ in $(seq 50); do
		[ -S "$work/fs.sock" ] && break
		sleep 0.1
	done
	nice -n 10 setpriv --pdeathsig KILL qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -display none \
		-machine q35,memory-backend=ram,usb=off,smbus=off,vmport=off -accel tcg,thread=multi,tb-size=512 -cpu max \
		-smp "$processors" -m "$memory" -object "memory-backend-memfd,id=ram,size=$memory,share=on" \
		-kernel "$kernel"/boot/vmlinuz-* -initrd "$work/initrd.img" \
		-append "console=ttyS0 quiet mitigations=off panic=-1 no_timer_check tsc=unstable clocksource=acpi_pm systemd.unit=practiced-vm.service systemd.unified_cgroup_hierarchy=1 systemd.show_status=no ${VM_APPEND:-}" \
		-chardev "socket,id=fs,path=$work/fs.sock" -device vhost-user-fs-pci,chardev=fs,tag=host \
		-device virtio-serial-pci -chardev "socket,id=agent,path=$work/agent.sock,server=on,wait=off" \
		-device virtserialport,chardev=agent,name=agent,nr=1 \
		-chardev "file,id=console,path=$work/console" -serial chardev:console -monitor none </dev/null >"$work/qemu.log" 2>&1 &
	qemu=$!
}

inside() {
	timeout --foreground -k 10 "$story_seconds" python3 -B "$top/tests/vm/tell.py" "$work/agent.sock" "$@"
}

tell_story() {
	local status=0
	inside /usr/bin/python3 -B /opt/practiced-test/vm/machine.py "$@" || status=$?
	[ $status != 124 ] || bail "no end after $story_seconds s, in the step after the last that was told" "$work/console"
	return $status
}

wait_for_boot() {
	local begin=$SECONDS waiter
	timeout "$boot_seconds" python3 -B "$top/tests/vm/tell.py" --wait "$work/agent.sock" &
	waiter=$!
	wait -n "$waiter" "$qemu" || true
	if ! kill -0 "$qemu" 2>/dev/null || ! wait "$waiter"; then
		kill "$waiter" 2>/dev/null || true
		cat "$work/fs.log" "$work/qemu.log" >>"$work/console"
		bail "the machine did not boot" "$work/console"
	fi
	echo "# booted in $((SECONDS - begin)) s"
}

serve_folder() { # the way to try things by hand
	local folder=$1
	mkdir -p "$folder"
	while [ ! -e "$folder/stop" ]; do
		if [ -e "$folder/run" ]; then
			mv "$folder/run" "$folder/running"
			inside sh -c "$(cat "$folder/running")" >"$folder/output" 2>&1 && status=0 || status=$?
			echo "$status" >"$folder/status"
		fi
		sleep 0.1
	done
}

mount -t tmpfs -o mode=755 tmpfs "$work"
build_for_usr
make_root
make_initrd
boot
wait_for_boot
if [ "${1:-}" = --shell ]; then serve_folder "$2"
else tell_story "$@"; fi
