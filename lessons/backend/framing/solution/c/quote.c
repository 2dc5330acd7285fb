/* SPDX-License-Identifier: MIT */
/* Writes messages as JSON strings, one a line. A line with -- ends a message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes above 127 are parts of UTF-8 characters and stay as they are. */
static void put_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\t')
			fputs("\\t", stdout);
		else if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;
	const char *before = "\""; /* what is written before a line: it opens the string, or it is the line end within */

	while (getline(&line, &size, stdin) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, "--") == 0) {
			puts(before[0] == '"' ? "\"\"" : "\"");
			before = "\"";
			continue;
		}
		fputs(before, stdout);
		put_escaped(line);
		before = "\\n";
	}
	free(line);
	return 0;
}
