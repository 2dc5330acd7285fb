/* SPDX-License-Identifier: MIT */
/* Takes request lines apart: a verb, and what follows it. */
#include <stdio.h>
#include <stdlib.h>

static void show_request(char *line)
{
	/* to do: cut the line's end off, skip empty lines, split, upper case */
	printf("verb=[%s] argument=[]\n", line);
}

int main(void)
{
	char *line = NULL; /* getline makes it as large as the line needs */
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0)
		show_request(line);
	free(line);
	return 0;
}
