/* SPDX-License-Identifier: MIT */
/* Some launches in a row, by a process of their own that is bound to one processor, as a slot of the runner is. */
#pragma once

#include "launch.h"
#include "sample.h"

#define BURST_RUNS_MAX 4096
#define BURST_REASON   160

struct burst {
	struct launch launch; /* a copy of it is used */
	size_t runs;	      /* at most BURST_RUNS_MAX */
	size_t warmups;	      /* launched before, and not counted */
	unsigned pause_us;    /* between those and the first that counts */
};

/*
 * Appends each run's nanoseconds. 0; or -errno and, in ret_reason, what the launched program said on stderr, or else the
 * error in words.
 */
int burst_run(const struct burst *burst, struct samples *samples, char ret_reason[static BURST_REASON]);

/* The same on `count` processors at once, burst->runs each. *ret_rate: runs a second, all together. */
int burst_run_parallel(const struct burst *burst, unsigned count, double *ret_rate, char ret_reason[static BURST_REASON]);
