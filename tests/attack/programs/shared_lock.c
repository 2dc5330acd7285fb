/* SPDX-License-Identifier: MIT */
/* A lock on a file that all sandboxes can read: two submissions could talk by it. hold takes it,
 * look asks for it. */
#include "attack.h"

#include <sys/file.h>

int main(int argc, char **argv)
{
	struct flock all = { .l_type = F_WRLCK };
	bool sees_program = false, sees_device = false;
	int fd, device_fd;

	begin(argc, argv);
	fd = open("/usr/bin/true", O_RDONLY);
	device_fd = open("/dev/null", O_RDWR);
	if (is("hold")) {
		flock(fd, LOCK_EX | LOCK_NB);
		fcntl(device_fd, F_SETLK, &all);
		usleep(1200000);
		return finish();
	}
	/* Nobody says when the other one has begun. */
	for (int i = 0; i < 40 && !sees_program && !sees_device; i++) {
		usleep(20000);
		sees_program = flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
		sees_device =
			fcntl(device_fd, F_SETLK, &all) < 0 && (errno == EAGAIN || errno == EACCES);
		flock(fd, LOCK_UN);
		fcntl(device_fd, F_SETLK, &(struct flock){ .l_type = F_UNLCK });
	}
	if (sees_program)
		escaped("another submission's lock on a program can be seen");
	if (sees_device)
		escaped("another submission's lock on a device can be seen");
	return finish();
}
