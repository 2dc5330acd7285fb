/* SPDX-License-Identifier: MIT */
/* A learner's way through one lesson: what the store knows, laid over the lesson's steps. */
#pragma once

#include "daemon/answer.h"
#include "learn/lesson.h"
#include "store/practice.h"

struct progress {
	struct practice practice;
	struct step_progress steps[LESSON_STEPS_MAX]; /* as the lesson's steps */
	uint32_t passed, points;		      /* of the lesson's steps as they are now */
	const struct step
		*next; /* the first that isn't passed; NULL: all are. Borrowed from the lesson */
};

/* 0 or what the store says. Without a row of practice all is new. */
int progress_read(struct store *store, int64_t learner, const struct lesson *lesson,
	struct progress *ret_progress);

const char *progress_step_state(const struct step_progress *step); /* passed, failed, new */

/* "Step=": name, title, points ... TAB separated; is_personal adds attempts and hints taken. */
void progress_answer_steps(struct answer *answer, const struct lesson *lesson,
	const struct progress *progress, bool is_personal);
