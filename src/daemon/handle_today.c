/* SPDX-License-Identifier: MIT */
/*
 * TODAY: the session of the day. What was reached since it was begun is counted from the log of
 * reviews and from the attempts; what comes next is what is due, then the questions of lessons that
 * are passed, then the next step.
 */
#include "daemon/handle.h"

#include "daemon/day.h"
#include "daemon/duelist.h"
#include "daemon/question.h"
#include "daemon/remember.h"
#include "daemon/suggestion.h"
#include "store/today.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MINUTES_MAX 1440

struct session {
	struct call *call;
	int64_t learner;
	struct card_when when;
	struct today today;
	struct duelist *due;
	uint32_t right, partly, wrong; /* answers */
	uint32_t reviewed;	       /* steps */
	uint32_t fresh;		       /* questions that were answered for the first time */
	const struct lesson *quiz;     /* with questions that were never asked; NULL: none */
	struct suggestion suggestion;
	struct answer answer;
};

static void session_done(struct session *session)
{
	free(session->due);
	answer_done(&session->answer);
}

static int count_review(void *userdata, const struct today_review *review)
{
	struct session *session = userdata;

	if (review->is_step) {
		session->reviewed += !review->is_first;
		return 0;
	}
	session->fresh += review->is_first;
	*(strcmp(review->result, "right") == 0	       ? &session->right
		: strcmp(review->result, "wrong") == 0 ? &session->wrong
						       : &session->partly) += 1;
	return 0;
}

static const struct lesson *find_lesson(const struct session *session, const char *id)
{
	const struct lesson *lesson = NULL;

	return catalog_find(session->call->service->catalog, id, &lesson) == CATALOG_FOUND &&
			       strcmp(lesson->id, id) == 0
		       ? lesson
		       : NULL;
}

/* The first lesson that is passed and has questions that were never answered. */
static int find_quiz(void *userdata, const char *id, const struct practice *practice)
{
	struct session *session = userdata;
	const struct lesson *lesson = practice->passed_us ? find_lesson(session, id) : NULL;
	uint32_t answered = 0;
	int r;

	if (!lesson || !lesson->quiz || session->quiz)
		return 0;
	r = today_count_answered(session->call->service->store, session->learner, id, &answered);
	if (r == 0 && answered < lesson->quiz->n_questions)
		session->quiz = lesson;
	return r;
}

static int read_all(struct session *session)
{
	struct store *store = session->call->service->store;
	int r = duelist_read(session->call, session->learner, &session->when, &session->due);

	if (r >= 0)
		r = today_each_review(
			store, session->learner, session->today.begun_us, count_review, session);
	if (r >= 0)
		r = practice_each(store, session->learner, find_quiz, session);
	if (r >= 0)
		r = suggestion_find(session->call, session->learner, &session->suggestion);
	return r < 0 ? r : 0;
}

/* ---- the reply */

static int answer_learned(void *userdata, const char *id, const char *name)
{
	struct session *session = userdata;
	const struct lesson *lesson = find_lesson(session, id);
	const struct step *step = lesson ? lesson_find_step(lesson, name) : NULL;

	if (step)
		answer_fieldf(
			&session->answer, "Learned", "card=%s/%s\ttitle=%s", id, name, step->title);
	return 0;
}

static void answer_state(struct session *session)
{
	struct answer *answer = &session->answer;
	int64_t worked = today_active_us(&session->today, session->when.now_us) / 1000000;
	int64_t goal = (int64_t)session->today.minutes * 60;

	answer_time(answer, "Begun", session->today.begun_us);
	answer_number(answer, "Minutes", session->today.minutes);
	answer_number(answer, "Seconds", worked);
	answer_number(answer, "Left", worked < goal ? goal - worked : 0);
	answer_number(answer, "Questions", session->right + session->partly + session->wrong);
	answer_number(answer, "Right", session->right);
	answer_number(answer, "Partly", session->partly);
	answer_number(answer, "Wrong", session->wrong);
	answer_number(answer, "New", session->fresh);
	answer_number(answer, "Reviewed", session->reviewed);
}

/* What is due first: questions, which need no more than this terminal, before steps. */
static const struct due_item *first_due(const struct session *session, enum card_kind kind)
{
	for (size_t i = 0; i < session->due->n; i++) {
		const struct due_item *item = &session->due->items[session->due->order[i]];

		if (item->card.kind == kind)
			return item;
	}
	return NULL;
}

static void answer_next_card(struct session *session, const struct due_item *item)
{
	bool is_step = item->card.kind == CARD_STEP;
	char name[QUESTION_CARD_MAX + 1];

	question_name_card(name, item->lesson, item->card.kind, item->card.name);
	answer_field(&session->answer, "Next", is_step ? "review" : "question");
	answer_field(&session->answer, "Card", name);
	answer_field(&session->answer, "Lesson", item->lesson);
	answer_field(&session->answer, "Step", is_step ? item->card.name : NULL);
	answer_field(&session->answer, "Title", item->title);
	answer_field(&session->answer, "Reason", "it is due");
}

static void answer_next_lesson(struct session *session)
{
	const struct suggestion *next = &session->suggestion;
	const struct lesson *lesson = session->quiz ? session->quiz : next->lesson;

	answer_field(&session->answer, "Next",
		session->quiz ? "quiz"
		: lesson      ? "step"
			      : "nothing");
	answer_field(&session->answer, "Card", NULL);
	answer_field(&session->answer, "Lesson", lesson ? lesson->id : NULL);
	answer_field(
		&session->answer, "Step", !session->quiz && next->step ? next->step->name : NULL);
	answer_field(&session->answer, "Title",
		session->quiz ? lesson->title
		: next->step  ? next->step->title
			      : NULL);
	answer_field(&session->answer, "Reason",
		session->quiz ? "the lesson is passed, its questions are open" : next->reason);
}

static int answer_next(struct session *session)
{
	const struct due_item *item = first_due(session, CARD_QUESTION);
	int64_t next_us = 0;
	int r;

	if (!item)
		item = first_due(session, CARD_STEP);
	if (item)
		answer_next_card(session, item);
	else
		answer_next_lesson(session);
	r = card_next_due(
		session->call->service->store, session->learner, &session->when, &next_us);
	if (r >= 0)
		answer_time(&session->answer, "NextDue", next_us);
	return r;
}

static int answer_all(struct session *session)
{
	size_t steps = 0;
	int r;

	for (size_t i = 0; i < session->due->n; i++)
		steps += session->due->items[i].card.kind == CARD_STEP;
	answer_init(&session->answer, &session->call->reply);
	answer_state(session);
	answer_number(&session->answer, "DueQuestions", (int64_t)(session->due->n - steps));
	answer_number(&session->answer, "DueSteps", (int64_t)steps);
	answer_field(&session->answer, "Quiz", session->quiz ? session->quiz->id : NULL);
	r = today_each_passed(session->call->service->store, session->learner,
		session->today.begun_us, answer_learned, session);
	return r < 0 ? r : answer_next(session);
}

/* A negative return is answered already, or as the store says. */
static int resume(struct session *session)
{
	struct call *call = session->call;
	uint32_t minutes = (uint32_t)call->service->config->minutes;
	int r;

	if (call_number(call, "number of minutes", call->options[0], 1, MINUTES_MAX, &minutes) <
			0 ||
		call_learner(call, &session->learner) < 0)
		return -EINVAL;
	r = today_resume(call->service->store, session->learner, session->when.day_end_us, minutes,
		call->options[0] != NULL, session->when.now_us);
	if (r == 0)
		r = today_get(call->service->store, session->learner, session->when.day_end_us,
			&session->today);
	if (r < 0)
		call_fail_store(call, r);
	return r < 0 ? r : 0;
}

void handle_today(struct call *call)
{
	_cleanup_(session_done) struct session session = { .call = call,
		.when = remember_when(call_now_us(call)) };
	int r;

	if (resume(&session) < 0)
		return;
	r = read_all(&session);
	if (r >= 0)
		r = answer_all(&session);
	if (r < 0)
		call_fail_store(call, r);
	else
		answer_send(&session.answer, &call->reply);
}
