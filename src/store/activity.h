/* SPDX-License-Identifier: MIT */
/*
 * What a learner did on which day, and how far the lessons are, made cheap for somebody with very
 * many attempts: days that were counted once are kept, what is asked is found by index.
 *
 * Whoever practises leaves moments behind: submissions, reviews, hints, starts. Between two of them
 * the learner was active, unless it took longer than ACTIVITY_GAP_MAX_US; what came before the first
 * moment of a sitting nobody knows, and it counts as ACTIVITY_LEAD_US. Errors as in store.h.
 */
#pragma once

#include "store/practice.h"

#define ACTIVITY_GAP_MAX_US (INT64_C(600) * 1000000)
#define ACTIVITY_LEAD_US    (INT64_C(60) * 1000000)
/* So many moments before yesterday, and their days are kept: few learners ever come so far. */
#define ACTIVITY_KEEP_FROM 1000

struct activity_day {
	int64_t day;	  /* as the calendar numbers it */
	int64_t until_us; /* its end */
	uint32_t attempts, reviews;
	uint32_t passed; /* different steps */
	int64_t active_us;
};

/* Days that have anything, oldest first. */
struct activity {
	struct activity_day *days; /* owned */
	size_t n_days;
};
void activity_done(struct activity *activity);
#define _cleanup_activity_ _cleanup_(activity_done)

/* The store knows of no time zone. day_of() grows with time, by one a day. */
struct activity_calendar {
	int64_t now_us;
	int64_t (*day_of)(int64_t at_us);
	int64_t (*day_end)(int64_t at_us);
};

/*
 * May write: the days that it counted. What is written later with an earlier time, by a clock that
 * went back, isn't seen when its day is kept already. -ENOMEM.
 */
int activity_read(struct store *store, int64_t learner, const struct activity_calendar *calendar,
	struct activity *ret_activity);

/* Calls back for each lesson that was ever started; as practice_each(), in the order of their ids. */
struct activity_lesson {
	char lesson[PRACTICE_LESSON_MAX + 1];
	int64_t round;
	bool is_passed;
};
typedef int (*activity_callback)(void *userdata, const struct activity_lesson *lesson);
int activity_each_lesson(
	struct store *store, int64_t learner, activity_callback callback, void *userdata);

/* 1: the step is passed in this round, 0: not; ret_points: the most that an attempt has earned, left alone where there was none. */
int activity_step_points(struct store *store, int64_t learner, const struct activity_lesson *lesson,
	const char *step, uint32_t *ret_points);
