/* SPDX-License-Identifier: MIT */
/* Devices: no others than five that hold nothing, and none can be made. */
#include "attack.h"

#include <dirent.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

static const char *const allowed[] = { ".", "..", "null", "zero", "full", "random", "urandom", "fd",
	"shm", "stdin", "stdout", "stderr" };

static const char *const dangerous[] = {
	"/dev/mem",
	"/dev/kmem",
	"/dev/port",
	"/dev/kmsg",
	"/dev/tty",
	"/dev/console",
	"/dev/tty0",
	"/dev/ptmx",
	"/dev/pts/0",
	"/dev/sda",
	"/dev/vda",
	"/dev/nvme0n1",
	"/dev/loop-control",
	"/dev/loop0",
	"/dev/fuse",
	"/dev/kvm",
	"/dev/net/tun",
	"/dev/vhost-net",
	"/dev/uinput",
	"/dev/input/event0",
	"/dev/rtc0",
	"/dev/hpet",
	"/dev/snapshot",
	"/dev/vsock",
	"/dev/mqueue",
	"/dev/cpu/0/msr",
};

static bool is_allowed(const char *name)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (strcmp(name, allowed[i]) == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	DIR *dir = opendir("/dev");
	struct dirent *entry;
	int bits = 1000000;

	begin(argc, argv);
	while (dir && (entry = readdir(dir)))
		if (!is_allowed(entry->d_name))
			escaped("/dev/%s is there", entry->d_name);
	for (size_t i = 0; i < sizeof(dangerous) / sizeof(dangerous[0]); i++)
		if (open(dangerous[i], O_RDONLY | O_NONBLOCK | O_NOCTTY) >= 0)
			escaped("%s was opened", dangerous[i]);
	refused("a device for memory", mknod("mem", S_IFCHR | 0600, makedev(1, 1)));
	refused("a device for a disk", mknod("disk", S_IFBLK | 0600, makedev(254, 0)));
	refused("a null device", mknod("/tmp/null", S_IFCHR | 0600, makedev(1, 3)));
	fails("entropy", ioctl(open("/dev/random", O_RDWR), 0x40045201, &bits));
	return finish();
}
