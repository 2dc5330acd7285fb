/* SPDX-License-Identifier: MIT */
/*
 * A server that keeps values under keys: reads requests, writes one response to each.
 *
 * find() is the only place that knows how pairs are kept. A free place has an empty key.
 */
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 512
#define KEYS_MAX   100

struct pair {
	char key[LINE_BYTES], value[LINE_BYTES];
};

static struct pair pairs[KEYS_MAX];

/* The pair of that key, or NULL. With an empty key: a free place. */
static struct pair *find(const char *key)
{
	for (size_t i = 0; i < KEYS_MAX; i++)
		if (strcmp(pairs[i].key, key) == 0)
			return &pairs[i];
	return NULL;
}

static void get(const struct pair *pair)
{
	if (pair != NULL)
		printf("200 %s\n", pair->value);
	else
		puts("404 no such key");
}

static void delete(struct pair *pair)
{
	puts(pair != NULL ? "200 deleted" : "404 no such key");
	if (pair != NULL)
		pair->key[0] = '\0';
}

static void set(const char *key, const char *value)
{
	struct pair *pair = find(key);
	const char *response = pair != NULL ? "200 changed" : "201 created";

	if (pair == NULL)
		pair = find("");
	if (pair == NULL) {
		puts("507 no room for another key");
		return;
	}
	strcpy(pair->key, key);
	strcpy(pair->value, value);
	puts(response);
}

static void answer(char *line)
{
	const char *verb = strtok(line, " ");
	const char *key = strtok(NULL, " ");
	const char *value = strtok(NULL, "");

	if (verb == NULL || (strcmp(verb, "GET") != 0 && strcmp(verb, "SET") != 0 && strcmp(verb, "DEL") != 0))
		puts("400 unknown verb");
	else if (strcmp(verb, "SET") == 0 && (key == NULL || value == NULL))
		puts("400 SET needs a key and a value");
	else if (key == NULL)
		printf("400 %s needs a key\n", verb);
	else if (strcmp(verb, "SET") == 0)
		set(key, value);
	else if (strcmp(verb, "GET") == 0)
		get(find(key));
	else
		delete(find(key));
}

int main(void)
{
	char line[LINE_BYTES];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		answer(line);
		fflush(stdout);
	}
	return 0;
}
