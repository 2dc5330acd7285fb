/* SPDX-License-Identifier: MIT */
#include "run_lesson.h"

#include <stdio.h>
#include <stdlib.h>

char *run_lesson(const char *topic)
{
	static const char format[] = "Now practicing: %s";
	int length = snprintf(NULL, 0, format, topic); /* only measures */
	size_t size = (size_t)length + 1;	       /* and one for the final zero */
	char *message;

	if (length < 0)
		return NULL;
	message = malloc(size);
	if (message == NULL)
		return NULL;
	snprintf(message, size, format, topic);
	puts(message);
	return message;
}
