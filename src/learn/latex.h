/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a problem's statement in LaTeX as Markdown that is legible in a terminal. Not
 * a typesetter: some forty macros, lists, tables as rows, mathematics by characters of Unicode.
 * What is not known is left out, its arguments stay, and its name is told.
 */
#pragma once

#include "base/buffer.h"
#include "base/strlist.h"

#include <stddef.h>

#define LATEX_DEPTH_MAX	  32 /* arguments within each other; deeper ones are left out */
#define LATEX_UNKNOWN_MAX 16 /* names that are told */

struct latex_result {
	struct buffer markdown, title; /* the title is that of \problemname, as Markdown */
	struct strlist unknown;	       /* macros and environments that are not rendered, each once */
};

void latex_result_done(struct latex_result *result);

/* Takes any bytes of valid UTF-8 without NUL. 0 or -ENOMEM. */
int latex_to_markdown(const char *text, size_t len, struct latex_result *ret_result);
