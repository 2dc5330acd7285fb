/* SPDX-License-Identifier: MIT */
/* Why something could not be set up, in one line for people: the step, what the kernel said, and
 * where known what allows it. */
#pragma once

#include "job/job.h"

struct failure {
	char text[JOB_DETAIL_MAX];
};

/* Writes "step: reason" (the first failure stays), returns error (negative errno) for `return
 * failure_set(...)`. */
int failure_set(struct failure *failure, int error, const char *step, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with a finished text of another process; `otherwise` when that is empty. */
int failure_take(
	struct failure *failure, int error, const struct failure *other, const char *otherwise);

/* One line on stderr with a priority prefix, as systemd and the daemon read it. */
void failure_log(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));
