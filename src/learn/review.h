/* SPDX-License-Identifier: MIT */
/* What is reviewed, and how well it went: results become FSRS' grades, and cards an order. */
#pragma once

#include "learn/fsrs.h"
#include "learn/quiz_grade.h"

#include <stddef.h>

/* Right: good; partly: hard; wrong: again. Never easy: a question with options can be right by
 * luck. */
enum fsrs_grade review_grade_question(enum quiz_result result);

/*
 * Of a step that passes, from what went before it since its last review: submissions that failed
 * and hints that were taken count alike. None: easy; up to REVIEW_GOOD_MAX: good; up to
 * REVIEW_HARD_MAX: hard; more: again, it was learned anew.
 */
#define REVIEW_GOOD_MAX 2
#define REVIEW_HARD_MAX 5
enum fsrs_grade review_grade_step(uint32_t fails, uint32_t hints);

/* What an item belongs to: any numbers, the same for what is related. */
struct review_kin {
	uint32_t lesson, topic;
};

/*
 * An order in which related items don't come in a row, as far as there are others to put between:
 * another lesson comes before another topic of the same lesson, and that before the same topic.
 * Otherwise what was first stays first. ret_order: the n indices. 0 or -ENOMEM. Time is n * n: the
 * caller bounds n.
 */
int review_interleave(const struct review_kin *kin, size_t n, size_t *ret_order);
