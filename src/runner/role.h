/* SPDX-License-Identifier: MIT */
/*
 * What each of a job's two programs is told of the job, and nothing else: the learner's never the
 * expected outputs, the comparison and the judge, the judge never the learner's files.
 */
#pragma once

#include "job/job.h"

#include <stdbool.h>

struct role {
	struct job job; /* strings and bytes are the whole job's: borrowed; cases and lists are the
			   role's own */
	bool has_feedback; /* a judge that gets a case's files (feedback.h) */
};

/* socket_path: where a service listens, as both sandboxes see it; not used for other checks. 0 or
 * -ENOMEM. */
int role_init_program(struct role *ret_role, const struct job *job, const char *socket_path);
/* The job has a judge. */
int role_init_judge(struct role *ret_role, const struct job *job, const char *socket_path);
void role_done(struct role *role);
