/* SPDX-License-Identifier: MIT */
/* Rows of a diff (' ' equal, '-' expected, '+' actual, '~' remark; a space; the text) beside each
 * other, or one under the other. */
#pragma once

#include "base/strlist.h"
#include "ctl/term.h"

#define DIFFVIEW_BESIDE 70 /* columns from which on the two stand side by side */
#define DIFFVIEW_ROWS	60 /* shown at most, unless told otherwise */

struct diffview {
	size_t indent;
	const char *left, *right; /* "expected", "your output" */
	size_t max_rows;	  /* 0: DIFFVIEW_ROWS */
	bool is_plain;		  /* never side by side */
};

/* The rows are sanitized already. 0 or -ENOMEM. */
int diffview_render(struct buffer *out, const struct term *term, const struct diffview *view,
	const struct strlist *rows);
