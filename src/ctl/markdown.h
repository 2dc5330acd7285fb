/* SPDX-License-Identifier: MIT */
/* A lesson's text (CommonMark with tables) for a terminal of any width. */
#pragma once

#include "ctl/term.h"

/* The text is made harmless before it is looked at. 0 or -ENOMEM. */
int markdown_render(struct buffer *out, const struct term *term, const char *text, size_t len);

/* The text as the parsers shall see it: control characters harmless, CRLF as LF. Shared with
 * html.c. */
int markdown_clean(struct buffer *out, const char *text, size_t len);
#define MARKDOWN_FLAGS                                                                             \
	(MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |                              \
		MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOHTML)
