/* SPDX-License-Identifier: MIT */
/* A server that knows its callers: each user has one note, and nobody else sees it. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
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
	/* to do: the mode has to be 0660, from the first moment on */
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0)
		return -1;
	return fd;
}

int main(int argc, char **argv)
{
	char line[1000];
	int listener = argc > 1 ? listen_at(argv[1]) : -1;

	if (listener < 0) {
		perror("door");
		return 1;
	}
	for (;;) {
		int client = accept(listener, NULL, NULL);

		/* to do: ask the kernel who it is; lines, PUT and GET; more than one client */
		while (read(client, line, sizeof(line)) > 0)
			(void)!write(client, "+uid 0 gid 0\n", 13);
		close(client);
	}
}
