/* SPDX-License-Identifier: MIT */
/*
 * A chat server on a UNIX socket: what one client says, all others hear.
 *
 * One loop, one poll(). Each client has two buffers: bytes that are no whole line yet, and bytes that its socket had no room
 * for. Whoever fills one of them is hung up on. Places of clients that have gone are used again only in the next turn of the
 * loop, so what poll() said about a place is never taken for its successor.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS_MAX  50
#define LINE_BYTES   4096
#define UNSENT_BYTES 65536

struct client {
	int fd; /* -1: nobody */
	size_t n_heard, n_unsent;
	char heard[LINE_BYTES];
	char unsent[UNSENT_BYTES];
};

static struct client clients[CLIENTS_MAX];

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

static void hang_up(struct client *client)
{
	close(client->fd);
	client->fd = -1;
	client->n_heard = client->n_unsent = 0;
}

/* Sends as much as there is room for, and never waits. */
static void send_unsent(struct client *client)
{
	ssize_t n = send(client->fd, client->unsent, client->n_unsent, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && errno != EAGAIN) {
		hang_up(client);
	} else if (n > 0) {
		client->n_unsent -= (size_t)n;
		memmove(client->unsent, client->unsent + n, client->n_unsent);
	}
}

static void tell(struct client *client, const char *bytes, size_t length)
{
	if (length > sizeof(client->unsent) - client->n_unsent) {
		hang_up(client); /* it does not read */
		return;
	}
	memcpy(client->unsent + client->n_unsent, bytes, length);
	client->n_unsent += length;
	send_unsent(client);
}

/* `line` with its line end. */
static void spread(struct client *speaker, const char *line, size_t length)
{
	char reply[32];
	int n_told = 0;

	for (int i = 0; i < CLIENTS_MAX; i++) {
		if (clients[i].fd < 0 || &clients[i] == speaker)
			continue;
		tell(&clients[i], line, length);
		n_told += clients[i].fd >= 0;
	}
	snprintf(reply, sizeof(reply), "+%d\n", n_told);
	tell(speaker, reply, strlen(reply));
}

static void hear(struct client *client)
{
	ssize_t n = read(client->fd, client->heard + client->n_heard, sizeof(client->heard) - client->n_heard);
	char *end;

	if (n <= 0) { /* gone, or its line is longer than the buffer */
		hang_up(client);
		return;
	}
	client->n_heard += (size_t)n;
	while (client->fd >= 0 && (end = memchr(client->heard, '\n', client->n_heard)) != NULL) {
		char line[LINE_BYTES];
		size_t length = (size_t)(end - client->heard) + 1;

		memcpy(line, client->heard, length);
		client->n_heard -= length;
		memmove(client->heard, end + 1, client->n_heard);
		if (length > 1)
			spread(client, line, length);
	}
}

static void welcome(int listener)
{
	int fd = accept(listener, NULL, NULL);

	for (int i = 0; fd >= 0 && i < CLIENTS_MAX; i++) {
		if (clients[i].fd < 0) {
			clients[i].fd = fd;
			tell(&clients[i], "+welcome\n", 9);
			return;
		}
	}
	if (fd >= 0)
		close(fd); /* no place */
}

/* Waits for whoever has something to say or to read, then goes round once. */
static int turn(int listener)
{
	struct pollfd waiting[CLIENTS_MAX + 1];

	for (int i = 0; i < CLIENTS_MAX; i++) /* poll() passes over -1 */
		waiting[i] = (struct pollfd){ clients[i].fd, clients[i].n_unsent > 0 ? POLLIN | POLLOUT : POLLIN, 0 };
	waiting[CLIENTS_MAX] = (struct pollfd){ listener, POLLIN, 0 };
	if (poll(waiting, CLIENTS_MAX + 1, -1) < 0)
		return -1;
	for (int i = 0; i < CLIENTS_MAX; i++) {
		if (clients[i].fd >= 0 && (waiting[i].revents & POLLOUT))
			send_unsent(&clients[i]);
		if (clients[i].fd >= 0 && (waiting[i].revents & ~POLLOUT))
			hear(&clients[i]);
	}
	if (waiting[CLIENTS_MAX].revents)
		welcome(listener);
	return 0;
}

int main(int argc, char **argv)
{
	int listener = argc > 1 ? listen_at(argv[1]) : -1;

	if (listener < 0) {
		perror("chat");
		return 1;
	}
	for (int i = 0; i < CLIENTS_MAX; i++)
		clients[i].fd = -1;
	while (turn(listener) == 0)
		;
	perror("chat");
	return 1;
}
