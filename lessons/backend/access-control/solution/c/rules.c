/* SPDX-License-Identifier: MIT */
/* Notes of many users: each line of input is a caller's uid and what it asks for. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define NOTES_MAX  100
#define SHARES_MAX 20

struct note {
	unsigned owner;
	char name[32], text[64]; /* no name: no note */
	unsigned shares[SHARES_MAX];
	int n_shares;
};

static struct note notes[NOTES_MAX];

static bool is_shared_with(const struct note *note, unsigned uid)
{
	for (int i = 0; i < note->n_shares; i++)
		if (note->shares[i] == uid)
			return true;
	return false;
}

/* The note, if there is one and the caller may see it. Who asks for another one learns nothing about it. */
static struct note *find(unsigned caller, unsigned owner, const char *name)
{
	for (int i = 0; i < NOTES_MAX; i++)
		if (notes[i].owner == owner && strcmp(notes[i].name, name) == 0)
			return owner == caller || is_shared_with(&notes[i], caller) ? &notes[i] : NULL;
	return NULL;
}

static const char *put(unsigned caller, const char *name, const char *text)
{
	struct note *note = find(caller, caller, name);

	for (int i = 0; note == NULL && i < NOTES_MAX; i++)
		if (notes[i].name[0] == '\0')
			note = &notes[i];
	if (note == NULL)
		return "-ERR full";
	note->owner = caller;
	strcpy(note->name, name);
	strcpy(note->text, text);
	return "+OK";
}

static const char *share(unsigned caller, const char *name, unsigned with)
{
	struct note *note = find(caller, caller, name);

	if (note == NULL)
		return "-ERR no such note";
	if (!is_shared_with(note, with) && note->n_shares < SHARES_MAX)
		note->shares[note->n_shares++] = with;
	return "+OK";
}

static const char *drop(unsigned caller, unsigned owner, const char *name)
{
	struct note *note = find(caller, owner, name);

	if (note == NULL)
		return "-ERR no such note";
	if (owner != caller)
		return "-ERR not yours"; /* it may be read, so this tells nothing new */
	*note = (struct note){ 0 };
	return "+OK";
}

static void get(unsigned caller, unsigned owner, const char *name)
{
	const struct note *note = find(caller, owner, name);

	printf("%s%s\n", note != NULL ? "+" : "-ERR no such note", note != NULL ? note->text : "");
}

int main(void)
{
	char line[200], name[32], text[64];
	unsigned caller, other;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "%u PUT %31s %63s", &caller, name, text) == 3)
			puts(put(caller, name, text));
		else if (sscanf(line, "%u GET %u/%31s", &caller, &other, name) == 3)
			get(caller, other, name);
		else if (sscanf(line, "%u SHARE %31s %u", &caller, name, &other) == 3)
			puts(share(caller, name, other));
		else if (sscanf(line, "%u DROP %u/%31s", &caller, &other, name) == 3)
			puts(drop(caller, other, name));
		else
			puts("-ERR unknown verb");
	}
	return 0;
}
