/* SPDX-License-Identifier: MIT */
/* DUE: what is to be reviewed. */
#include "daemon/handle.h"

#include "daemon/question.h"
#include "daemon/remember.h"
#include "learn/random.h"
#include "learn/review.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DUE_MAX 200 /* rows of DUE: more than anybody reviews in a sitting */

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
		return 1;
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
			question ? question_topic(question) : (uint32_t)card->id } };
	list->n++;
	return 0;
}

static void answer_due_row(struct answer *answer, const struct due_item *item, int64_t now_us)
{
	char name[QUESTION_CARD_MAX + 1], due[ANSWER_TIME_MAX], recall[16];
	const char *cells[] = { name, card_kind_name(item->card.kind), item->lesson,
		fsrs_state_name(item->card.memory.state),
		answer_format_time(item->card.memory.due_us, due), recall, item->title };

	question_name_card(name, item->lesson, item->card.kind, item->card.name);
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
	/* However many of those that are due are gone from the catalog. */
	r = card_each_due(call->service->store, learner, &when, UINT32_MAX, take_due, list);
	if (r < 0)
		call_fail_store(call, r);
	else if (answer_due(call, list, limit, when.now_us) < 0)
		(void)reply_fail(&call->reply, -ENOMEM);
}
