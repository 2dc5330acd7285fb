/* SPDX-License-Identifier: MIT */
/* One CHECK while it goes on: sent, followed, canceled, found again after a restart. */
#pragma once

#include "ctl/ctl.h"
#include "ctl/progress.h"
#include "ctl/submission.h"

struct check {
	struct ctl *ctl;
	struct submission *submission;
	struct progress progress;
	size_t done, total;
	bool *is_told;	      /* total + 1 of them, by the case's number */
	char *attempt;	      /* its number */
	char token[33];	      /* the same for all times that it is sent */
	bool is_again;	      /* it was made before: the reply says no more than its number */
	struct thing summary; /* the last line */
	bool has_groups;      /* one was told */
	bool is_loud;	      /* cases are told while they happen */
	bool wants_cancel;    /* Ctrl-C came before the number */
	bool is_given_up;     /* after Ctrl-C it could not be canceled: nobody waits for it */
};

/* All of it for one step (NULL: the first that is not passed): sends, follows, tells. An exit status. */
int check_submit(struct ctl *ctl, struct submission *submission, const char *step);

void check_done(struct check *check);

/* Sends it and follows it to its end, over a restart of the daemon too. An exit status; the summary
 * is there with STATUS_OK. */
int check_follow(struct check *check);

/* ---- between its parts */

/* A line of the reply: notes and tells it, once. 0 or -errno. */
int check_take_line(struct check *check, const struct thing *line);
/* After Ctrl-C: has the attempt canceled, over a connection of its own. Its end is still told on
 * the first one. */
void check_cancel(struct check *check);
/* Chooses its token. 0 or -errno. */
int check_choose_token(struct check *check);
/* The connection broke: asks for the attempt until it is over, tells what was not told yet, makes
 * the summary. An exit status. */
int check_resume(struct check *check);
