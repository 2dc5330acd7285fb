/* SPDX-License-Identifier: MIT */
/* Huge files that take no room: whatever copies or reads one whole would choke. */
#include "attack.h"

int main(int argc, char **argv)
{
	const char *paths[] = { "huge", "/tmp/huge", "/dev/shm/huge" };

	begin(argc, argv);
	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 3; i++) {
		struct stat status;
		int fd = open(paths[i], O_CREAT | O_RDWR, 0600);

		if (is("look") && fstat(fd, &status) == 0 && status.st_size != 0)
			escaped("%s is there with %ld bytes", paths[i], (long)status.st_size);
		if (ftruncate(fd, 1L << 42) == 0)
			escaped("a file of %ld bytes", 1L << 42);
		fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 1L << 40);
		close(fd);
	}
	return finish();
}
