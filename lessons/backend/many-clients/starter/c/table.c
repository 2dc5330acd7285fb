/* SPDX-License-Identifier: MIT */
/* Events of many clients on standard input, replies on standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* to do: this is one buffer and one count for everybody; each client needs its own */
static char rest[10000];
static int n_requests;

static void answer(const char *name, const char *request)
{
	n_requests++;
	if (strcmp(request, "PING") == 0)
		printf("%s +PONG\n", name);
	else if (strcmp(request, "COUNT") == 0)
		printf("%s +%d\n", name, n_requests);
	else
		printf("%s -ERR unknown\n", name);
}

static void hear(const char *name, const char *data)
{
	char *end;

	strncat(rest, data, sizeof(rest) - strlen(rest) - 1);
	while ((end = strchr(rest, ';')) != NULL) {
		*end = '\0';
		answer(name, rest);
		memmove(rest, end + 1, strlen(end + 1) + 1);
	}
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		char *name = line + strcspn(line, " ");
		if (*name != '\0')
			*name++ = '\0';
		char *data = name + strcspn(name, " ");
		if (*data != '\0')
			*data++ = '\0';
		if (strcmp(line, "data") == 0)
			hear(name, data);
	}
	free(line);
	return 0;
}
