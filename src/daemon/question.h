/* SPDX-License-Identifier: MIT */
/*
 * A question of a lesson, as a learner is asked it now.
 *
 * An ask is named by how often the card was reviewed and by its revision, so an answer to what was
 * shown in another terminal, or before the question or its options were changed, is told instead of
 * graded against other options. Neither the name nor the order of the options depends on what is
 * right.
 */
#pragma once

#include "daemon/call.h"
#include "learn/quiz_grade.h"
#include "store/card.h"

#define QUESTION_ASK_MAX  40
#define QUESTION_CARD_MAX (LESSON_ID_MAX + 1 + CARD_NAME_MAX)

/* A question, and what the learner knows of it. Borrows from the catalog. */
struct question {
	const struct lesson *lesson;
	const struct quiz_card *card;
	int64_t learner;
	struct card_key key;
	struct card known;
	struct quiz_ask ask;
	char ask_name[QUESTION_ASK_MAX];
};

/* Those that return int: a negative one is answered already. */

/* By its name, LESSON#ID. */
int question_find(struct call *call, const char *name, struct question *ret_question);
/* A lesson that has questions. */
int question_find_quiz(struct call *call, const char *name, const struct lesson **ret_lesson);
/* Of a question with lesson, card and learner: the rest. */
int question_read(struct call *call, struct question *question);

/* Related questions have the same. */
uint32_t question_topic(const struct quiz_card *card);

/* LESSON#ID, or LESSON/STEP. */
void question_name_card(char name[static QUESTION_CARD_MAX + 1], const char *lesson,
	enum card_kind kind, const char *card);
