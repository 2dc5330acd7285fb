/* SPDX-License-Identifier: MIT */
/* A server that keeps a balance. Requests have an id; a request that comes again is not done again. */
#include <stdio.h>
#include <string.h>

#define REMEMBERED 4

struct answered {
	char id[32]; /* empty: nothing yet */
	char request[64];
	long reply;
};

static const struct answered *find(const struct answered *memory, const char *id)
{
	for (int i = 0; i < REMEMBERED; i++)
		if (strcmp(memory[i].id, id) == 0)
			return &memory[i];
	return NULL;
}

int main(void)
{
	struct answered memory[REMEMBERED] = { 0 };
	long balance = 0, amount;
	char id[32], request[64], line[100];

	for (int next = 0; fgets(line, sizeof(line), stdin) != NULL;) {
		if (sscanf(line, "%31s %63[^\n]", id, request) != 2)
			continue;
		const struct answered *earlier = find(memory, id);

		if (earlier != NULL && strcmp(earlier->request, request) != 0) {
			printf("%s -ERR another request has this id\n", id);
			continue;
		}
		if (earlier == NULL) {
			if (sscanf(request, "ADD %ld", &amount) == 1)
				balance += amount;
			memory[next].reply = balance;
			strcpy(memory[next].id, id);
			strcpy(memory[next].request, request);
			earlier = &memory[next];
			next = (next + 1) % REMEMBERED; /* the oldest one makes room */
		}
		printf("%s +%ld\n", id, earlier->reply);
	}
	return 0;
}
