/* SPDX-License-Identifier: MIT */
#include "contest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void contender_done(struct contender *contender)
{
	samples_done(&contender->each);
	samples_done(&contender->means);
}

static int take_turn(struct contender *contender)
{
	double mean_ns = 0;
	int r = contender->burst(contender, &contender->each, &mean_ns);

	if (r == 0)
		r = samples_add(&contender->means, mean_ns);
	if (r < 0 && contender->skipped[0] == '\0')
		(void)snprintf(contender->skipped, sizeof(contender->skipped), "%s",
			r == -EBADMSG ? "its program failed" : strerror(-r));
	return r;
}

/* The first one always begins: the pairs of a round are near each other in time. */
int contest_run(struct contender *contenders, size_t count, size_t rounds)
{
	for (size_t round = 0; round < rounds; round++) {
		int r = take_turn(&contenders[0]);

		if (r < 0)
			return r;
		for (size_t i = 1; i < count; i++) {
			size_t k = 1 + (i + round) % (count - 1);

			if (contenders[k].skipped[0] == '\0')
				(void)take_turn(&contenders[k]);
		}
	}
	return 0;
}

double contest_ratio_percentile(const struct contender *first, const struct contender *contender, double percent)
{
	struct samples ratios = { 0 };
	double ratio;

	for (size_t i = 0; i < contender->means.count && i < first->means.count; i++)
		if (samples_add(&ratios, contender->means.values[i] / first->means.values[i]) < 0)
			break;
	ratio = samples_percentile(&ratios, percent);
	samples_done(&ratios);
	return ratio;
}

double contest_ratio(const struct contender *first, const struct contender *contender)
{
	return contest_ratio_percentile(first, contender, 50);
}

double contest_quiet_ratio(const struct contender *first, const struct contender *contender)
{
	double floor_ns = samples_percentile(&first->means, 10);

	return floor_ns > 0 ? samples_percentile(&contender->means, 10) / floor_ns : 0;
}

double contest_slowdown(const struct contender *first, const struct contender *contender)
{
	size_t count = contender->means.count;
	size_t tenth = count / 10 > 0 ? count / 10 : 1;
	double before, after;

	if (count < 2 || first->means.count < count)
		return 0;
	before = samples_mean(&contender->means, 0, tenth) / samples_mean(&first->means, 0, tenth);
	after = samples_mean(&contender->means, count - tenth, tenth) / samples_mean(&first->means, count - tenth, tenth);
	return after / before;
}
