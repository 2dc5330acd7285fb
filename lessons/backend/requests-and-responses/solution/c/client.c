/* SPDX-License-Identifier: MIT */
/* A client: counts one more visit on the server at the other end of its input and output. */
#include <stdio.h>
#include <stdlib.h>

#define LINE_BYTES 512
#define TRIES	   3

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

/* The same, but repeats while the trouble is the server's. The request has to be safe to repeat. */
static int ask_patiently(const char *request, char text[LINE_BYTES])
{
	int status = 0;

	for (int i = 0; i < TRIES; i++) {
		status = ask(request, text);
		if (status / 100 != 5)
			break;
	}
	return status;
}

int main(void)
{
	char request[LINE_BYTES], text[LINE_BYTES];
	int status = ask_patiently("GET visits", text);
	long visits = 0;

	if (status / 100 == 2)
		visits = strtol(text, NULL, 10);
	else if (status != 404)
		return 1;
	snprintf(request, sizeof(request), "SET visits %ld", visits + 1);
	status = ask_patiently(request, text);
	return status / 100 == 2 ? 0 : 1;
}
