/* SPDX-License-Identifier: MIT */
/* Writes each line that it reads as a frame: $, the length, a line end, the bytes, a line end. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length; /* what getline returns, with the line end */

	while ((length = getline(&line, &size, stdin)) >= 0) {
		if (length > 0 && line[length - 1] == '\n')
			line[--length] = '\0';
		printf("$%zd\n%s\n", length, line);
	}
	free(line);
	return 0;
}
