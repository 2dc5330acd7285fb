/* SPDX-License-Identifier: MIT */
/*
 * A server on a UNIX socket. It has one thread and waits in one place, poll(), for whichever client has something to say.
 *
 * What has come from a client is kept in its buffer until a line end is there. A client that does not read its replies waits for
 * itself alone: its socket is never written to while that would block, its connection is closed.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENTS_MAX 32
#define LINE_BYTES  8192 /* a longer request ends the connection */

struct client {
	int fd; /* -1: nobody */
	char line[LINE_BYTES];
	size_t length;
	char *topic; /* NULL while nothing is practised */
};

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

static void hang_up(struct client *client)
{
	close(client->fd);
	free(client->topic);
	*client = (struct client){ .fd = -1 };
}

/* Sends one line. A client that has gone is an error here, and no signal for the whole server. */
static void reply(struct client *client, const char *start, const char *text, const char *end)
{
	size_t size = strlen(start) + strlen(text) + strlen(end) + 2;
	char *line = malloc(size);
	int length;

	if (line == NULL) {
		hang_up(client);
		return;
	}
	length = snprintf(line, size, "%s%s%s\n", start, text, end);
	if (send(client->fd, line, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT) != length)
		hang_up(client);
	free(line);
}

static void start_topic(struct client *client, const char *topic)
{
	char *copy = strdup(topic);

	if (*topic == '\0' || copy == NULL) {
		free(copy);
		reply(client, "-ERR START needs a topic", "", "");
		return;
	}
	free(client->topic);
	client->topic = copy;
	reply(client, "+Now practicing: ", copy, "");
}

/* A whole request, without its line end. */
static void answer(struct client *client, char *line)
{
	char *verb = line + strspn(line, " ");
	char *argument = verb + strcspn(verb, " ");

	if (*argument != '\0')
		*argument++ = '\0';
	argument += strspn(argument, " ");
	if (*verb == '\0')
		return;
	if (strcasecmp(verb, "PING") == 0) {
		reply(client, "+PONG", "", "");
	} else if (strcasecmp(verb, "START") == 0) {
		start_topic(client, argument);
	} else if (strcasecmp(verb, "STATUS") == 0 && client->topic != NULL) {
		reply(client, "+practicing ", client->topic, "");
	} else if (strcasecmp(verb, "STATUS") == 0) {
		reply(client, "+idle", "", "");
	} else if (strcasecmp(verb, "QUIT") == 0) {
		reply(client, "+OK", "", "");
		if (client->fd >= 0)
			hang_up(client);
	} else {
		reply(client, "-ERR unknown verb '", verb, "'");
	}
}

static void trim_end(char *line)
{
	size_t length = strlen(line);

	while (length > 0 && strchr("\r ", line[length - 1]) != NULL)
		length--;
	line[length] = '\0';
}

/* Answers every request that is complete; the rest is moved to the front and waits for its end. */
static void answer_lines(struct client *client)
{
	char *end;

	while (client->fd >= 0 && (end = memchr(client->line, '\n', client->length)) != NULL) {
		char line[LINE_BYTES];
		size_t used = (size_t)(end - client->line) + 1;

		memcpy(line, client->line, used);
		line[used - 1] = '\0';
		client->length -= used;
		memmove(client->line, end + 1, client->length);
		trim_end(line);
		answer(client, line);
	}
}

static void hear(struct client *client)
{
	ssize_t n = read(client->fd, client->line + client->length, sizeof(client->line) - client->length);

	if (n <= 0) { /* gone, perhaps in the middle of a request; or there is no room for its line */
		hang_up(client);
		return;
	}
	client->length += (size_t)n;
	answer_lines(client);
}

static void welcome(struct client *clients, int listener)
{
	int fd = accept(listener, NULL, NULL);

	for (int i = 0; fd >= 0 && i < CLIENTS_MAX; i++) {
		if (clients[i].fd < 0) {
			clients[i].fd = fd;
			return;
		}
	}
	if (fd >= 0)
		close(fd); /* full */
}

int main(int argc, char **argv)
{
	static struct client clients[CLIENTS_MAX];
	struct pollfd wait[CLIENTS_MAX + 1] = { { .events = POLLIN } };
	int listener = argc > 1 ? listen_at(argv[1]) : -1;

	if (listener < 0) {
		perror("server");
		return 1;
	}
	for (int i = 0; i < CLIENTS_MAX; i++)
		clients[i].fd = -1;
	wait[0].fd = listener;
	for (;;) {
		for (int i = 0; i < CLIENTS_MAX; i++)
			wait[i + 1] = (struct pollfd){ .fd = clients[i].fd, .events = POLLIN };
		if (poll(wait, CLIENTS_MAX + 1, -1) < 0)
			return 1;
		for (int i = 0; i < CLIENTS_MAX; i++)
			if (wait[i + 1].revents != 0 && clients[i].fd >= 0)
				hear(&clients[i]);
		if (wait[0].revents != 0)
			welcome(clients, listener);
	}
}
