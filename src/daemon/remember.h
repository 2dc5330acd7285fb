/* SPDX-License-Identifier: MIT */
/* From a result to the learner's memory: a grade, the scheduler's conclusion, the store. Nothing is
 * asked of the learner. */
#pragma once

#include "daemon/service.h"
#include "learn/quiz_grade.h"
#include "store/card.h"

#define REMEMBER_ANSWER_MAX 256 /* bytes of an answer that are kept in the log; essays: all */

/* A question was answered; answer is NULL when it is the essay that stands open. ret_card: as it is
 * afterwards. As the store says. */
int remember_question(struct service *service, const struct card_key *key,
	const struct quiz_grade *grade, const char *answer, struct card *ret_card);

/*
 * A step was passed by this attempt. The first pass makes it a card. A later one is a review when
 * the step is due and was begun anew, by REVIEW or RESET: the solution of last time passes without
 * any memory. An example, which passes as it is, is never one. As the store says.
 */
int remember_step(struct service *service, int64_t learner, const struct lesson *lesson,
	const struct step *step, int64_t attempt);

/* What is due when. */
struct card_when remember_when(int64_t now_us);
bool remember_is_due(const struct card *card, const struct card_when *when);

/* Answered less than a second ago. Each answer is kept for good, so a card takes one a second. A
 * clock that was set back refuses none. */
bool remember_is_recent(const struct card *card, int64_t now_us);

/* A review of the step was begun and not passed yet. */
bool remember_is_reviewed(
	struct service *service, int64_t learner, const char *lesson, const char *step);
