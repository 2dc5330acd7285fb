/* SPDX-License-Identifier: MIT */
/*
 * What a learner is shown of a failed case. Lines of expected and actual are aligned (Myers, bounded; beyond the bound the rest is
 * told as one replaced block). In lines that differ white space is visible: a space at the end or where the two differ is `·`, TAB `→`,
 * CR `␍`, a missing newline at the end of the text `⏎ missing`; control characters are escaped.
 */
#pragma once

#include "base/strlist.h"

#include <stdbool.h>
#include <stddef.h>

enum diff_show {
	DIFF_SHOW_FULL,	   /* all lines (long equal stretches folded to a few lines of context) */
	DIFF_SHOW_FIRST,   /* only the first difference, with a line of context before it */
	DIFF_SHOW_VERDICT, /* nothing */
};

struct diff_options {
	enum diff_show show;
	size_t context;	    /* equal lines kept around a difference; 3 */
	size_t max_lines;   /* rows returned at most; a last row tells how many more; 0: no limit */
	size_t max_columns; /* a longer line is cut, with `…`; one that differs far to the right begins with it; 200; 0: no limit */
	bool ignore_ends;   /* white space at the end of lines and of the text makes no difference (every comparator but exact) */
};

/* Rows: ' ' equal, '-' only expected, '+' only actual, '~' a remark; then a space and the text: "- Now practicing:·sockets".
   A change is told as its '-' rows, then its '+' rows; the n-th of each belong together. Remarks: "~ 12 equal lines", "~ 35 more rows".
   Appends to ret_rows; none when equal. 0 or -ENOMEM (rows may have been added). */
int diff_lines(const char *expected, size_t expected_len, const char *actual, size_t actual_len,
	const struct diff_options *options, struct strlist *ret_rows);
