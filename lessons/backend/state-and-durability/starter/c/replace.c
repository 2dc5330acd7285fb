/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int sync_folder(void)
{
	int fd = open(".", O_RDONLY | O_DIRECTORY);
	int r = fsync(fd);

	close(fd);
	return r;
}

static int save(const char *text)
{
	ssize_t length = (ssize_t)strlen(text);
	int fd = open("state.tmp", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (write(fd, text, strlen(text)) != length || fsync(fd) < 0 || close(fd) < 0)
		return -1; /* the old state is still there */
	if (rename("state.tmp", "state") < 0)
		return -1;
	return sync_folder();
}

static void show(void)
{
	char text[100] = "";
	int fd = open("state", O_RDONLY);

	if (read(fd, text, sizeof(text) - 1) > 0)
		printf("state: %s", text);
	close(fd);
}

int main(void)
{
	if (save("balance 5\n") == 0)
		show();
	if (save("balance 15\n") == 0)
		show();
	return 0;
}
