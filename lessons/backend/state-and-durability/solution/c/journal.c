/* SPDX-License-Identifier: MIT */
/*
 * A server that remembers: the path of its log is the argument, requests come from standard input.
 *
 * A record is its length, its text and a line end. What is behind the last whole record when the server starts was torn by a
 * crash, was never answered with +OK, and is cut off.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VALUES_MAX 100

static char names[VALUES_MAX][32], texts[VALUES_MAX][64];
static int n_values;

static int find(const char *name)
{
	int i = 0;

	while (i < n_values && strcmp(names[i], name) != 0)
		i++;
	return i;
}

static void set(const char *name, const char *text)
{
	int i = find(name);

	if (i == VALUES_MAX)
		return;
	strcpy(names[i], name);
	strcpy(texts[i], text);
	if (i == n_values)
		n_values++;
}

/* The text of a whole record, without its line end; NULL when it is torn. */
static char *text_of(char *line, size_t length)
{
	char *text;
	unsigned long expected = strtoul(line, &text, 10);

	if (length == 0 || line[length - 1] != '\n' || text == line || *text != ' ')
		return NULL;
	text++;
	line[length - 1] = '\0';
	return text + expected == line + length - 1 && strlen(text) == expected ? text : NULL;
}

/* Reads what is whole, and cuts off the rest. 0 or -1. */
static int replay(int fd)
{
	FILE *file = fdopen(dup(fd), "r");
	char *line = NULL, *record, name[32], text[64];
	size_t size = 0;
	off_t n_good = 0;
	ssize_t length;

	if (file == NULL)
		return -1;
	while ((length = getline(&line, &size, file)) > 0 && (record = text_of(line, (size_t)length)) != NULL) {
		n_good += length;
		if (sscanf(record, "SET %31s %63s", name, text) == 2)
			set(name, text);
	}
	free(line);
	fclose(file);
	return ftruncate(fd, n_good);
}

/* Returns 0 when the record is on the disk. */
static int append(int fd, const char *name, const char *text)
{
	char record[128], line[160];
	int length = snprintf(record, sizeof(record), "SET %s %s", name, text);

	length = snprintf(line, sizeof(line), "%d %s\n", length, record);
	return write(fd, line, (size_t)length) == length && fsync(fd) == 0 ? 0 : -1;
}

static void answer(int fd, const char *line)
{
	char name[32], text[64];

	if (sscanf(line, "SET %31s %63s", name, text) == 2) {
		if (append(fd, name, text) < 0) {
			perror("journal");
			exit(1); /* what is in the log now, the next start will find out */
		}
		set(name, text);
		puts("+OK");
	} else if (sscanf(line, "GET %31s", name) == 1) {
		int i = find(name);

		printf("%s%s\n", i < n_values ? "+" : "-ERR unknown", i < n_values ? texts[i] : "");
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[200];
	int fd = argc > 1 ? open(argv[1], O_RDWR | O_CREAT | O_APPEND, 0600) : -1;

	if (fd < 0 || replay(fd) < 0) {
		perror("journal");
		return 1;
	}
	while (fgets(line, sizeof(line), stdin) != NULL)
		answer(fd, line);
	close(fd);
	return 0;
}
