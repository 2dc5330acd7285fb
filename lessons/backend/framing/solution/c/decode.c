/* SPDX-License-Identifier: MIT */
/* Takes frames apart: reads them from standard input, writes each message under a line about it. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_MAX 100000

static void fail(const char *why)
{
	printf("error: %s\n", why);
	exit(1);
}

/* The number in a line such as "$5\n". strtoul gives the largest number there is for one that is too large. */
static size_t parse_length(const char *header)
{
	char *end;
	unsigned long length;

	if (strchr(header, '\n') == NULL && feof(stdin))
		fail("the stream ends inside a message");
	if (header[0] != '$' || !isdigit((unsigned char)header[1]))
		fail("bad length");
	length = strtoul(header + 1, &end, 10);
	if (length > LENGTH_MAX)
		fail("too long");
	if (*end != '\n')
		fail("bad length");
	return length;
}

static void read_message(char *message, size_t length)
{
	int end;

	if (fread(message, 1, length, stdin) != length || (end = getchar()) == EOF)
		fail("the stream ends inside a message");
	if (end != '\n')
		fail("no line end after the message");
}

int main(void)
{
	static char message[LENGTH_MAX];
	char header[64];
	int number = 0;

	while (fgets(header, sizeof(header), stdin) != NULL) {
		size_t length = parse_length(header);

		read_message(message, length);
		printf("message %d: %zu bytes\n", ++number, length);
		fwrite(message, 1, length, stdout);
		putchar('\n');
	}
	return 0;
}
