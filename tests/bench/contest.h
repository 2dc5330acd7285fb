/* SPDX-License-Identifier: MIT */
/*
 * Contenders take turns, a burst each, round after round: what else the machine does hits all of them alike. A contender is
 * compared with the first one round by round; its ratio is the median of those.
 */
#pragma once

#include "burst.h"
#include "sample.h"

#include <stdbool.h>
#include <stddef.h>

struct contender {
	char name[32];
	/*
	 * One burst: appends the nanoseconds of single runs to `each`, and returns the mean of a run of this burst.
	 * 0; -errno and why: it takes no further part.
	 */
	int (*burst)(struct contender *contender, struct samples *each, double *ret_mean_ns);
	const void *subject; /* of burst()'s, borrowed */
	void *host;	     /* the same */
	const void *context; /* the same */
	size_t runs;	     /* in a burst */
	const char *help;

	struct samples each, means; /* owned */
	char skipped[BURST_REASON]; /* why, or "" */
};

void contender_done(struct contender *contender);

/* As many rounds. All contenders but the first may fall out; 0, or the first one's -errno. */
int contest_run(struct contender *contenders, size_t count, size_t rounds);

/* The median over the rounds of contender / first. 0: it has none. */
double contest_ratio(const struct contender *first, const struct contender *contender);
/* Of the rounds' ratios. */
double contest_ratio_percentile(const struct contender *first, const struct contender *contender, double percent);
/* What both need when the machine is quietest: the ratio of the means that one in ten bursts stays below. */
double contest_quiet_ratio(const struct contender *first, const struct contender *contender);
/* The ratio in the last tenth of the rounds against that in the first: more than 1 means that it gets slower. */
double contest_slowdown(const struct contender *first, const struct contender *contender);
