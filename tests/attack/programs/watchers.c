/* SPDX-License-Identifier: MIT */
/* Marks on files that all runs share: watches, leases, attributes, times. */
#include "attack.h"

#include <linux/fs.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>

int main(int argc, char **argv)
{
	struct timespec old[2] = { { 1, 0 }, { 1, 0 } };
	struct stat before, after;
	int fd, flags = FS_IMMUTABLE_FL;

	begin(argc, argv);
	refused("inotify", inotify_init1(0));
	fd = open("/usr/bin/true", O_RDONLY);
	refused("a lease", fcntl(fd, F_SETLEASE, F_RDLCK));
	refused("a lease with a hidden half",
		syscall(SYS_fcntl, fd, 0x100000000ul | F_SETLEASE, F_RDLCK));
	refused("a directory's signal", fcntl(open("/usr", O_RDONLY), F_NOTIFY, 1));
	fails("an attribute on /usr/bin/true", fsetxattr(fd, "user.left", "x", 1, 0));
	refused("an attribute of our own",
		setxattr(".", "user.left", "x", 1, 0) < 0 && errno != EOPNOTSUPP
			? -1
			: (errno = EPERM, -1));
	fails("times of /usr/bin/true", futimens(fd, old));
	fails("an immutable file",
		ioctl(open("mine", O_CREAT | O_RDWR, 0600), FS_IOC_SETFLAGS, &flags));
	fstat(fd, &before);
	if (read(fd, &flags, 1) == 1 && fstat(fd, &after) == 0 &&
		before.st_atim.tv_nsec != after.st_atim.tv_nsec)
		escaped("reading leaves a time on /usr/bin/true");
	return finish();
}
