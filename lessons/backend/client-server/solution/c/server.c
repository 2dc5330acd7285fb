/* SPDX-License-Identifier: MIT */
/*
 * A small server: reads requests from standard input, writes one reply to each.
 *
 * What it remembers between two requests is in struct server, and only START changes it.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct server {
	char *topic; /* NULL while nothing is practised */
	bool is_open;
};

static void trim_end(char *line)
{
	size_t length = strlen(line);

	while (length > 0 && strchr("\r\n ", line[length - 1]) != NULL)
		length--;
	line[length] = '\0';
}

static char *split_word(char *word)
{
	char *rest = word + strcspn(word, " ");

	if (*rest != '\0')
		*rest++ = '\0';
	return rest + strspn(rest, " ");
}

static void do_ping(struct server *server, const char *argument)
{
	(void)server;
	(void)argument;
	puts("+PONG");
}

static void do_start(struct server *server, const char *argument)
{
	char *topic;

	if (*argument == '\0') {
		puts("-ERR START needs a topic");
		return;
	}
	topic = strdup(argument); /* the line is overwritten by the next request */
	if (topic == NULL) {
		puts("-ERR out of memory");
		return;
	}
	free(server->topic);
	server->topic = topic;
	printf("+Now practicing: %s\n", topic);
}

static void do_status(struct server *server, const char *argument)
{
	(void)argument;
	if (server->topic == NULL)
		puts("+idle");
	else
		printf("+practicing %s\n", server->topic);
}

static void do_quit(struct server *server, const char *argument)
{
	(void)argument;
	server->is_open = false;
	puts("+OK");
}

static const struct verb {
	const char *name;
	void (*handler)(struct server *server, const char *argument);
} verbs[] = {
	{ "PING", do_ping },
	{ "START", do_start },
	{ "STATUS", do_status },
	{ "QUIT", do_quit },
};

static void answer(struct server *server, const char *name, const char *argument)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcasecmp(name, verbs[i].name) == 0) {
			verbs[i].handler(server, argument);
			return;
		}
	}
	printf("-ERR unknown verb '%s'\n", name);
}

int main(void)
{
	struct server server = { .topic = NULL, .is_open = true };
	char *line = NULL;
	size_t size = 0;

	while (server.is_open && getline(&line, &size, stdin) >= 0) {
		char *verb, *argument;

		trim_end(line);
		verb = line + strspn(line, " ");
		if (*verb == '\0')
			continue;
		argument = split_word(verb);
		answer(&server, verb, argument);
		fflush(stdout); /* the client waits for it */
	}
	free(server.topic);
	free(line);
	return 0;
}
