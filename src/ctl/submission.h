/* SPDX-License-Identifier: MIT */
/* What CHECK and RUN send: the files of one step, read from the workspace. */
#pragma once

#include "ctl/ctl.h"
#include "ctl/workspace.h"

struct submission {
	struct thing status;   /* STATUS lesson */
	struct workspace workspace;
	char *step;	/* NULL: all steps are passed, the daemon is to say so */
	char *language; /* NULL: the daemon's choice */
	struct strlist names;
	bool is_listed; /* the step names none: they are what lies in the folder */
	struct buffer *contents; /* names.count of them */
};

#define SUBMISSION_INIT                                                                            \
	{                                                                                          \
		.workspace = WORKSPACE_INIT                                                        \
	}

void submission_done(struct submission *submission);

/* STATUS lesson alone: which steps there are. STATUS_OK or the failure's status. */
int submission_begin(struct ctl *ctl, const char *lesson, struct submission *submission);

/* Finds the step (NULL: the first that is not passed), asks which files it has, reads them. May be
 * called again for another step. */
int submission_gather(struct ctl *ctl, const char *step, struct submission *submission);

/* Reads the files of that step again. */
int submission_read_again(struct ctl *ctl, struct submission *submission);

#define SUBMISSION_ALL_CASES UINT32_MAX
/* "VERB lesson step= language= case= token= NAME BYTES ..."; test_case 0, token NULL: none. */
void submission_ask(const struct submission *submission, const char *verb, uint32_t test_case,
	const char *token, struct ask *ask);

/* -n: prints names and sizes instead of sending anything. */
int submission_print(struct ctl *ctl, const struct submission *submission);

#define _cleanup_submission_ _cleanup_(submission_done)
