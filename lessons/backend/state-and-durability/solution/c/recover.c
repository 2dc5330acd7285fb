/* SPDX-License-Identifier: MIT */
/* Reads a log, prints the values that it leaves, and how much of it was whole. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUES_MAX 100

struct value {
	char name[32], text[64];
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct value *)a)->name, ((const struct value *)b)->name);
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
	return strlen(text) == expected && text + expected == line + length - 1 ? text : NULL;
}

static void set(struct value *values, int *n_values, const struct value *value)
{
	int i = 0;

	while (i < *n_values && strcmp(values[i].name, value->name) != 0)
		i++;
	if (i == VALUES_MAX)
		return;
	values[i] = *value;
	if (i == *n_values)
		++*n_values;
}

int main(void)
{
	static struct value values[VALUES_MAX];
	struct value value;
	int n_values = 0, n_records = 0;
	size_t size = 0, n_dropped = 0;
	char *line = NULL, *text;
	bool is_sound = true;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) >= 0) {
		text = is_sound ? text_of(line, (size_t)length) : NULL;
		if (text == NULL) {
			is_sound = false;
			n_dropped += (size_t)length;
			continue;
		}
		n_records++;
		if (sscanf(text, "SET %31s %63s", value.name, value.text) == 2)
			set(values, &n_values, &value);
	}
	qsort(values, (size_t)n_values, sizeof(*values), compare_names);
	for (int i = 0; i < n_values; i++)
		printf("%s=%s\n", values[i].name, values[i].text);
	printf("%d records, %zu bytes dropped\n", n_records, n_dropped);
	free(line);
	return 0;
}
