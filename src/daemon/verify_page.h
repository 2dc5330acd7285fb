/* SPDX-License-Identifier: MIT */
/* A page of Markdown, as far as an author's check needs it: headings, what is below each, links. */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

#define PAGE_HEADINGS_MAX 256
#define PAGE_LINKS_MAX	  1024

struct page_heading {
	char *text; /* owned, plain */
	unsigned level, line;
	/* Below it, up to the next heading of whatever level. */
	bool has_code, has_list, has_prose;
	size_t code_columns; /* of its widest line of code */
	unsigned wide_line;
};

struct page_link {
	char *target; /* owned */
	unsigned line;
};

struct page {
	struct page_heading *headings; /* [0] is what stands before the first one: its text is "" */
	size_t n_headings;
	struct page_link *links;
	size_t n_links;
};

/* 0, -ENOMEM, -E2BIG (past a limit). */
int page_read(const char *text, size_t len, struct page *ret_page);
void page_done(struct page *page);
/* Whether a heading is called so in a link "#name": lower case, '-' for blanks, punctuation left
 * out. */
bool page_has_anchor(const struct page *page, const char *anchor);
