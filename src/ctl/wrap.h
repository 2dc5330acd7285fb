/* SPDX-License-Identifier: MIT */
/*
 * Prose in columns. Marked text is UTF-8 without control characters, but for LF (a line ends here)
 * and marks: WRAP_MARK and two bytes, 0x40 | six bits of the styles that hold from here on, the
 * lower ones first. Lines are broken at spaces; a word that is too long is broken where it must be.
 */
#pragma once

#include "ctl/term.h"

#define WRAP_MARK     '\001'
#define WRAP_MARK_LEN 3
#define WRAP_MEASURE  80 /* prose is never wider: long lines are hard to read */
#define WRAP_LEAST    10 /* however deep the indent, so many columns are left for the text */

enum wrap_style {
	WRAP_BOLD = 1 << 0,
	WRAP_ITALIC = 1 << 1,
	WRAP_UNDERLINE = 1 << 2,
	WRAP_CODE = 1 << 3,
	WRAP_STRIKE = 1 << 4,
	WRAP_DIM = 1 << 5,
	WRAP_GOOD = 1 << 6,
	WRAP_BAD = 1 << 7,
	WRAP_WARN = 1 << 8,
};

struct wrap {
	size_t columns;		  /* of a whole line, prefix included */
	const char *first, *rest; /* prefixes; may hold escape sequences */
	size_t first_width, rest_width;
};

/* Appends the lines, each ended by LF. An empty text gives no line. 0 or -ENOMEM. */
int wrap_append(struct buffer *out, const struct term *term, const struct wrap *wrap,
	const char *marked, size_t len);

/* Switches to these styles in marked text; 0 ends them. */
int wrap_mark(struct buffer *marked, unsigned styles);

/* Plain text of one paragraph, sanitized here, with so many spaces before each line. */
int wrap_prose(struct buffer *out, const struct term *term, size_t indent, const char *text);

/* The same behind `first`, which takes `width` columns and may hold escape sequences; the other lines
 * are indented as deep. */
int wrap_hanging(struct buffer *out, const struct term *term, const char *first, size_t width,
	const char *text);

/* Columns of marked text, or of a line that wrap_append() made: marks and escape sequences take
 * none. */
size_t wrap_width(const char *text, size_t len);
