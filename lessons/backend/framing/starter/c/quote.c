/* SPDX-License-Identifier: MIT */
/* Writes messages as JSON strings, one a line. A line with -- ends a message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		/* to do: collect lines up to --, and escape what has to be */
		printf("\"%s\"\n", line);
	}
	free(line);
	return 0;
}
