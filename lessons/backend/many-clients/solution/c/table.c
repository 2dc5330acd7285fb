/* SPDX-License-Identifier: MIT */
/* Events of many clients on standard input, replies on standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENTS_MAX 64
#define NAME_BYTES  32
#define REST_MAX    16 /* of a request that is not finished */

struct client {
	char name[NAME_BYTES]; /* empty: nobody */
	char *rest;
	int n_requests;
};

static struct client *find(struct client *clients, const char *name)
{
	for (int i = 0; i < CLIENTS_MAX; i++)
		if (strcmp(clients[i].name, name) == 0)
			return &clients[i];
	return NULL;
}

static void forget(struct client *client)
{
	free(client->rest);
	*client = (struct client){ 0 };
}

static void welcome(struct client *clients, const char *name)
{
	struct client *client = find(clients, ""); /* a free place */

	if (client != NULL)
		snprintf(client->name, sizeof(client->name), "%s", name);
}

static void answer(struct client *client, const char *request)
{
	if (*request == '\0')
		return;
	client->n_requests++;
	if (strcmp(request, "PING") == 0)
		printf("%s +PONG\n", client->name);
	else if (strcmp(request, "COUNT") == 0)
		printf("%s +%d\n", client->name, client->n_requests);
	else
		printf("%s -ERR unknown\n", client->name);
}

static void hear(struct client *client, const char *data)
{
	const char *kept = client->rest != NULL ? client->rest : "";
	char *all = malloc(strlen(kept) + strlen(data) + 1), *request = all, *end;

	if (all == NULL)
		return;
	strcpy(all, kept);
	strcat(all, data);
	while ((end = strchr(request, ';')) != NULL) {
		*end = '\0';
		answer(client, request);
		request = end + 1;
	}
	free(client->rest);
	client->rest = strdup(request);
	free(all);
	if (client->rest != NULL && strlen(client->rest) > REST_MAX) {
		printf("%s -ERR too long\n", client->name);
		forget(client);
	}
}

/* Cuts the first word off, and says where the next one begins. */
static char *cut_word(char *text)
{
	char *next = text + strcspn(text, " ");

	if (*next != '\0')
		*next++ = '\0';
	return next;
}

int main(void)
{
	struct client clients[CLIENTS_MAX] = { 0 }, *client;
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		char *name = cut_word(line);
		char *data = cut_word(name);

		if (strcmp(line, "open") == 0)
			welcome(clients, name);
		else if ((client = find(clients, name)) == NULL)
			continue; /* it is not connected any more */
		else if (strcmp(line, "close") == 0)
			forget(client);
		else
			hear(client, data);
	}
	for (int i = 0; i < CLIENTS_MAX; i++)
		free(clients[i].rest);
	free(line);
	return 0;
}
