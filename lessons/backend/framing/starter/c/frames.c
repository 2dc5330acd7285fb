/* SPDX-License-Identifier: MIT */
#include "frames.h"

#include <stdlib.h>
#include <string.h>

int frames_feed(struct frames *frames, const char *data, size_t n, frame_handler *handler, void *context)
{
	const char *message = memchr(data, '\n', n);

	/* to do: this believes that data is one frame, whole and right */
	(void)frames;
	if (n == 0 || data[0] != '$' || message == NULL)
		return -1;
	handler(message + 1, strtoul(data + 1, NULL, 10), context);
	return 0;
}
