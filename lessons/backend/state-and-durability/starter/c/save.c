/* SPDX-License-Identifier: MIT */
/* Replaces the file "state" with what comes from standard input. */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	char bytes[4096];
	ssize_t n;
	/* to do: from here on the old state is gone, and the new one is not yet there */
	int fd = open("state", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	while ((n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		if (write(fd, bytes, (size_t)n) < 0)
			return 1;
	close(fd);
	return 0;
}
