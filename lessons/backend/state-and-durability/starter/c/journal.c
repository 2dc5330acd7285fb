/* SPDX-License-Identifier: MIT */
/* A server that remembers: the path of its log is the argument, requests come from standard input. */
#include <stdio.h>
#include <string.h>

#define VALUES_MAX 100

static char names[VALUES_MAX][32], texts[VALUES_MAX][64];
static int n_values;

static int find(const char *name)
{
	int i = 0;

	while (i < n_values && strcmp(names[i], name) != 0)
		i++;
	return i;
}

int main(void)
{
	char line[200], name[32], text[64];

	/* to do: replay the log; append to it, and sync it, before a SET is answered */
	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "SET %31s %63s", name, text) == 2) {
			int i = find(name);

			if (i == VALUES_MAX)
				continue;
			strcpy(names[i], name);
			strcpy(texts[i], text);
			if (i == n_values)
				n_values++;
			puts("+OK");
		} else if (sscanf(line, "GET %31s", name) == 1) {
			int i = find(name);

			printf("%s%s\n", i < n_values ? "+" : "-ERR unknown", i < n_values ? texts[i] : "");
		}
		fflush(stdout);
	}
	return 0;
}
