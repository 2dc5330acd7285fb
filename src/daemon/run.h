/* SPDX-License-Identifier: MIT */
/* A program run on one case or all to see what it does: not graded, not stored, and ended when its
 * client goes. */
#pragma once

#include "daemon/service.h"
#include "daemon/stream.h"

#include <stdint.h>

struct run_new {
	int64_t learner;
	const char *lesson;
	const struct step *step;
	uint32_t case_number;  /* from 1: of the step, the job has this one alone; 0: all */
	struct stream *stream; /* taken over, also on failure */
};

/* Takes the job over, also on failure. 0 or -ENOMEM. */
int run_start(struct service *service, const struct run_new *info, struct job *job);
