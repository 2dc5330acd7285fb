/* SPDX-License-Identifier: MIT */
#include "frames.h"

#include <string.h>

#define HEADER_MAX 6 /* a dollar sign, four digits and a line end */

/*
 * Looks at what has come so far. Returns the number of bytes of the first frame, 0 when more are needed, -1 when it is none;
 * *ret_message is where its message begins.
 */
static int measure(const struct frames *frames, size_t *ret_message)
{
	size_t length = 0, i = 1;

	if (frames->length > 0 && frames->buffer[0] != '$')
		return -1;
	for (; i < frames->length && frames->buffer[i] != '\n'; i++) {
		if (frames->buffer[i] < '0' || frames->buffer[i] > '9' || i + 1 >= HEADER_MAX)
			return -1;
		length = 10 * length + (size_t)(frames->buffer[i] - '0');
	}
	if (i >= frames->length)
		return 0;
	if (i == 1 || length > FRAME_MAX)
		return -1;
	*ret_message = i + 1;
	if (frames->length < i + 1 + length + 1)
		return 0;
	return frames->buffer[i + 1 + length] == '\n' ? (int)(i + 1 + length + 1) : -1;
}

/* Byte by byte, so that the buffer never holds more than one frame. */
int frames_feed(struct frames *frames, const char *data, size_t n, frame_handler *handler, void *context)
{
	for (size_t i = 0; i < n; i++) {
		size_t message;
		int size;

		frames->buffer[frames->length++] = data[i];
		size = measure(frames, &message);
		if (size < 0)
			return -1;
		if (size == 0)
			continue;
		handler(frames->buffer + message, (size_t)size - message - 1, context);
		frames->length = 0;
	}
	return 0;
}
