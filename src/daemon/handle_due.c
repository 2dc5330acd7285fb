/* SPDX-License-Identifier: MIT */
/* DUE: what is to be reviewed. */
#include "daemon/handle.h"

#include "daemon/duelist.h"
#include "daemon/question.h"
#include "daemon/remember.h"

#include <stdio.h>

static void answer_due_row(struct answer *answer, const struct due_item *item, int64_t now_us)
{
	char name[QUESTION_CARD_MAX + 1], due[ANSWER_TIME_MAX], begun[ANSWER_TIME_MAX], recall[16];
	const struct card *card = &item->card;
	const char *cells[] = { name, card_kind_name(card->kind), item->lesson,
		fsrs_state_name(card->memory.state), answer_format_time(card->memory.due_us, due),
		recall, item->title,
		card->begun_us ? answer_format_time(card->begun_us, begun) : "" };

	question_name_card(name, item->lesson, card->kind, card->name);
	(void)snprintf(
		recall, sizeof(recall), "%.0f", 100 * fsrs_retrievability(&card->memory, now_us));
	answer_row(answer, cells, ARRAY_SIZE(cells));
}

static void answer_due(
	struct call *call, const struct duelist *list, uint32_t limit, int64_t now_us)
{
	static const char *const columns[] = { "CARD", "KIND", "LESSON", "STATE", "DUE", "RECALL",
		"TITLE", "BEGUN" };
	_cleanup_answer_ struct answer answer = { 0 };

	answer_init(&answer, &call->reply);
	answer_row(&answer, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < list->n && i < limit; i++)
		answer_due_row(&answer, &list->items[list->order[i]], now_us);
	answer_send(&answer, &call->reply);
}

void handle_due(struct call *call)
{
	const struct card_when when = remember_when(call_now_us(call));
	_cleanup_free_ struct duelist *list = NULL;
	uint32_t limit = DUELIST_MAX;
	int64_t learner;
	int r;

	if (call_number(call, "limit", call->options[0], 1, DUELIST_MAX, &limit) < 0 ||
		call_learner(call, &learner) < 0)
		return;
	r = duelist_read(call, learner, &when, &list);
	if (r < 0)
		call_fail_store(call, r);
	else
		answer_due(call, list, limit, when.now_us);
}
