/* SPDX-License-Identifier: MIT */
/* Takes frames apart: reads them from standard input, writes each message under a line about it. */
#include <stdio.h>
#include <stdlib.h>

#define LENGTH_MAX 100000

int main(void)
{
	static char message[LENGTH_MAX];
	char header[64];
	int number = 0;

	while (fgets(header, sizeof(header), stdin) != NULL) {
		size_t length = strtoul(header + 1, NULL, 10);

		/* to do: all that can be wrong with the length, the message and its end */
		if (length > LENGTH_MAX)
			return 1;
		length = fread(message, 1, length, stdin);
		printf("message %d: %zu bytes\n", ++number, length);
		fwrite(message, 1, length, stdout);
	}
	return 0;
}
