/* SPDX-License-Identifier: MIT */
/* A client: counts one more visit on the server at the other end of its input and output. */
#include <stdio.h>
#include <stdlib.h>

#define LINE_BYTES 512

/* Sends a request, reads the response. Returns its status; its text is left in `text`. */
static int ask(const char *request, char text[LINE_BYTES])
{
	char line[LINE_BYTES], *end;
	int status;

	puts(request);
	fflush(stdout); /* the server can't answer what is still in our buffer */
	if (fgets(line, sizeof(line), stdin) == NULL)
		exit(1);
	status = (int)strtol(line, &end, 10);
	snprintf(text, LINE_BYTES, "%s", end);
	return status;
}

int main(void)
{
	char text[LINE_BYTES];

	/* to do: count one more, and take no for an answer */
	ask("GET visits", text);
	ask("SET visits 1", text);
	return 0;
}
