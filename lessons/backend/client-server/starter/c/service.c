/* SPDX-License-Identifier: MIT */
/* A server on a UNIX socket: the requests are those of the step before, the clients are many. */
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

static const char *reply_to(const char *line)
{
	/* to do: what your server of the step before does */
	if (strcmp(line, "PING\n") == 0)
		return "+PONG\n";
	return "-ERR nothing but PING is written yet\n";
}

int main(int argc, char **argv)
{
	char request[100] = "";
	int listener = argc > 1 ? listen_at(argv[1]) : -1;
	int client = accept(listener, NULL, NULL);

	if (client < 0) {
		perror("server");
		return 1;
	}
	/* to do: one read is not one request, one request is not the last, and one client is not the only one */
	if (read(client, request, sizeof(request) - 1) > 0)
		(void)!write(client, reply_to(request), strlen(reply_to(request)));
	close(client);
	return 0;
}
