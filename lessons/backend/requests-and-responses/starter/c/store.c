/* SPDX-License-Identifier: MIT */
/* A server that keeps values under keys: reads requests, writes one response to each. */
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 512

static void answer(char *line)
{
	const char *verb = strtok(line, " ");
	const char *key = strtok(NULL, " "); /* NULL when there is none; strtok(NULL, "") is then all the rest */

	/* to do: keep what SET says, and find it again */
	if (verb != NULL && strcmp(verb, "GET") == 0 && key != NULL)
		puts("404 no such key");
	else
		puts("400 unknown verb");
}

int main(void)
{
	char line[LINE_BYTES];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		answer(line);
		fflush(stdout);
	}
	return 0;
}
