/* SPDX-License-Identifier: MIT */
/* A server that sends as many bytes as a client wants. Its address is a path, or a port on loopback. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A UNIX socket that waits for clients at `path`; -1 when that can't be. */
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
	char request[101] = "", reply[200];
	/* to do: a port is an address, too */
	int listener = argc > 1 ? listen_at(argv[1]) : -1;
	int client = accept(listener, NULL, NULL);

	if (client < 0) {
		perror("fill");
		return 1;
	}
	/* to do: all requests of all clients, all of their bytes, and the errors */
	if (read(client, request, sizeof(request) - 1) > 0) {
		int n = atoi(request + strcspn(request, " "));

		snprintf(reply, sizeof(reply), "$%d\n%.*s\n", n, n, "xxxxxxxxxxxxxxxxxxxx");
		(void)!write(client, reply, strlen(reply));
	}
	close(client);
	return 0;
}
