/* SPDX-License-Identifier: MIT */
/* A client: the amounts to add are its arguments, the server is at standard input and output. */
#include <stdio.h>

int main(int argc, char **argv)
{
	char line[100];
	long balance = 0;
	int id;

	for (int i = 1; i < argc; i++) {
		printf("%d ADD %s\n", i, argv[i]);
		fflush(stdout);
		/* to do: what comes may be a tick, or the reply to an earlier request */
		if (fgets(line, sizeof(line), stdin) == NULL)
			return 1;
		sscanf(line, "%d +%ld", &id, &balance);
	}
	printf("done %ld\n", balance);
	return 0;
}
