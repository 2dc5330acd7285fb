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

static void serve(int client)
{
	char text[4096], answer[100];
	size_t n_lines = 0, n_bytes = 0;
	ssize_t n;
	int length;

	while ((n = read(client, text, sizeof(text))) > 0) {
		n_bytes += (size_t)n;
		for (ssize_t i = 0; i < n; i++)
			n_lines += text[i] == '\n';
	}
	length = snprintf(answer, sizeof(answer), "%zu lines, %zu bytes\n", n_lines, n_bytes);
	/* It may have gone: an error that ends nothing but this conversation, and no signal. */
	(void)!send(client, answer, (size_t)length, MSG_NOSIGNAL);
}

int main(int argc, char **argv)
{
	int listener = argc > 1 ? listen_at(argv[1]) : -1;

	if (listener < 0) {
		perror("count");
		return 1;
	}
	for (;;) {
		int client = accept(listener, NULL, NULL);

		if (client < 0)
			continue;
		serve(client);
		close(client);
	}
}
