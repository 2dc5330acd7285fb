/* SPDX-License-Identifier: MIT */
/* A server that sends as many bytes as a client wants. Its address is a path, or a port on loopback. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LINE_BYTES 101
#define FILL_MAX   1000000

/* A socket of that family that waits for clients at the address; -1 when that can't be. */
static int listen_to(int family, const void *address, socklen_t size)
{
	const int yes = 1;
	int fd = socket(family, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)); /* for TCP; a UNIX socket does not mind */
	if (bind(fd, address, size) < 0 || listen(fd, 16) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	return listen_to(AF_UNIX, &address, sizeof(address));
}

static int listen_on(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	return listen_to(AF_INET, &address, sizeof(address));
}

static int send_all(int client, const char *data, size_t n)
{
	while (n > 0) {
		ssize_t taken = send(client, data, n, MSG_NOSIGNAL);

		if (taken < 0 && errno == EINTR)
			continue;
		if (taken < 0)
			return -1;
		data += taken;
		n -= (size_t)taken;
	}
	return 0;
}

static int fill(int client, size_t n)
{
	static char filling[FILL_MAX + 1];
	char header[40];

	memset(filling, 'x', n);
	filling[n] = '\n';
	snprintf(header, sizeof(header), "$%zu\n", n);
	return send_all(client, header, strlen(header)) < 0 ? -1 : send_all(client, filling, n + 1);
}

/* A whole request. Returns -1 when the client has gone. strtoul gives the largest number there is for one that is too large. */
static int answer(int client, const char *request)
{
	static const char not_a_number[] = "-ERR FILL needs a number\n", too_many[] = "-ERR too many\n";
	const char *digits = request + 5;
	unsigned long n;

	if (strncmp(request, "FILL ", 5) != 0 || *digits == '\0' || strspn(digits, "0123456789") != strlen(digits))
		return send_all(client, not_a_number, sizeof(not_a_number) - 1);
	n = strtoul(digits, NULL, 10);
	return n > FILL_MAX ? send_all(client, too_many, sizeof(too_many) - 1) : fill(client, n);
}

/* Answers all requests that are complete, and moves the rest to the front. Returns the length of the rest, or -1. */
static ssize_t answer_lines(int client, char *line, size_t length)
{
	char *end;

	while ((end = memchr(line, '\n', length)) != NULL) {
		*end = '\0';
		if (answer(client, line) < 0)
			return -1;
		length -= (size_t)(end + 1 - line);
		memmove(line, end + 1, length);
	}
	return (ssize_t)length;
}

/* To the end of what the client sends, or until it has gone, or has sent a line that is too long. */
static void serve(int client)
{
	char line[LINE_BYTES];
	ssize_t length = 0, n;

	while (length >= 0 && (size_t)length < sizeof(line)) {
		n = read(client, line + length, sizeof(line) - (size_t)length);
		if (n <= 0)
			return;
		length = answer_lines(client, line, (size_t)(length + n));
	}
}

int main(int argc, char **argv)
{
	int listener = -1;

	if (argc > 1)
		listener = argv[1][0] == '/' ? listen_at(argv[1]) : listen_on(atoi(argv[1]));
	if (listener < 0) {
		perror("fill");
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
