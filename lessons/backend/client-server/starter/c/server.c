/* SPDX-License-Identifier: MIT */
/* A small server: reads requests from standard input, writes one reply to each. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers one request. Returns false when the client has said that it is done. */
static bool answer(char *line)
{
	/* to do: your parser from the step before, then a reply for each verb and each error */
	if (strcmp(line, "PING\n") == 0)
		puts("+PONG");
	else
		puts("-ERR nothing but PING is written yet");
	return true;
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;
	bool is_open = true;

	while (is_open && getline(&line, &size, stdin) >= 0)
		is_open = answer(line);
	/* to do: flush each reply before the next request is read */
	free(line);
	return 0;
}
