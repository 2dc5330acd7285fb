/* SPDX-License-Identifier: MIT */
/* Feeds your reader a stream in three pieces. The check puts its tests in this file's place. */
#include "frames.h"

#include <stdio.h>
#include <string.h>

static void show(const char *message, size_t length, void *context)
{
	(void)context;
	printf("message of %zu bytes: %.*s\n", length, (int)length, message);
}

int main(void)
{
	static const char *const pieces[] = { "$5\nhe", "llo\n$", "9\ntwo\nlines\n" };
	struct frames frames = { 0 };

	for (size_t i = 0; i < 3; i++) {
		if (frames_feed(&frames, pieces[i], strlen(pieces[i]), show, NULL) < 0) {
			puts("these are no frames");
			return 1;
		}
	}
	return 0;
}
