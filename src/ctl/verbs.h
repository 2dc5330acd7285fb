/* SPDX-License-Identifier: MIT */
/* What practicectl can do: one row a verb. Help, completions and the manual are made from this
 * table or tested against it. */
#pragma once

#include <stddef.h>

struct ctl;

#define VERB_ANY ((size_t)-1)

enum verb_flags {
	VERB_HIDDEN = 1 << 0,
	VERB_LESSON = 1 << 1, /* the first argument is a lesson (for completions) */
};

struct verb {
	const char *name;
	const char *arguments; /* as in a usage line */
	size_t min, max;       /* arguments */
	unsigned flags;
	int (*handle)(
		struct ctl *ctl, size_t n, char **arguments); /* returns an enum exit_status */
	const char *group;
	const char *action; /* "Failed to <action> OBJECT: ..." */
	const char *help;   /* one line */
};

/* A table of verbs is an array that is ended by a row without a name. */
const struct verb *verbs_find(const struct verb *table, const char *name); /* NULL: unknown */
const char *verbs_suggest(
	const struct verb *table, const char *name); /* the nearest name, or NULL */

/* Finds the verb of the options' arguments in ctl->verbs, checks their number, runs it. An enum
 * exit_status. */
int verbs_dispatch(struct ctl *ctl);
