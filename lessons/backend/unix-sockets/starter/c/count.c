/* SPDX-License-Identifier: MIT */
/* A server that counts what a client sends, until the client says that this was all. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket that waits for clients at `path`; -1 when that can't be. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 16) < 0)
		return -1;
	return fd;
}

int main(int argc, char **argv)
{
	char text[4096], answer[100];
	int listener = argc > 1 ? listen_at(argv[1]) : -1;
	int client = accept(listener, NULL, NULL);
	ssize_t n;

	if (client < 0) {
		perror("count");
		return 1;
	}
	/* to do: one read is not all, lines want to be counted too, and after this client comes another */
	n = read(client, text, sizeof(text));
	snprintf(answer, sizeof(answer), "%d lines, %zd bytes\n", 0, n);
	(void)!write(client, answer, strlen(answer));
	close(client);
	return 0;
}
