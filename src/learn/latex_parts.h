/* SPDX-License-Identifier: MIT */
/* Private to latex*.c: what is read and where it goes, and what the macros are made of. */
#pragma once

#include "learn/latex.h"

#include <stdbool.h>

#define LATEX_NAME_MAX 40

enum { LIST_NONE, LIST_BULLETS, LIST_NUMBERS };

struct latex {
	const char *at, *end;
	struct latex_result *result;
	struct buffer *out;
	unsigned depth;
	bool in_math, in_table, is_first_item;
	unsigned list; /* of \item */
	int error;
};

struct span {
	const char *text;
	size_t len;
};

void latex_put_n(struct latex *latex, const char *text, size_t len);
void latex_put(struct latex *latex, const char *text);
/* A name that is not known. */
void latex_tell(struct latex *latex, const char *name);

/* A character in all of its bytes; none at the end. */
struct span latex_take_character(struct latex *latex);
/* {...}, or a single character or macro; [...] or nothing. */
struct span latex_take_argument(struct latex *latex);
struct span latex_take_option(struct latex *latex);

void latex_render_span(struct latex *latex, struct span span);
void latex_render_wrapped(
	struct latex *latex, struct span span, const char *before, const char *after);
/* The macro of that name, whose arguments follow. */
void latex_render_named(struct latex *latex, const char *name);
