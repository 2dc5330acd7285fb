/* SPDX-License-Identifier: MIT */
/*
 * Asking and grading a card. Options are shown in an order of their own each time the card is
 * asked, so that the place of the right one tells nothing; the same seed gives the same order
 * again. The shuffle is no secret and begins with the sorted texts: whoever undoes it doesn't learn
 * the file's order, in which the right one often comes first.
 */
#pragma once

#include "base/buffer.h"
#include "learn/quiz.h"

#define QUIZ_VALUE_MAX 4096 /* bytes of an answer as it is given */
#define QUIZ_SHORT_MAX 512  /* of a short one: it is compared with patterns, each by its length */

enum quiz_result {
	QUIZ_RIGHT,
	QUIZ_PARTLY,
	QUIZ_WRONG,
	QUIZ_OPEN, /* an essay: the learner compares and grades */
	QUIZ_RESULT_COUNT,
};
const char *quiz_result_name(enum quiz_result result); /* right partly wrong open */
int quiz_result_from_name(
	const char *name, enum quiz_result *ret_result); /* 0 or -EINVAL; not "open" */

/*
 * What is shown of the answers. Choices: order[0..n_order) are their indices. Matching: order[] are
 * answers whose right sides are shown, each text once; lefts[] those with a left side, in the
 * file's order. Others: none.
 */
struct quiz_ask {
	uint8_t order[QUIZ_ANSWERS_MAX], lefts[QUIZ_ANSWERS_MAX];
	size_t n_order, n_lefts;
};
void quiz_ask_init(struct quiz_ask *ask, const struct quiz_card *card, uint64_t seed);
/* The same before it is shuffled: order[] by the texts that are shown. */
void quiz_ask_sort(struct quiz_ask *ask, const struct quiz_card *card);

struct quiz_grade {
	enum quiz_result result;
	int32_t credit;	 /* 0..QUIZ_CREDIT_FULL */
	uint32_t chosen; /* a bit for each answer that was given; its feedback is for the learner */
};

/*
 * The value in words: of a choice the number of the option as shown, from 1; of several the
 * numbers, or 0 for none; of truth true or false (t, f, yes, no, y, n); a text; a number; of
 * matching a letter for each left side in turn, a being the first right side. 0, -EINVAL with
 * ret_expected: what is expected of a value for this card.
 */
int quiz_grade(const struct quiz_card *card, const struct quiz_ask *ask, const char *value,
	struct quiz_grade *ret_grade, char ret_expected[static QUIZ_ERROR_MAX]);

/* What is right, a line each, as it is shown to people. 0 or -ENOMEM. */
int quiz_solution(const struct quiz_card *card, struct strlist *ret_lines);
