/* SPDX-License-Identifier: MIT */
/* Replaces the file "state" with what comes from standard input. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define NEW "state.tmp"

static int copy_input(int fd)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0) {
		for (ssize_t written = 0, m; written < n; written += m) {
			m = write(fd, bytes + written, (size_t)(n - written)); /* it may take a part only */
			if (m < 0)
				return -1;
		}
	}
	return (int)n;
}

static int sync_folder(void)
{
	int fd = open(".", O_RDONLY | O_DIRECTORY);
	int r = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return r;
}

int main(void)
{
	int fd = open(NEW, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || copy_input(fd) < 0 || fsync(fd) < 0 || close(fd) < 0) {
		perror("save: " NEW);
		unlink(NEW);
		return 1;
	}
	if (rename(NEW, "state") < 0 || sync_folder() < 0) {
		perror("save: state");
		return 1;
	}
	return 0;
}
