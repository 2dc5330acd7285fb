/* SPDX-License-Identifier: MIT */
/* A job's commands as the kernel wants them: argv with an absolute program, a case's arguments
 * behind it, and the environment. */
#pragma once

#include "base/strlist.h"
#include "job/job.h"
#include "runner/failure.h"
#include "runner/scratch.h"

#define ORDER_ENVIRONMENT 8

struct order {
	struct strlist compile;
	char **run;   /* the run command with room for the longest case's arguments; strings of own
			 and of the job */
	size_t n_run; /* words before the case's arguments */
	char *environment[ORDER_ENVIRONMENT]; /* owned but for the last, NULL */
	const struct job *job;
	const struct scratch_paths *paths;
	struct strlist words; /* owns the run command's words */
	struct strlist args;  /* owns the current case's arguments where they had to be changed */
};

/* job and paths are borrowed for the life of the order. 0, -ENOENT (no such program in PATH),
 * -ENOMEM. */
int order_prepare(struct order *order, const struct job *job, const struct scratch_paths *paths,
	struct failure *failure);
/* Of it the environment alone, which is the same for all jobs. */
int order_prepare_environment(
	struct order *order, const struct scratch_paths *paths, struct failure *failure);
void order_done(struct order *order);

char *const *order_environment(const struct order *order);
char *const *order_compile(const struct order *order); /* NULL when there is nothing to compile */
int order_run(struct order *order, size_t index, char *const **ret_argv, struct failure *failure);

/* JOB_BOX_DIR at the begin of a path inside `word`, replaced by `box`. NULL on no memory. */
char *order_replace_box(const char *word, const char *box);
