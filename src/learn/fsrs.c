/* SPDX-License-Identifier: MIT */
#include "learn/fsrs.h"

#include "base/cleanup.h"
#include "learn/random.h"

#include <math.h>
#include <string.h>

/* The default weights of FSRS-6 as published; learned from the reviews of some ten thousand people.
 */
static const double w[FSRS_WEIGHTS] = { 0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
	0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425,
	0.0912, 0.0658, 0.1542 };

#define SECOND_US   INT64_C(1000000)
#define MINUTE_US   (60 * SECOND_US)
#define DAY_SECONDS INT64_C(86400)
#define DAY_US	    (DAY_SECONDS * SECOND_US)

static const int64_t learning_us[] = { 1 * MINUTE_US, 10 * MINUTE_US };
static const int64_t relearning_us[] = { 10 * MINUTE_US };

static const char *const STATES[] = { "new", "learning", "review", "relearning" };
_Static_assert(ARRAY_SIZE(STATES) == FSRS_STATE_COUNT, "a name a state");

const char *fsrs_state_name(enum fsrs_state state)
{
	return (unsigned)state < FSRS_STATE_COUNT ? STATES[state] : NULL;
}

int fsrs_state_from_name(const char *name, enum fsrs_state *ret_state)
{
	for (size_t i = 0; i < FSRS_STATE_COUNT; i++)
		if (strcmp(STATES[i], name) == 0) {
			*ret_state = (enum fsrs_state)i;
			return 0;
		}
	return -EINVAL;
}

static double clamp(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

/* F: chosen so that the probability is 0.9 when as many days have passed as the stability says. */
static double factor(void)
{
	return pow(0.9, -1 / w[20]) - 1;
}

double fsrs_forgetting(double days, double stability)
{
	return pow(1 + factor() * days / stability, -w[20]);
}

uint32_t fsrs_interval_days(double stability, double retention)
{
	double days = stability / factor() * (pow(retention, -1 / w[20]) - 1);

	return (uint32_t)clamp(nearbyint(days), 1, FSRS_INTERVAL_MAX);
}

/* D0, before it is clamped. */
static double first_difficulty(enum fsrs_grade grade)
{
	return w[4] - exp(w[5] * ((int)grade - 1)) + 1;
}

/* The change is the smaller the nearer D is to 10, and all is drawn a little towards the difficulty
 * of an easy card. */
double fsrs_next_difficulty(double difficulty, enum fsrs_grade grade)
{
	double change = -w[6] * ((int)grade - 3) * (10 - difficulty) / 9;

	return clamp(
		w[7] * first_difficulty(FSRS_EASY) + (1 - w[7]) * (difficulty + change), 1, 10);
}

static double after_success(double stability, double difficulty, double r, enum fsrs_grade grade)
{
	double growth =
		exp(w[8]) * (11 - difficulty) * pow(stability, -w[9]) * (exp(w[10] * (1 - r)) - 1);

	if (grade == FSRS_HARD)
		growth *= w[15];
	if (grade == FSRS_EASY)
		growth *= w[16];
	return stability * (1 + growth);
}

static double after_lapse(double stability, double difficulty, double r)
{
	double left = w[11] * pow(difficulty, -w[12]) * (pow(stability + 1, w[13]) - 1) *
		      exp(w[14] * (1 - r));

	return fmin(left, stability / exp(w[17] * w[18]));
}

static double after_same_day(double stability, enum fsrs_grade grade)
{
	double growth = exp(w[17] * ((int)grade - 3 + w[18])) * pow(stability, -w[19]);

	return stability * (grade >= FSRS_HARD ? fmax(growth, 1) : growth);
}

double fsrs_next_stability(const struct fsrs_memory *memory, enum fsrs_grade grade, int64_t days)
{
	double r, stability;

	if (memory->state == FSRS_NEW) {
		stability = w[(int)grade - 1];
	} else if (days < 1) {
		stability = after_same_day(memory->stability, grade);
	} else {
		r = fsrs_forgetting((double)days, memory->stability);
		stability =
			grade == FSRS_AGAIN
				? after_lapse(memory->stability, memory->difficulty, r)
				: after_success(memory->stability, memory->difficulty, r, grade);
	}
	return clamp(stability, FSRS_STABILITY_MIN, FSRS_STABILITY_MAX);
}

/* Integer seconds: a difference of floating point numbers makes 14 days of 15. */
static int64_t days_between(int64_t from_us, int64_t to_us)
{
	int64_t days = (to_us / SECOND_US - from_us / SECOND_US) / DAY_SECONDS;

	return days > 0 ? days : 0;
}

double fsrs_retrievability(const struct fsrs_memory *memory, int64_t now_us)
{
	if (memory->state == FSRS_NEW)
		return 0;
	return fsrs_forgetting((double)days_between(memory->last_us, now_us), memory->stability);
}

void fsrs_fuzz_range(uint32_t days, uint32_t *ret_least, uint32_t *ret_most)
{
	static const struct {
		double start, end, share;
	} ranges[] = { { 2.5, 7, 0.15 }, { 7, 20, 0.1 }, { 20, INFINITY, 0.05 } };
	double delta = 1, least, most;

	*ret_least = *ret_most = days;
	if (days < 2.5)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		delta += ranges[i].share * fmax(fmin(days, ranges[i].end) - ranges[i].start, 0);
	most = fmin(nearbyint(days + delta), FSRS_INTERVAL_MAX);
	least = fmin(fmax(nearbyint(days - delta), 2), most);
	*ret_least = (uint32_t)least;
	*ret_most = (uint32_t)most;
}

static uint32_t fuzz(uint32_t days, uint64_t seed)
{
	struct random random = { seed };
	uint32_t least, most;
	double fuzzed;

	fsrs_fuzz_range(days, &least, &most);
	if (days < 2.5)
		return days;
	/* As the reference: the upper end may be passed by half a day before rounding, and is half
	 * as likely as the others. */
	fuzzed = nearbyint(random_unit(&random) * (most - least + 1) + least);
	return (uint32_t)fmin(fuzzed, FSRS_INTERVAL_MAX);
}

static int64_t interval_us(const struct fsrs_memory *memory, const struct fsrs_options *options)
{
	uint32_t days = fsrs_interval_days(memory->stability, options->retention);

	return (int64_t)(options->has_fuzz ? fuzz(days, options->seed) : days) * DAY_US;
}

/* The next of the short steps, or days when they are done. */
static int64_t walk_steps(struct fsrs_memory *memory, enum fsrs_grade grade, const int64_t *steps,
	uint32_t n_steps, const struct fsrs_options *options)
{
	uint32_t step = memory->step < n_steps ? memory->step : n_steps - 1;

	switch (grade) {
	case FSRS_AGAIN:
		memory->step = 0;
		return steps[0];
	case FSRS_HARD:
		memory->step = step;
		if (step > 0)
			return steps[step];
		return n_steps == 1 ? steps[0] * 3 / 2 : (steps[0] + steps[1]) / 2;
	case FSRS_GOOD:
		if (step + 1 < n_steps) {
			memory->step = step + 1;
			return steps[step + 1];
		}
		break;
	default:
		break;
	}
	memory->state = FSRS_REVIEW;
	memory->step = 0;
	return interval_us(memory, options);
}

static int64_t next_interval(
	struct fsrs_memory *memory, enum fsrs_grade grade, const struct fsrs_options *options)
{
	switch (memory->state) {
	case FSRS_REVIEW:
		if (grade != FSRS_AGAIN)
			return interval_us(memory, options);
		memory->state = FSRS_RELEARNING;
		memory->step = 0;
		return relearning_us[0];
	case FSRS_RELEARNING:
		return walk_steps(memory, grade, relearning_us, ARRAY_SIZE(relearning_us), options);
	default:
		memory->state = FSRS_LEARNING;
		return walk_steps(memory, grade, learning_us, ARRAY_SIZE(learning_us), options);
	}
}

struct fsrs_memory fsrs_review(const struct fsrs_memory *memory, enum fsrs_grade grade,
	int64_t now_us, const struct fsrs_options *options)
{
	struct fsrs_memory next = *memory;
	int64_t days = days_between(memory->last_us, now_us);

	next.stability = fsrs_next_stability(memory, grade, days);
	next.difficulty = memory->state == FSRS_NEW
				  ? clamp(first_difficulty(grade), 1, 10)
				  : fsrs_next_difficulty(memory->difficulty, grade);
	next.last_us = now_us;
	next.due_us = now_us + next_interval(&next, grade, options);
	return next;
}
