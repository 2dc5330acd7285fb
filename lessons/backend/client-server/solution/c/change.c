/* SPDX-License-Identifier: MIT */
/* Reads a topic, one line, and answers with a line about it. */
#include <stdio.h>
#include <string.h>

static const char *const greeting = "Now practicing";

int main(void)
{
	char topic[200];

	if (fgets(topic, sizeof(topic), stdin) == NULL)
		return 0; /* nobody asked, so there is nothing to answer */
	topic[strcspn(topic, "\n")] = '\0';
	printf("%s: %s\n", greeting, topic);
	return 0;
}
