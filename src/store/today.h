/* SPDX-License-Identifier: MIT */
/*
 * A learner's session of a day. It lives here and not in a client, so it can be left at any moment
 * and gone on with at any terminal. A day is named by its end. Errors as in store.h.
 */
#pragma once

#include "store/practice.h"

/* Between two actions so much counts as work at most: whoever thinks longer is thought to have
 * left. */
#define TODAY_GAP_US INT64_C(300000000)

struct today {
	int64_t begun_us, last_us; /* last_us: something was done */
	int64_t active_us;	   /* worked, up to last_us */
	uint32_t minutes;	   /* that are wished */
};

/* 1 found, 0 none that day. */
int today_get(struct store *store, int64_t learner, int64_t ends_us, struct today *ret_today);

/* How long was worked up to now. */
int64_t today_active_us(const struct today *today, int64_t now_us);

/*
 * Begins the session, or goes on with it: time since the last action counts only if it was short.
 * `minutes` is for a new one; with is_wished also for one that there is.
 */
int today_resume(struct store *store, int64_t learner, int64_t ends_us, uint32_t minutes,
	bool is_wished, int64_t now_us);

/* Something was done. Without a session of that day nothing happens; what follows within
 * TODAY_STEP_US may be noted with what comes next. */
#define TODAY_STEP_US INT64_C(10000000)
int today_act(struct store *store, int64_t learner, int64_t ends_us, int64_t now_us);

/* What was reviewed since then, oldest first. A non-zero return stops and is returned; the callback
 * doesn't use the store. */
struct today_review {
	bool is_step, is_first; /* its first one: it was learned */
	char result[16];
};
typedef int (*today_review_callback)(void *userdata, const struct today_review *review);
int today_each_review(struct store *store, int64_t learner, int64_t since_us,
	today_review_callback callback, void *userdata);

/* Steps that were passed for the first time since then, oldest first, at most TODAY_PASSED_MAX. */
#define TODAY_PASSED_MAX 100
typedef int (*today_passed_callback)(void *userdata, const char *lesson, const char *step);
int today_each_passed(struct store *store, int64_t learner, int64_t since_us,
	today_passed_callback callback, void *userdata);

/* How many of a lesson's questions the learner has answered once. */
int today_count_answered(
	struct store *store, int64_t learner, const char *lesson, uint32_t *ret_count);
