/* SPDX-License-Identifier: MIT */
/* Says of each address, one a line, which host and port it means. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void describe(char *address)
{
	char *colon = strrchr(address, ':');

	/* to do: the other two shapes, and all that can be wrong */
	if (colon == NULL)
		return;
	*colon = '\0';
	printf("IPv4 %s port %d\n", address, atoi(colon + 1));
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
