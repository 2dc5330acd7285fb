/* SPDX-License-Identifier: MIT */
/* A client: the amounts to add are its arguments, the server is at standard input and output. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define TRIES_MAX    4
#define PATIENCE_MAX 4 /* ticks */

/* Waits for the reply to `id`, so many ticks. Returns false when they are over, or the server has gone. */
static bool hear(int id, int patience, long *ret_balance)
{
	char line[100];
	long balance;
	int ticks = 0, answered;

	while (ticks < patience && fgets(line, sizeof(line), stdin) != NULL) {
		if (strcmp(line, "tick\n") == 0) {
			ticks++;
		} else if (sscanf(line, "%d +%ld", &answered, &balance) == 2 && answered == id) {
			*ret_balance = balance;
			return true;
		} /* else the reply to a copy of an earlier request: it has been used already */
	}
	return false;
}

static bool ask(int id, const char *amount, long *ret_balance)
{
	int patience = 1;

	for (int n_tries = 0; n_tries < TRIES_MAX; n_tries++) {
		printf("%d ADD %s\n", id, amount); /* the same id each time: it is the same request */
		fflush(stdout);
		if (hear(id, patience, ret_balance))
			return true;
		patience = patience < PATIENCE_MAX ? 2 * patience : PATIENCE_MAX;
	}
	return false;
}

int main(int argc, char **argv)
{
	long balance = 0;

	for (int i = 1; i < argc; i++) {
		if (!ask(i, argv[i], &balance)) {
			puts("give up");
			return 1;
		}
	}
	printf("done %ld\n", balance);
	return 0;
}
