/* SPDX-License-Identifier: MIT */
/* Fills every folder that can be written to. */
#include "attack.h"

#define STEP   (1 * MEBI)
#define ENOUGH (8L * LIMIT_DISK)

static size_t fill(size_t number, const char *folder)
{
	static char block[STEP];
	size_t got = 0;

	memset(block, 1, sizeof(block));
	for (int i = 0; i < 100 && got < ENOUGH; i++) {
		char path[256];
		ssize_t n = 1;
		int fd;

		snprintf(path, sizeof(path), "%s/fill-%zu-%d", folder, number, i);
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		for (int step = 0; step < 16 && fd >= 0 && n > 0; step++) {
			n = write(fd, block, sizeof(block));
			got += n > 0 ? (size_t)n : 0;
		}
		close(fd);
	}
	return got;
}

int main(int argc, char **argv)
{
	const char *folders[] = { ".", "/tmp", "/dev/shm", "/scratch", "/box", "/dev", "/var/tmp",
		"/run", "/" };
	size_t got = 0;

	begin(argc, argv);
	need_pid_namespace();
	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		got += fill(i, folders[i]);
	if (got > 3L * LIMIT_DISK)
		escaped("%zu MiB on disk, the limit is %d", got / MEBI, LIMIT_DISK / MEBI);
	return finish();
}
