/* SPDX-License-Identifier: MIT */
/* A bar in the last line of the terminal, on stderr; nothing where stderr is no terminal. */
#pragma once

#include "ctl/term.h"

struct progress {
	const struct term *term; /* borrowed */
	bool is_on;
	bool is_drawn;
};

void progress_init(struct progress *progress, const struct term *term, bool is_on);
void progress_draw(struct progress *progress, size_t done, size_t total, const char *label);
void progress_clear(struct progress *progress); /* before other output, and at the end */

/* The bar's text, which draw() writes; for tests. 0 or -ENOMEM. */
int progress_format(
	struct buffer *out, const struct term *term, size_t done, size_t total, const char *label);
