/* SPDX-License-Identifier: MIT */
#include "daemon/duelist.h"

#include "daemon/question.h"
#include "learn/random.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What the catalog no longer has is not asked; the card keeps its memory for the day when it is
 * back. */
static int take_due(void *userdata, const struct card *card)
{
	struct duelist *list = userdata;
	struct due_item *item = &list->items[list->n];
	const struct lesson *lesson = NULL;
	const struct quiz_card *question;
	const struct step *step;

	if (list->n >= DUELIST_MAX)
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

int duelist_read(
	struct call *call, int64_t learner, const struct card_when *when, struct duelist **ret_list)
{
	_cleanup_free_ struct duelist *list = calloc(1, sizeof(*list));
	struct review_kin kin[DUELIST_MAX];
	int r;

	if (!list)
		return -ENOMEM;
	list->catalog = call->service->catalog;
	/* However many of those that are due are gone from the catalog. */
	r = card_each_due(call->service->store, learner, when, UINT32_MAX, take_due, list);
	for (size_t i = 0; r >= 0 && i < list->n; i++)
		kin[i] = list->items[i].kin;
	if (r >= 0)
		r = review_interleave(kin, list->n, list->order);
	if (r >= 0)
		*ret_list = TAKE_PTR(list);
	return r < 0 ? r : 0;
}
