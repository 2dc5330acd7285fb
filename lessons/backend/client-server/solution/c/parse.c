/* SPDX-License-Identifier: MIT */
/* Takes request lines apart: a verb, and what follows it. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes LF, CRLF and spaces off the end. */
static void trim_end(char *line)
{
	size_t length = strlen(line);

	while (length > 0 && strchr("\r\n ", line[length - 1]) != NULL)
		length--;
	line[length] = '\0';
}

static void make_upper(char *word)
{
	for (; *word != '\0'; word++)
		*word = (char)toupper((unsigned char)*word);
}

/* Ends the first word with a zero; returns what comes after it and its spaces. */
static char *split_word(char *word)
{
	char *rest = word + strcspn(word, " ");

	if (*rest != '\0')
		*rest++ = '\0';
	return rest + strspn(rest, " ");
}

static void show_request(char *line)
{
	char *verb, *argument;

	trim_end(line);
	verb = line + strspn(line, " ");
	if (*verb == '\0')
		return;
	argument = split_word(verb);
	make_upper(verb);
	printf("verb=[%s] argument=[%s]\n", verb, argument);
}

int main(void)
{
	char *line = NULL; /* getline makes it as large as the line needs */
	size_t size = 0;

	while (getline(&line, &size, stdin) >= 0)
		show_request(line);
	free(line);
	return 0;
}
