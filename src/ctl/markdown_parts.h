/* SPDX-License-Identifier: MIT */
/* What the parts of the Markdown renderer share. */
#pragma once

#include "base/strlist.h"
#include "ctl/term.h"
#include "ctl/wrap.h"

#include <md4c.h>

#define MARKDOWN_DEPTH 16 /* quotes and lists deeper than this are shown at this depth */
#define MARKDOWN_ROOMY 60 /* columns from which on there is room for a margin and wide tabs */

struct markdown_place {
	struct buffer first, rest; /* prefixes of the next block's lines */
	size_t first_width, rest_width, columns;
};

struct markdown_table {
	size_t columns;
	size_t header_cells;
	struct strlist cells; /* marked text */
	MD_ALIGN aligns[64];
};
#define MARKDOWN_TABLE_COLUMNS_MAX 64

/* markdown_table.c: the whole table at this place. 0 or -ENOMEM. */
int markdown_table_render(struct buffer *out, const struct term *term,
	const struct markdown_place *place, const struct markdown_table *table);

/* markdown_code.c: a block of code at this place; lines that are too long go on in the next one. 0
 * or -ENOMEM. */
int markdown_code_render(struct buffer *out, const struct term *term,
	const struct markdown_place *place, const char *text, size_t len);

/* markdown_entity.c: "&amp;", "&#183;" as UTF-8; an unknown one as it is. 0 or -ENOMEM. */
int markdown_entity_append(struct buffer *out, const char *entity, size_t len);
