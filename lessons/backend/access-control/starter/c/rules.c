/* SPDX-License-Identifier: MIT */
/* Notes of many users: each line of input is a caller's uid and what it asks for. */
#include <stdio.h>
#include <string.h>

#define NOTES_MAX 100

struct note {
	unsigned owner;
	char name[32], text[64];
};

static struct note notes[NOTES_MAX];
static int n_notes;

static int find(unsigned owner, const char *name)
{
	for (int i = 0; i < n_notes; i++)
		if (notes[i].owner == owner && strcmp(notes[i].name, name) == 0)
			return i;
	return -1;
}

int main(void)
{
	char line[200], name[32], text[64];
	unsigned caller, owner;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "%u PUT %31s %63s", &caller, name, text) == 3 && n_notes < NOTES_MAX) {
			struct note *note = &notes[n_notes++];

			note->owner = caller;
			strcpy(note->name, name);
			strcpy(note->text, text);
			puts("+OK");
		} else if (sscanf(line, "%u GET %u/%31s", &caller, &owner, name) == 3) {
			int i = find(owner, name);

			/* to do: everybody may read everything */
			if (i >= 0)
				printf("+%s\n", notes[i].text);
			else
				puts("-ERR no such note");
		} else {
			puts("-ERR unknown verb"); /* to do: SHARE and DROP */
		}
	}
	return 0;
}
