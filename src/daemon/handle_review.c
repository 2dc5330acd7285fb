/* SPDX-License-Identifier: MIT */
/* REVIEW: a step that was passed is written anew. */
#include "daemon/handle.h"

#include "daemon/question.h"
#include "daemon/remember.h"

#include <errno.h>

/* A step, and what the learner knows of it. */
struct review {
	const struct lesson *lesson;
	const struct step *step;
	const struct language *language;
	struct card_key key;
	struct card card;
	bool is_resumed;
};

/* All of these: a negative return is answered already. */

static int find_language(struct call *call, struct review *review)
{
	struct practice practice;
	int r = practice_get(
		call->service->store, review->key.learner, review->lesson->id, &practice);

	if (r < 0) {
		call_fail_store(call, r);
		return r;
	}
	review->language =
		call_ready_language(call, review->lesson, call->options[0], practice.language);
	if (!review->language)
		return -EINVAL;
	if (step_find_language(review->step, review->language->id))
		return 0;
	(void)reply_error(&call->reply, REPLY_STATE, "the step '%s' has no %s", review->step->name,
		review->language->name);
	return -EINVAL;
}

static int find_step(struct call *call, struct review *review)
{
	int r;

	*review = (struct review){ .lesson = call_lesson(call, call->args[0]) };
	if (!review->lesson)
		return -ENOENT;
	review->step = call_step(call, review->lesson, call->args[1]);
	if (!review->step)
		return -ENOENT;
	review->key = (struct card_key){
		.lesson = review->lesson->id, .kind = CARD_STEP, .name = review->step->name
	};
	r = call_learner(call, &review->key.learner);
	if (r < 0)
		return r;
	r = card_get(call->service->store, &review->key, &review->card);
	if (r < 0)
		call_fail_store(call, r);
	return r < 0 ? r : find_language(call, review);
}

static int check_due(struct call *call, const struct review *review)
{
	const struct card_when when = remember_when(call_now_us(call));
	char due[ANSWER_TIME_MAX];

	if (review->is_resumed || remember_is_due(&review->card, &when))
		return 0;
	if (review->step->is_example)
		(void)reply_error(&call->reply, REPLY_STATE,
			"the step '%s' is an example, there is nothing to review",
			review->step->name);
	else if (review->card.reviews == 0)
		(void)reply_error(&call->reply, REPLY_STATE,
			"the step '%s' was not passed yet: CHECK %s step=%s", review->step->name,
			review->lesson->id, review->step->name);
	else
		(void)reply_error(&call->reply, REPLY_STATE,
			"the step '%s' is not due before %s: DUE lists what is", review->step->name,
			answer_format_time(review->card.memory.due_us, due));
	return -EINVAL;
}

static int begin(struct call *call, struct review *review)
{
	int r;

	if (review->is_resumed)
		return 0;
	review->card.begun_us = call_now_us(call);
	r = card_begin_review(call->service->store, &review->key, review->card.begun_us);
	if (r < 0)
		call_fail_store(call, r);
	return r;
}

static void tell(struct call *call, const struct review *review)
{
	_cleanup_answer_ struct answer answer = { 0 };
	char name[QUESTION_CARD_MAX + 1];
	uint32_t fails, hints;
	int r = card_count_trouble(
		call->service->store, &review->key, review->card.begun_us - 1, &fails, &hints);

	if (r < 0) {
		call_fail_store(call, r);
		return;
	}
	question_name_card(name, review->lesson->id, CARD_STEP, review->step->name);
	answer_init(&answer, &call->reply);
	answer_field(&answer, "Card", name);
	answer_field(&answer, "Lesson", review->lesson->id);
	answer_field(&answer, "Step", review->step->name);
	answer_field(&answer, "Title", review->step->title);
	answer_field(&answer, "Language", review->language->id);
	answer_time(&answer, "Begun", review->card.begun_us);
	answer_field(&answer, "Resumed", review->is_resumed ? "yes" : "no");
	answer_number(&answer, "Fails", fails);
	answer_number(&answer, "Hints", hints);
	answer_send(&answer, &call->reply);
}

void handle_review(struct call *call)
{
	struct review review;

	if (find_step(call, &review) < 0)
		return;
	review.is_resumed = review.card.begun_us != 0;
	if (check_due(call, &review) == 0 && begin(call, &review) == 0)
		tell(call, &review);
}
