/* SPDX-License-Identifier: MIT */
/* Private to diff*.c: one line of a text as a row of a diff. */
#pragma once

#include "base/buffer.h"
#include "grade/lines.h"

#include <stdbool.h>
#include <stddef.h>

/* How a row shows its line. */
struct diff_row {
	char mark;	    /* ' ', '-', '+' */
	size_t from, to;    /* bytes of the line between which spaces are visible; those at the end
			       always are */
	size_t start;	    /* the first byte shown: a long line is cut at both ends */
	bool lacks_newline; /* said behind the line */
	size_t max_columns; /* 0: no limit */
};

/* Where two lines that stand for each other differ: sets from, to and start of both rows. */
void diff_row_pair(const struct line *expected, struct diff_row *expected_row,
	const struct line *actual, struct diff_row *actual_row);

/* Appends "- text". 0 or -ENOMEM. */
int diff_row_format(struct buffer *buffer, const struct line *line, const struct diff_row *row);
