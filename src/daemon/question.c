/* SPDX-License-Identifier: MIT */
#include "daemon/question.h"

#include "base/suggest.h"
#include "learn/random.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void question_name_card(char name[static QUESTION_CARD_MAX + 1], const char *lesson,
	enum card_kind kind, const char *card)
{
	(void)snprintf(
		name, QUESTION_CARD_MAX + 1, "%s%c%s", lesson, kind == CARD_STEP ? '/' : '#', card);
}

int question_read(struct call *call, struct question *question)
{
	uint64_t seed;
	int r;

	question->key = (struct card_key){ question->learner, question->lesson->id, CARD_QUESTION,
		question->card->id };
	r = card_get(call->service->store, &question->key, &question->known);
	if (r < 0) {
		call_fail_store(call, r);
		return r;
	}
	seed = random_mix((uint64_t)question->learner, question->card->revision);
	quiz_ask_init(&question->ask, question->card, random_mix(seed, question->known.reviews));
	(void)snprintf(question->ask_name, sizeof(question->ask_name), "%" PRIu32 ".%08" PRIx32,
		question->known.reviews, question->card->revision);
	return 0;
}

int question_find_quiz(struct call *call, const char *name, const struct lesson **ret_lesson)
{
	const struct lesson *lesson = call_lesson(call, name);

	if (!lesson)
		return -ENOENT;
	if (!lesson->quiz || lesson->quiz->n_questions == 0) {
		(void)reply_error(&call->reply, REPLY_NOTFOUND, "%s has no questions", lesson->id);
		return -ENOENT;
	}
	*ret_lesson = lesson;
	return 0;
}

static int fail_card(struct call *call, const struct lesson *lesson, const char *id)
{
	struct suggest suggest;

	suggest_init(&suggest, id);
	for (size_t i = 0; i < lesson->quiz->n_cards; i++)
		if (lesson->quiz->cards[i].kind != QUIZ_DESCRIPTION)
			suggest_offer(&suggest, lesson->quiz->cards[i].id);
	if (suggest.best)
		(void)reply_error(&call->reply, REPLY_NOTFOUND,
			"no card '%.64s' in %s, did you mean '%s'?", id, lesson->id, suggest.best);
	else
		(void)reply_error(&call->reply, REPLY_NOTFOUND,
			"no card '%.64s' in %s, or none any more: QUIZ %s lists them", id,
			lesson->id, lesson->id);
	return -ENOENT;
}

int question_find(struct call *call, const char *name, struct question *ret_question)
{
	const char *hash = strchr(name, '#');
	_cleanup_free_ char *lesson = NULL;
	struct question *question = ret_question;
	int r;

	*question = (struct question){ 0 };
	if (!hash) {
		(void)reply_error(&call->reply, REPLY_BADARG,
			"'%.64s' is no card: LESSON#ID is expected, as QUIZ LESSON lists them",
			name);
		return -EINVAL;
	}
	lesson = strndup(name, (size_t)(hash - name));
	if (!lesson)
		return reply_fail(&call->reply, -ENOMEM);
	r = question_find_quiz(call, lesson, &question->lesson);
	if (r < 0)
		return r;
	question->card = quiz_find(question->lesson->quiz, hash + 1);
	if (!question->card)
		return fail_card(call, question->lesson, hash + 1);
	r = call_learner(call, &question->learner);
	return r < 0 ? r : question_read(call, question);
}

uint32_t question_topic(const struct quiz_card *card)
{
	const char *topic = card->tags.count > 0 ? card->tags.items[0] : card->category;
	uint64_t number = 0;

	for (; topic && *topic; topic++)
		number = random_mix(number, (unsigned char)*topic);
	return (uint32_t)number;
}
