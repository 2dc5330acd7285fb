/* SPDX-License-Identifier: MIT */
/* Reads a folder, a socket in it, and clients; says which of them may connect. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS_MAX 20
#define MAY_WRITE  2
#define MAY_SEARCH 1

struct thing {
	unsigned mode, uid, gid;
};

struct client {
	unsigned uid, groups[GROUPS_MAX];
	int n_groups;
};

static bool is_member(const struct client *client, unsigned gid)
{
	for (int i = 0; i < client->n_groups; i++)
		if (client->groups[i] == gid)
			return true;
	return false;
}

/* Only one class counts, the first that fits. */
static bool may(const struct client *client, const struct thing *thing, unsigned bit)
{
	if (client->uid == 0)
		return true;
	if (client->uid == thing->uid)
		return (thing->mode >> 6) & bit;
	if (is_member(client, thing->gid))
		return (thing->mode >> 3) & bit;
	return thing->mode & bit;
}

static void read_client(char *words, struct client *client)
{
	char *word = strtok(words, " \n");

	*client = (struct client){ .uid = word != NULL ? (unsigned)strtoul(word, NULL, 10) : 0 };
	while ((word = strtok(NULL, " \n")) != NULL && client->n_groups < GROUPS_MAX)
		client->groups[client->n_groups++] = (unsigned)strtoul(word, NULL, 10);
}

int main(void)
{
	struct thing folder = { 0 }, door = { 0 };
	struct client client;
	char line[400];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "folder %o %u %u", &folder.mode, &folder.uid, &folder.gid) == 3)
			continue;
		if (sscanf(line, "socket %o %u %u", &door.mode, &door.uid, &door.gid) == 3)
			continue;
		if (strncmp(line, "client ", 7) != 0)
			continue;
		read_client(line + 7, &client);
		if (!may(&client, &folder, MAY_SEARCH))
			printf("%u no: folder\n", client.uid);
		else
			printf("%u %s\n", client.uid, may(&client, &door, MAY_WRITE) ? "yes" : "no: socket");
	}
	return 0;
}
