/* SPDX-License-Identifier: MIT */
/* Text by lines, without copying and without reading any of it twice. White space is C's, whatever
 * the locale. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct line {
	const char *text; /* borrowed */
	size_t len;	  /* without the LF */
	bool ended;	  /* by an LF; only a text's last line may not be */
};

struct line_reader {
	const char *at, *end;
	size_t number; /* of the line that was read last, from 1 */
};

/* text may be NULL when len is 0. */
struct line_reader line_reader_of(const char *text, size_t len);
bool line_reader_next(struct line_reader *reader, struct line *ret_line);

bool line_is_space(char c); /* space, TAB, LF, VT, FF, CR */

/* The length without white space at the end; LF counts as white space. */
size_t line_trimmed(const char *text, size_t len);

/* Equal bytes at the beginning; never ends within a UTF-8 sequence. */
size_t line_common_prefix(const char *a, size_t a_len, const char *b, size_t b_len);

/* A character that may be shown as it is: not a control, not one that reorders what a terminal
 * shows, not the replacement of a bad byte. */
bool line_point_is_plain(unsigned point);
