/* SPDX-License-Identifier: MIT */
/* Private to diff*.c: which lines of two texts belong together. Myers' greedy algorithm, bounded.
 */
#pragma once

#include "grade/lines.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIFF_ALIGN_LINES_MAX                                                                       \
	2000 /* lines of each text that are aligned; more, and they are one replaced block */
#define DIFF_ALIGN_EDITS_MAX 200 /* removed and added lines together, likewise */

struct diff_line {
	struct line line;
	uint64_t hash;	/* of what is compared */
	bool is_change; /* only in this text */
};

struct diff_text {
	struct diff_line *lines; /* owned */
	size_t n_lines;
};

void diff_text_done(struct diff_text *text);

/* Sets is_change of all lines; those of both texts that are not changes are equal, one by one. 0 or
 * -ENOMEM. */
int diff_align(struct diff_text *expected, struct diff_text *actual);
