/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

#define FRAME_MAX 1000

/* What has come and is no whole message yet. Begins as { 0 }. */
struct frames {
	char buffer[FRAME_MAX + 32];
	size_t length;
};

/* Is called for each whole message. The bytes are its own only until it returns; there is no zero byte behind them. */
typedef void frame_handler(const char *message, size_t length, void *context);

/* Takes some more bytes of the stream. Returns 0, or -1 when they are no frames or a message is longer than FRAME_MAX. */
int frames_feed(struct frames *frames, const char *data, size_t n, frame_handler *handler, void *context);
