/* SPDX-License-Identifier: MIT */
/*
 * All that a learner has begun, in two passes over what lies together on disk: a list of ten
 * thousand lessons asks for each of them, and ten thousand questions take ten times as long.
 */
#pragma once

#include "store/practice.h"

struct overview_lesson {
	char lesson[PRACTICE_LESSON_MAX + 1];
	int64_t round;
	enum practice_state state; /* as practice_get() says it */
};

struct overview_step {
	char lesson[PRACTICE_LESSON_MAX + 1];
	int64_t round; /* which may be over */
	char step[PRACTICE_STEP_MAX + 1];
	uint32_t points;
};

/*
 * Each calls back in no order that counts; a non-zero return of the callback stops and is returned.
 * A statement is open meanwhile: a callback leaves the store alone. 0 or as in store.h.
 */
typedef int (*overview_lesson_callback)(void *userdata, const struct overview_lesson *lesson);
int overview_lessons(
	struct store *store, int64_t learner, overview_lesson_callback callback, void *userdata);

/* Steps that were passed. */
typedef int (*overview_step_callback)(void *userdata, const struct overview_step *step);
int overview_steps(
	struct store *store, int64_t learner, overview_step_callback callback, void *userdata);
