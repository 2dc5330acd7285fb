/* SPDX-License-Identifier: MIT */
/*
 * Rows for people: a header in capitals, columns as wide as their widest cell. Where that is wider
 * than the terminal, the columns of least weight are left out, then those that may shrink are cut
 * with an ellipsis; the caller can then tell about --full.
 */
#pragma once

#include "base/strlist.h"
#include "ctl/term.h"

#include <stdbool.h>
#include <stddef.h>

#define TABLE_UNLIMITED ((size_t)-1)

struct table_column {
	const char *heading;
	unsigned weight; /* 0: never left out; else the highest goes first */
	bool is_right;	 /* numbers */
	bool may_shrink;
};

struct table {
	const struct table_column *columns; /* borrowed */
	size_t n_columns;
	struct strlist cells;
	struct buffer styles; /* an enum style for each cell */
};

void table_done(struct table *table);

/* The next cell; an empty one is shown as "-". Control characters, TAB and LF become spaces or
 * escapes. 0 or -ENOMEM. */
int table_add(struct table *table, const char *text, enum style style);

struct table_layout {
	size_t columns; /* of the terminal, or TABLE_UNLIMITED */
	bool has_header;
	bool was_cut; /* out: something was left out or cut */
};
int table_render(struct buffer *out, const struct term *term, const struct table *table,
	struct table_layout *layout);

#define _cleanup_table_ _cleanup_(table_done)
