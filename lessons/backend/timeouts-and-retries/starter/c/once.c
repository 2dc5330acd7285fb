/* SPDX-License-Identifier: MIT */
/* A server that keeps a balance. Requests have an id; a request that comes again is not done again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char id[32], verb[8];
	long balance = 0, amount;
	char line[100];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		amount = 0;
		if (sscanf(line, "%31s %7s %ld", id, verb, &amount) < 2)
			continue;
		balance += amount; /* to do: not if this id has been answered already */
		printf("%s +%ld\n", id, balance);
	}
	return 0;
}
