/* SPDX-License-Identifier: MIT */
/*
 * A server that knows its callers: each user has one note, and nobody else sees it.
 *
 * Who a caller is, the kernel says once, when the connection is accepted. Nothing that a client sends can change it.
 */
#define _GNU_SOURCE /* struct ucred */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS_MAX 40
#define PER_USER    4
#define NOTES_MAX   100
#define LINE_BYTES  512

struct client {
	int fd; /* -1: nobody */
	struct ucred peer;
	size_t length;
	char line[LINE_BYTES];
};

struct note {
	uid_t owner;
	char text[LINE_BYTES]; /* empty: no note */
};

static struct client clients[CLIENTS_MAX];
static struct note notes[NOTES_MAX];

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), r;
	mode_t before;

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	before = umask(0117); /* 0777 without these bits is 0660, and it is never anything else */
	r = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	umask(before);
	return r < 0 || listen(fd, 64) < 0 ? -1 : fd;
}

static void hang_up(struct client *client)
{
	close(client->fd);
	*client = (struct client){ .fd = -1 };
}

static void reply(struct client *client, const char *start, const char *text)
{
	char line[LINE_BYTES + 100];
	int length = snprintf(line, sizeof(line), "%s%s\n", start, text);

	if (send(client->fd, line, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT) != length)
		hang_up(client);
}

static struct note *find_note(uid_t owner)
{
	for (int i = 0; i < NOTES_MAX; i++)
		if (notes[i].text[0] != '\0' && notes[i].owner == owner)
			return &notes[i];
	return NULL;
}

static void put(struct client *client, const char *text)
{
	struct note *note = find_note(client->peer.uid);

	for (int i = 0; note == NULL && i < NOTES_MAX; i++)
		if (notes[i].text[0] == '\0')
			note = &notes[i];
	if (note == NULL) {
		reply(client, "-ERR full", "");
		return;
	}
	note->owner = client->peer.uid;
	strcpy(note->text, text);
	reply(client, "+OK", "");
}

static void answer(struct client *client, const char *line)
{
	char who[64];
	const struct note *note = find_note(client->peer.uid);

	if (strcmp(line, "WHOAMI") == 0) {
		snprintf(who, sizeof(who), "+uid %u gid %u", (unsigned)client->peer.uid, (unsigned)client->peer.gid);
		reply(client, who, "");
	} else if (strncmp(line, "LOGIN ", 6) == 0) {
		reply(client, "-ERR the kernel says who you are", "");
	} else if (strncmp(line, "PUT ", 4) == 0 && line[4] != '\0') {
		put(client, line + 4);
	} else if (strcmp(line, "GET") == 0) {
		reply(client, note != NULL ? "+" : "-ERR nothing", note != NULL ? note->text : "");
	} else {
		reply(client, "-ERR unknown verb", "");
	}
}

static void hear(struct client *client)
{
	ssize_t n = read(client->fd, client->line + client->length, sizeof(client->line) - client->length);
	char *end;

	if (n <= 0) { /* gone, or its line is too long */
		hang_up(client);
		return;
	}
	client->length += (size_t)n;
	while (client->fd >= 0 && (end = memchr(client->line, '\n', client->length)) != NULL) {
		char line[LINE_BYTES];
		size_t used = (size_t)(end - client->line) + 1;

		memcpy(line, client->line, used);
		line[used - 1] = '\0';
		client->length -= used;
		memmove(client->line, end + 1, client->length);
		answer(client, line);
	}
}

static int count(uid_t uid)
{
	int n = 0;

	for (int i = 0; i < CLIENTS_MAX; i++)
		n += clients[i].fd >= 0 && clients[i].peer.uid == uid;
	return n;
}

static void welcome(int listener)
{
	struct client new = { .fd = accept(listener, NULL, NULL) };
	socklen_t size = sizeof(new.peer);

	if (new.fd < 0)
		return;
	if (getsockopt(new.fd, SOL_SOCKET, SO_PEERCRED, &new.peer, &size) < 0) {
		hang_up(&new); /* nobody is let in whom the kernel does not know */
		return;
	}
	for (int i = 0; i < CLIENTS_MAX && count(new.peer.uid) < PER_USER; i++) {
		if (clients[i].fd < 0) {
			clients[i] = new;
			return;
		}
	}
	reply(&new, "-ERR too many connections", "");
	if (new.fd >= 0)
		hang_up(&new);
}

static int turn(int listener)
{
	struct pollfd waiting[CLIENTS_MAX + 1];

	for (int i = 0; i < CLIENTS_MAX; i++)
		waiting[i] = (struct pollfd){ clients[i].fd, POLLIN, 0 };
	waiting[CLIENTS_MAX] = (struct pollfd){ listener, POLLIN, 0 };
	if (poll(waiting, CLIENTS_MAX + 1, -1) < 0)
		return -1;
	for (int i = 0; i < CLIENTS_MAX; i++)
		if (clients[i].fd >= 0 && waiting[i].revents)
			hear(&clients[i]);
	if (waiting[CLIENTS_MAX].revents)
		welcome(listener);
	return 0;
}

int main(int argc, char **argv)
{
	int listener = argc > 1 ? listen_at(argv[1]) : -1;

	if (listener < 0) {
		perror("door");
		return 1;
	}
	for (int i = 0; i < CLIENTS_MAX; i++)
		clients[i].fd = -1;
	while (turn(listener) == 0)
		;
	perror("door");
	return 1;
}
