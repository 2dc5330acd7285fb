/* SPDX-License-Identifier: MIT */
/* Says of each address, one a line, what it is and whether it fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

static void describe(const char *address)
{
	/* to do: the other kind of address, and all that can be wrong */
	printf("path %zu\n", strlen(address));
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		describe(line);
	}
	free(line);
	return 0;
}
