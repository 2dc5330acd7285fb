/* SPDX-License-Identifier: MIT */
/*
 * QUIZ, ANSWER. What is right about a card leaves the daemon in the reply to an answer only, and
 * that is sent when the answer is on disk. Whoever sends no ask means the current one.
 */
#include "daemon/handle.h"

#include "daemon/question.h"
#include "daemon/remember.h"
#include "learn/random.h"
#include "learn/review.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SELF_END ".self" /* an ask that wants the learner's own grade */

/* QUIZ LESSON */

/* Indices of the questions in the order in which they are asked. 0 or -ENOMEM. */
static int order_questions(const struct quiz *quiz, size_t *ret_order)
{
	struct review_kin kin[QUIZ_CARDS_MAX];
	size_t indices[QUIZ_CARDS_MAX], order[QUIZ_CARDS_MAX], n = 0;
	int r;

	for (size_t i = 0; i < quiz->n_cards; i++)
		if (quiz->cards[i].kind != QUIZ_DESCRIPTION) {
			kin[n] = (struct review_kin){ 0, question_topic(&quiz->cards[i]) };
			indices[n++] = i;
		}
	r = review_interleave(kin, n, order);
	for (size_t i = 0; r == 0 && i < n; i++)
		ret_order[i] = indices[order[i]];
	return r;
}

static void answer_question_row(
	struct answer *answer, const struct question *question, const struct card_when *when)
{
	char name[QUESTION_CARD_MAX + 1];
	const char *cells[] = { name, quiz_kind_name(question->card->kind),
		fsrs_state_name(question->known.memory.state),
		question->known.reviews == 0 || remember_is_due(&question->known, when) ? "yes"
											: "no",
		question->card->title };

	question_name_card(name, question->lesson->id, CARD_QUESTION, question->card->id);
	answer_row(answer, cells, ARRAY_SIZE(cells));
}

static void list_questions(struct call *call, const struct lesson *lesson)
{
	static const char *const columns[] = { "CARD", "KIND", "STATE", "DUE", "TITLE" };
	const struct card_when when = remember_when(call_now_us(call));
	_cleanup_answer_ struct answer answer = { 0 };
	struct question question = { .lesson = lesson };
	size_t order[QUIZ_CARDS_MAX];

	if (call_learner(call, &question.learner) < 0)
		return;
	if (order_questions(lesson->quiz, order) < 0) {
		(void)reply_fail(&call->reply, -ENOMEM);
		return;
	}
	answer_init(&answer, &call->reply);
	answer_row(&answer, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < lesson->quiz->n_questions; i++) {
		question.card = &lesson->quiz->cards[order[i]];
		if (question_read(call, &question) < 0)
			return;
		answer_question_row(&answer, &question, &when);
	}
	answer_send(&answer, &call->reply);
}

/* QUIZ CARD: nothing but what may be seen before the answer. */

/* What an author wrote above the question: the descriptions since the question before. */
static void answer_descriptions(
	struct answer *answer, const struct quiz *quiz, const struct quiz_card *card)
{
	const struct quiz_card *first = card;

	while (first > quiz->cards && first[-1].kind == QUIZ_DESCRIPTION)
		first--;
	for (; first < card; first++)
		answer_field(answer, "Above", first->stem);
}

static void answer_options(struct answer *answer, const struct question *question)
{
	const struct quiz_answer *answers = question->card->answers;
	bool is_matching = question->card->kind == QUIZ_MATCHING;

	for (size_t i = 0; i < question->ask.n_lefts; i++)
		answer_field(answer, "Left", answers[question->ask.lefts[i]].text);
	for (size_t i = 0; i < question->ask.n_order; i++) {
		const struct quiz_answer *one = &answers[question->ask.order[i]];

		answer_field(answer, "Option", is_matching ? one->match : one->text);
	}
}

static void show_question(struct call *call, const struct question *question)
{
	_cleanup_answer_ struct answer answer = { 0 };
	const struct quiz_card *card = question->card;
	char name[QUESTION_CARD_MAX + 1];

	question_name_card(name, question->lesson->id, CARD_QUESTION, card->id);
	answer_init(&answer, &call->reply);
	answer_field(&answer, "Card", name);
	answer_field(&answer, "Ask", question->ask_name);
	answer_field(&answer, "Lesson", question->lesson->id);
	answer_field(&answer, "Kind", quiz_kind_name(card->kind));
	answer_field(&answer, "State", fsrs_state_name(question->known.memory.state));
	answer_field(&answer, "Title", card->title);
	answer_field(&answer, "Format", card->is_markdown ? "markdown" : "plain");
	answer_descriptions(&answer, question->lesson->quiz, card);
	answer_field(&answer, "Text", card->stem);
	if (card->has_gap)
		answer_field(&answer, "Tail", card->tail);
	answer_options(&answer, question);
	answer_send(&answer, &call->reply);
}

void handle_quiz(struct call *call)
{
	const struct lesson *lesson;
	struct question question;

	if (strchr(call->args[0], '#')) {
		if (question_find(call, call->args[0], &question) == 0)
			show_question(call, &question);
		return;
	}
	if (question_find_quiz(call, call->args[0], &lesson) == 0)
		list_questions(call, lesson);
}

/* ANSWER */

static void answer_feedback(
	struct answer *answer, const struct quiz_card *card, const struct quiz_grade *grade)
{
	for (size_t i = 0; i < card->n_answers; i++)
		if (grade->chosen >> i & 1 && card->answers[i].feedback)
			answer_field(answer, "Feedback", card->answers[i].feedback);
	if (card->feedback)
		answer_field(answer, "General", card->feedback);
}

static void tell_result(struct call *call, const struct question *question,
	const struct quiz_grade *grade, const struct card *after)
{
	_cleanup_strlist_ struct strlist solution = { 0 };
	_cleanup_answer_ struct answer answer = { 0 };
	char name[QUESTION_CARD_MAX + 1];

	if (quiz_solution(question->card, &solution) < 0) {
		(void)reply_fail(&call->reply, -ENOMEM);
		return;
	}
	question_name_card(name, question->lesson->id, CARD_QUESTION, question->card->id);
	answer_init(&answer, &call->reply);
	answer_field(&answer, "Card", name);
	answer_field(&answer, "Result", quiz_result_name(grade->result));
	answer_number(&answer, "Credit", grade->credit / (QUIZ_CREDIT_FULL / 100));
	answer_fields(&answer, "Solution", &solution);
	answer_feedback(&answer, question->card, grade);
	answer_field(&answer, "State", fsrs_state_name(after->memory.state));
	answer_time(&answer, "Due", after->memory.due_us);
	answer_send(&answer, &call->reply);
}

/* The reference answer comes after the learner's own is kept; the grade comes with another ANSWER.
 */
static void open_essay(struct call *call, struct question *question, const struct quiz_grade *grade,
	const char *value)
{
	_cleanup_answer_ struct answer answer = { 0 };
	char name[QUESTION_CARD_MAX + 1];
	int r = card_set_open(call->service->store, &question->key, value, call_now_us(call));

	if (r < 0) {
		call_fail_store(call, r);
		return;
	}
	question_name_card(name, question->lesson->id, CARD_QUESTION, question->card->id);
	answer_init(&answer, &call->reply);
	answer_field(&answer, "Card", name);
	answer_field(&answer, "Result", quiz_result_name(grade->result));
	answer_fieldf(&answer, "Ask", "%s" SELF_END, question->ask_name);
	answer_feedback(&answer, question->card, grade);
	answer_send(&answer, &call->reply);
}

static bool ends_self(const char *ask)
{
	size_t len = strlen(ask);

	return len >= strlen(SELF_END) && strcmp(ask + len - strlen(SELF_END), SELF_END) == 0;
}

/* Whether the answer is to what the card asks now. */
static bool check_ask(
	struct call *call, const struct question *question, const char *ask, bool is_self)
{
	size_t len = strlen(question->ask_name);
	bool is_open = question->card->kind == QUIZ_ESSAY && question->known.is_open;

	if (!ask ||
		(strncmp(ask, question->ask_name, len) == 0 &&
			(is_self ? is_open && strcmp(ask + len, SELF_END) == 0 : ask[len] == '\0')))
		return true;
	(void)reply_error(&call->reply, REPLY_STATE,
		"%s#%s was answered or changed since it was asked: QUIZ %s#%s asks it again",
		question->lesson->id, question->card->id, question->lesson->id, question->card->id);
	return false;
}

static bool check_pace(struct call *call, const struct question *question)
{
	if (!remember_is_recent(&question->known, call_now_us(call)))
		return true;
	(void)reply_error(&call->reply, REPLY_LIMIT,
		"%s#%s was answered a moment ago: try again in a second", question->lesson->id,
		question->card->id);
	return false;
}

/* A negative return is answered already. */
static int grade_value(struct call *call, const struct question *question, const char *value,
	bool is_self, struct quiz_grade *ret_grade)
{
	static const int32_t credits[] = { [QUIZ_RIGHT] = QUIZ_CREDIT_FULL,
		[QUIZ_PARTLY] = QUIZ_CREDIT_FULL / 2,
		[QUIZ_WRONG] = 0 };
	char expected[QUIZ_ERROR_MAX] = "expected right, partly or wrong";
	int r;

	*ret_grade = (struct quiz_grade){ 0 };
	if (is_self) {
		r = quiz_result_from_name(value, &ret_grade->result);
		if (r == 0)
			ret_grade->credit = credits[ret_grade->result];
	} else {
		r = quiz_grade(question->card, &question->ask, value, ret_grade, expected);
	}
	if (r == -EINVAL)
		(void)reply_error(&call->reply, REPLY_BADARG, "'%.64s' is no answer here: %s",
			value, expected);
	else if (r < 0)
		(void)reply_fail(&call->reply, r);
	return r;
}

void handle_answer(struct call *call)
{
	const char *value = call->args[1], *ask = call->n_args > 2 ? call->args[2] : NULL;
	struct question question;
	struct quiz_grade grade;
	struct card after;
	bool is_self = ask && ends_self(ask);
	int r;

	if (question_find(call, call->args[0], &question) < 0 ||
		!check_ask(call, &question, ask, is_self) ||
		(!is_self && !check_pace(call, &question)) ||
		grade_value(call, &question, value, is_self, &grade) < 0)
		return;
	if (grade.result == QUIZ_OPEN) {
		open_essay(call, &question, &grade, value);
		return;
	}
	r = remember_question(call->service, &question.key, &grade, is_self ? NULL : value, &after);
	if (r < 0)
		call_fail_store(call, r);
	else
		tell_result(call, &question, &grade, &after);
}
