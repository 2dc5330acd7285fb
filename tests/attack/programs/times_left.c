/* SPDX-License-Identifier: MIT */
/* leave: a message in the times of the folders that every case gets, and in the access times of
 * files that others see. look: neither is there. */
#include "attack.h"

#define MESSAGE 1234567890

static const char *const places[] = { "/tmp", "/scratch" };
static const char *const shared[] = { "/usr/bin/env", "/etc/passwd", "/dev/null" };

static void look_at(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return;
	if (status.st_mtime == MESSAGE || status.st_atime == MESSAGE)
		escaped("the times of %s", path);
}

int main(int argc, char **argv)
{
	const struct timespec message[2] = { { MESSAGE, 5 }, { MESSAGE, 7 } };

	begin(argc, argv);
	for (size_t i = 0; i < 2; i++)
		if (is("leave"))
			utimensat(AT_FDCWD, places[i], message, 0);
		else
			look_at(places[i]);
	for (size_t i = 0; i < 3; i++) {
		struct stat before, after;
		char byte;
		int fd = open(shared[i], O_RDONLY);

		fails("set the times of a shared file", utimensat(AT_FDCWD, shared[i], message, 0));
		if (fd < 0 || fstat(fd, &before) < 0 || S_ISCHR(before.st_mode))
			continue;
		usleep(20000);
		if (read(fd, &byte, 1) == 1 && fstat(fd, &after) == 0 &&
			memcmp(&before.st_atim, &after.st_atim, sizeof(before.st_atim)) != 0)
			escaped("reading %s shows in its access time", shared[i]);
		close(fd);
	}
	return finish();
}
