/* SPDX-License-Identifier: MIT */
/*
 * QUIZ, ANSWER, DUE. What is right about a card leaves the daemon in the reply to an answer only,
 * and that is sent when the answer is on disk.
 *
 * An ask is named by how often the card was reviewed and by its revision, so an answer to what was
 * shown in another terminal, or before the question or its options were changed, is told instead of
 * graded against other options. Neither the name nor the order of the options depends on what is
 * right. Whoever sends no ask means the current one.
 */
#include "daemon/handle.h"

#include "base/suggest.h"
#include "daemon/remember.h"
#include "learn/random.h"
#include "learn/review.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DUE_MAX	    200 /* rows of DUE: more than anybody reviews in a sitting */
#define ASK_MAX	    40
#define SELF_END    ".self" /* an ask that wants the learner's own grade */
#define CARD_ID_MAX (LESSON_ID_MAX + 1 + CARD_NAME_MAX)

/* A question of a lesson, and what the learner knows of it. */
struct question {
	const struct lesson *lesson;
	const struct quiz_card *card;
	int64_t learner;
	struct card_key key;
	struct card known;
	struct quiz_ask ask;
	char ask_name[ASK_MAX];
};

static void name_card(char name[static CARD_ID_MAX + 1], const char *lesson, enum card_kind kind,
	const char *card)
{
	(void)snprintf(
		name, CARD_ID_MAX + 1, "%s%c%s", lesson, kind == CARD_STEP ? '/' : '#', card);
}

/* A negative return is answered already. */
static int read_known(struct call *call, struct question *question)
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

static int find_quiz(struct call *call, const char *name, const struct lesson **ret_lesson)
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

/* LESSON#ID. A negative return is answered already. */
static int find_question(struct call *call, const char *name, struct question *ret_question)
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
	r = find_quiz(call, lesson, &question->lesson);
	if (r < 0)
		return r;
	question->card = quiz_find(question->lesson->quiz, hash + 1);
	if (!question->card)
		return fail_card(call, question->lesson, hash + 1);
	r = call_learner(call, &question->learner);
	return r < 0 ? r : read_known(call, question);
}

/* QUIZ LESSON */

static uint32_t topic_of(const struct quiz_card *card)
{
	const char *topic = card->tags.count > 0 ? card->tags.items[0] : card->category;
	uint64_t number = 0;

	for (; topic && *topic; topic++)
		number = random_mix(number, (unsigned char)*topic);
	return (uint32_t)number;
}

/* Indices of the questions in the order in which they are asked. 0 or -ENOMEM. */
static int order_questions(const struct quiz *quiz, size_t *ret_order)
{
	struct review_kin kin[QUIZ_CARDS_MAX];
	size_t indices[QUIZ_CARDS_MAX], order[QUIZ_CARDS_MAX], n = 0;
	int r;

	for (size_t i = 0; i < quiz->n_cards; i++)
		if (quiz->cards[i].kind != QUIZ_DESCRIPTION) {
			kin[n] = (struct review_kin){ 0, topic_of(&quiz->cards[i]) };
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
	char name[CARD_ID_MAX + 1];
	const char *cells[] = { name, quiz_kind_name(question->card->kind),
		fsrs_state_name(question->known.memory.state),
		question->known.reviews == 0 || remember_is_due(&question->known, when) ? "yes"
											: "no",
		question->card->title };

	name_card(name, question->lesson->id, CARD_QUESTION, question->card->id);
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
		if (read_known(call, &question) < 0)
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
	char name[CARD_ID_MAX + 1];

	name_card(name, question->lesson->id, CARD_QUESTION, card->id);
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
		if (find_question(call, call->args[0], &question) == 0)
			show_question(call, &question);
		return;
	}
	if (find_quiz(call, call->args[0], &lesson) == 0)
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
	char name[CARD_ID_MAX + 1];

	if (quiz_solution(question->card, &solution) < 0) {
		(void)reply_fail(&call->reply, -ENOMEM);
		return;
	}
	name_card(name, question->lesson->id, CARD_QUESTION, question->card->id);
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
	char name[CARD_ID_MAX + 1];
	int r = card_set_open(call->service->store, &question->key, value, call_now_us(call));

	if (r < 0) {
		call_fail_store(call, r);
		return;
	}
	name_card(name, question->lesson->id, CARD_QUESTION, question->card->id);
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

	if (find_question(call, call->args[0], &question) < 0 ||
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

/* DUE */

struct due_item {
	struct card card;
	const char *lesson, *title; /* the catalog's */
	struct review_kin kin;
};

struct due_list {
	const struct catalog *catalog;
	struct due_item items[DUE_MAX];
	size_t n;
};

/* What the catalog no longer has is not asked; the card keeps its memory for the day when it is
 * back. */
static int take_due(void *userdata, const struct card *card)
{
	struct due_list *list = userdata;
	struct due_item *item = &list->items[list->n];
	const struct lesson *lesson = NULL;
	const struct quiz_card *question;
	const struct step *step;

	if (list->n >= DUE_MAX)
		return 0;
	if (catalog_find(list->catalog, card->lesson, &lesson) != CATALOG_FOUND ||
		strcmp(lesson->id, card->lesson) != 0)
		return 0;
	question = card->kind == CARD_QUESTION ? quiz_find(lesson->quiz, card->name) : NULL;
	step = card->kind == CARD_STEP ? lesson_find_step(lesson, card->name) : NULL;
	if (!question && !step)
		return 0;
	*item = (struct due_item){ .card = *card,
		.lesson = lesson->id,
		.title = step ? step->title : question->title,
		.kin = { random_mix((uintptr_t)lesson, 0) & UINT32_MAX,
			question ? topic_of(question) : (uint32_t)card->id } };
	list->n++;
	return 0;
}

static void answer_due_row(struct answer *answer, const struct due_item *item, int64_t now_us)
{
	char name[CARD_ID_MAX + 1], due[ANSWER_TIME_MAX], recall[16];
	const char *cells[] = { name, card_kind_name(item->card.kind), item->lesson,
		fsrs_state_name(item->card.memory.state),
		answer_format_time(item->card.memory.due_us, due), recall, item->title };

	name_card(name, item->lesson, item->card.kind, item->card.name);
	(void)snprintf(recall, sizeof(recall), "%.0f",
		100 * fsrs_retrievability(&item->card.memory, now_us));
	answer_row(answer, cells, ARRAY_SIZE(cells));
}

static int answer_due(
	struct call *call, const struct due_list *list, uint32_t limit, int64_t now_us)
{
	static const char *const columns[] = { "CARD", "KIND", "LESSON", "STATE", "DUE", "RECALL",
		"TITLE" };
	_cleanup_answer_ struct answer answer = { 0 };
	struct review_kin kin[DUE_MAX];
	size_t order[DUE_MAX];

	for (size_t i = 0; i < list->n; i++)
		kin[i] = list->items[i].kin;
	if (review_interleave(kin, list->n, order) < 0)
		return -ENOMEM;
	answer_init(&answer, &call->reply);
	answer_row(&answer, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < list->n && i < limit; i++)
		answer_due_row(&answer, &list->items[order[i]], now_us);
	answer_send(&answer, &call->reply);
	return 0;
}

void handle_due(struct call *call)
{
	const struct card_when when = remember_when(call_now_us(call));
	_cleanup_free_ struct due_list *list = calloc(1, sizeof(*list));
	uint32_t limit = DUE_MAX;
	int64_t learner;
	int r;

	if (!list) {
		(void)reply_fail(&call->reply, -ENOMEM);
		return;
	}
	if (call_number(call, "limit", call->options[0], 1, DUE_MAX, &limit) < 0 ||
		call_learner(call, &learner) < 0)
		return;
	list->catalog = call->service->catalog;
	/* Some of those that are due may be gone from the catalog: as many again are looked at. */
	r = card_each_due(call->service->store, learner, &when, 10 * DUE_MAX, take_due, list);
	if (r < 0)
		call_fail_store(call, r);
	else if (answer_due(call, list, limit, when.now_us) < 0)
		(void)reply_fail(&call->reply, -ENOMEM);
}
