/* SPDX-License-Identifier: MIT */
/* What practicectl can do: one row a verb. Help, completions and the manual are made from this table or tested against it. */
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
	const char *arguments;	/* as in a usage line */
	size_t min, max;	/* arguments */
	unsigned flags;
	int (*handle)(struct ctl *ctl, size_t n, char **arguments); /* returns an enum exit_status */
	const char *group;
	const char *action; /* "Failed to <action> OBJECT: ..." */
	const char *help;   /* one line */
};

extern const struct verb verbs[]; /* ended by a row without a name */

const struct verb *verbs_find(const char *name); /* NULL: unknown */
const char *verbs_suggest(const char *name);	 /* the nearest name, or NULL */

/* Finds the verb of the options' arguments, checks their number, runs it. An enum exit_status. */
int verbs_dispatch(struct ctl *ctl);

/* Handlers, by noun. */
int ctl_list(struct ctl *ctl, size_t n, char **arguments); /* ctl_catalog.c */
int ctl_cat(struct ctl *ctl, size_t n, char **arguments);
int ctl_next(struct ctl *ctl, size_t n, char **arguments);
int ctl_show(struct ctl *ctl, size_t n, char **arguments);   /* ctl_show.c */
int ctl_status(struct ctl *ctl, size_t n, char **arguments); /* ctl_status.c */
int ctl_is_active(struct ctl *ctl, size_t n, char **arguments);
int ctl_is_passed(struct ctl *ctl, size_t n, char **arguments);
int ctl_start(struct ctl *ctl, size_t n, char **arguments); /* ctl_practice.c */
int ctl_stop(struct ctl *ctl, size_t n, char **arguments);
int ctl_reset(struct ctl *ctl, size_t n, char **arguments);
int ctl_hint_verb(struct ctl *ctl, size_t n, char **arguments);
int ctl_run(struct ctl *ctl, size_t n, char **arguments);     /* ctl_run.c */
int ctl_check(struct ctl *ctl, size_t n, char **arguments);   /* ctl_check.c */
int ctl_history(struct ctl *ctl, size_t n, char **arguments); /* ctl_attempt.c */
int ctl_attempt(struct ctl *ctl, size_t n, char **arguments);
int ctl_daemon_status(struct ctl *ctl, size_t n, char **arguments); /* ctl_daemon.c */
int ctl_daemon_reload(struct ctl *ctl, size_t n, char **arguments);
int ctl_whoami(struct ctl *ctl, size_t n, char **arguments);
int ctl_help(struct ctl *ctl, size_t n, char **arguments); /* ctl_help.c */
int ctl_version(struct ctl *ctl, size_t n, char **arguments);
