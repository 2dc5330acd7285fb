/* SPDX-License-Identifier: MIT */
/* A growing list of owned strings. Zero-initialised is empty. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct strlist {
	char **items; /* owned, each owned; items[count] is NULL: it serves as an argv */
	size_t count;
};

void strlist_done(struct strlist *list);
void strlist_truncate(struct strlist *list, size_t count); /* frees the items from `count` on */

/* What adds: 0 or -ENOMEM; on failure the list is as before. */
int strlist_add(struct strlist *list, const char *string); /* copies */
int strlist_add_n(struct strlist *list, const char *bytes, size_t len);
/* Owns a heap string from now on, also on failure; NULL is -ENOMEM. */
int strlist_take(struct strlist *list, char *string);
/* Appends all; not from itself. */
int strlist_copy(struct strlist *list, const struct strlist *from);
/* Appends the words that white space separates. */
int strlist_split_words(struct strlist *list, const char *string);
/* Shell-like words: "..." and '...' group, \ makes the next character ordinary outside of '...'; no
   expansion. -EINVAL on an open quote or a last backslash. */
int strlist_split_quoted(struct strlist *list, const char *string);

bool strlist_contains(const struct strlist *list, const char *string);

#define _cleanup_strlist_ _cleanup_(strlist_done)
