/* SPDX-License-Identifier: MIT */
/*
 * FSRS-6, the Free Spaced Repetition Scheduler: when to ask a card again so that it is remembered
 * with a wished probability. Formulas, default weights, learning steps and the fuzz are those of
 * the Open Spaced Repetition projects (https://github.com/open-spaced-repetition; py-fsrs 6 is the
 * reference where they differ in detail); no code is theirs. No clock, no store: time comes in, a
 * new memory goes out.
 *
 * Stability S is the days after which a card is remembered with a probability of 0.9; difficulty D
 * goes from 1 to 10. A new card is asked again after one minute and ten minutes before days begin
 * to count; a forgotten one after ten minutes.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Kept with each review: a later model starts from the log, and knows what wrote it. */
#define FSRS_MODEL "fsrs-6"

#define FSRS_WEIGHTS	   21
#define FSRS_STABILITY_MIN 0.001
#define FSRS_STABILITY_MAX 36500.0
#define FSRS_INTERVAL_MAX  36500 /* days */
#define FSRS_RETENTION	   0.9
#define FSRS_RETENTION_MIN 0.70
#define FSRS_RETENTION_MAX 0.99

enum fsrs_grade { FSRS_AGAIN = 1, FSRS_HARD, FSRS_GOOD, FSRS_EASY };

enum fsrs_state { FSRS_NEW, FSRS_LEARNING, FSRS_REVIEW, FSRS_RELEARNING, FSRS_STATE_COUNT };
const char *fsrs_state_name(enum fsrs_state state); /* new learning review relearning */
int fsrs_state_from_name(const char *name, enum fsrs_state *ret_state); /* 0 or -EINVAL */

struct fsrs_memory {
	enum fsrs_state state;
	uint32_t step;		      /* of learning or relearning, from 0 */
	double stability, difficulty; /* 0 while new */
	int64_t last_us, due_us;      /* since the epoch; 0 while new */
};

struct fsrs_options {
	double retention; /* that is wished: FSRS_RETENTION_MIN..MAX */
	bool has_fuzz;	  /* days are varied a little, so that cards learned together part */
	uint64_t seed;	  /* of the fuzz: the same one, the same days */
};

/* The memory after a review at that time. A clock that went back counts as the same day. */
struct fsrs_memory fsrs_review(const struct fsrs_memory *memory, enum fsrs_grade grade,
	int64_t now_us, const struct fsrs_options *options);

/* The probability that it is remembered; 0 for a new card. */
double fsrs_retrievability(const struct fsrs_memory *memory, int64_t now_us);

/* The parts, for who wants to look at them alone. days: whole days since the last review. */
double fsrs_forgetting(double days, double stability);
uint32_t fsrs_interval_days(double stability, double retention);
double fsrs_next_stability(const struct fsrs_memory *memory, enum fsrs_grade grade, int64_t days);
double fsrs_next_difficulty(double difficulty, enum fsrs_grade grade);
/* The least and the most days that the fuzz may make of an interval. */
void fsrs_fuzz_range(uint32_t days, uint32_t *ret_least, uint32_t *ret_most);
