/* SPDX-License-Identifier: MIT */
/* The verbs of practicectl and their handlers, which live in a file for each noun (ctl_NOUN.c). */
#pragma once

#include "ctl/verbs.h"

extern const struct verb verb_table[];

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
int ctl_quiz(struct ctl *ctl, size_t n, char **arguments); /* ctl_quiz.c */
int ctl_session(struct ctl *ctl, size_t n, char **arguments); /* ctl_session.c */
int ctl_review(struct ctl *ctl, size_t n, char **arguments); /* ctl_review.c */
int ctl_due(struct ctl *ctl, size_t n, char **arguments); /* ctl_due.c */
int ctl_progress(struct ctl *ctl, size_t n, char **arguments); /* ctl_progress.c */
int ctl_run(struct ctl *ctl, size_t n, char **arguments);     /* ctl_run.c */
int ctl_check(struct ctl *ctl, size_t n, char **arguments);   /* ctl_check.c */
int ctl_watch(struct ctl *ctl, size_t n, char **arguments); /* ctl_watch.c */
int ctl_history(struct ctl *ctl, size_t n, char **arguments); /* ctl_attempt.c */
int ctl_attempt(struct ctl *ctl, size_t n, char **arguments);
int ctl_cancel(struct ctl *ctl, size_t n, char **arguments);
int ctl_daemon_status(struct ctl *ctl, size_t n, char **arguments); /* ctl_daemon.c */
int ctl_daemon_reload(struct ctl *ctl, size_t n, char **arguments);
int ctl_whoami(struct ctl *ctl, size_t n, char **arguments);
int ctl_help(struct ctl *ctl, size_t n, char **arguments); /* ctl_help.c */
int ctl_version(struct ctl *ctl, size_t n, char **arguments);
int ctl_stdio_bridge(struct ctl *ctl, size_t n, char **arguments); /* ctl_bridge.c */
