/* SPDX-License-Identifier: MIT */
/* A lock on a file that all sandboxes can read: two submissions could talk by it. hold takes it,
 * look asks for it. */
#include "attack.h"

#include <sys/file.h>

int main(int argc, char **argv)
{
	struct flock all = { .l_type = F_WRLCK };
	int fd, device_fd;

	begin(argc, argv);
	fd = open("/usr/bin/true", O_RDONLY);
	device_fd = open("/dev/null", O_RDWR);
	if (is("hold")) {
		flock(fd, LOCK_EX | LOCK_NB);
		fcntl(device_fd, F_SETLK, &all);
		usleep(400000);
		return finish();
	}
	usleep(100000);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		escaped("another submission's lock on a program can be seen");
	if (fcntl(device_fd, F_SETLK, &all) < 0 && (errno == EAGAIN || errno == EACCES))
		escaped("another submission's lock on a device can be seen");
	return finish();
}
