/* SPDX-License-Identifier: MIT */
/* practice-runner as the suite starts it, jobs for it, and what comes of them. */
#pragma once

#include "job/channel.h"

#include <stdbool.h>
#include <sys/types.h>

#define GUARD_CASES_MAX 4
#define GUARD_JOBS_MAX	2
#define GUARD_OWN_FDS	100 /* descriptors from here on are not in the way of the runner's */

struct guard_settings {
	int program_fd; /* an executable, opened with O_PATH, at least GUARD_OWN_FDS */
	bool isolated;
	bool as_root; /* started as root, to give it up by itself; else with `uid` from the
			 beginning */
	uid_t uid;    /* of the programs; 0: whoever we are */
	const char *cgroup; /* a delegated one, or NULL */
	unsigned slots;
	int bait_fd; /* a descriptor that the runner inherits and must not pass on */
};

struct guard {
	pid_t pid;
	int fd;
	struct channel_inbox inbox;
	unsigned slots;
	char detail[JOB_DETAIL_MAX]; /* of READY */
	bool is_safe;
};

/* Waits for READY. 0, -ETIMEDOUT, -EPIPE, -errno. */
int guard_start(struct guard *guard, const struct guard_settings *settings);
/* Closes the channel and waits for its end; how it ended is its wait status. */
int guard_stop(struct guard *guard);

struct guard_outcome {
	bool has_compiled, has_done;
	bool has_case[GUARD_CASES_MAX];
	struct job_event compiled, done, cases[GUARD_CASES_MAX];
};

void guard_outcome_done(struct guard_outcome *outcome);

/* All at once; waits for the end of each. cancel_ms: when to cancel them, 0 is never. 0,
 * -ETIMEDOUT, -EPIPE (it died). */
int guard_run(struct guard *guard, struct job *const *jobs, size_t n_jobs, unsigned cancel_ms,
	struct guard_outcome *ret_outcomes);
