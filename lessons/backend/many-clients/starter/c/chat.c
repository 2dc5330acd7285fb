/* SPDX-License-Identifier: MIT */
/* A chat server on a UNIX socket: what one client says, all others hear. */
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
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0)
		return -1;
	return fd;
}

int main(int argc, char **argv)
{
	char line[1000];
	int listener = argc > 1 ? listen_at(argv[1]) : -1;

	if (listener < 0) {
		perror("chat");
		return 1;
	}
	for (;;) {
		int client = accept(listener, NULL, NULL);

		/* to do: the greeting is +welcome; and while this client is served, the next one is not even greeted */
		(void)!write(client, "+hello\n", 7);
		while (read(client, line, sizeof(line)) > 0)
			(void)!write(client, "+0\n", 3);
		close(client);
	}
}
