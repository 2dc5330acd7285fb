/* SPDX-License-Identifier: MIT */
/* Says of each address, one a line, what it is and whether it fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define LENGTH_MAX (sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1)

static void describe(const char *address)
{
	size_t length = strlen(address);

	if (length == 0 || strcmp(address, "@") == 0)
		puts("error: empty");
	else if (address[0] != '/' && address[0] != '@')
		puts("error: not absolute");
	else if (address[0] == '/' && length <= LENGTH_MAX)
		printf("path %zu\n", length);
	else if (address[0] == '@' && length - 1 <= LENGTH_MAX)
		printf("abstract %zu\n", length - 1);
	else
		puts("error: too long");
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
