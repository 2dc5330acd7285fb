/* SPDX-License-Identifier: MIT */
/* quiz: the questions of a lesson, or all that are due, one after another. */
#include "ctl/asking.h"
#include "ctl/interrupt.h"
#include "ctl/output.h"
#include "ctl/verb_table.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

static int take_cards(
	struct ctl *ctl, const struct rows *rows, bool is_due_list, struct strlist *cards)
{
	for (size_t i = 0; i < rows_count(rows); i++) {
		bool is_wanted = is_due_list ? strcmp(rows_get(rows, i, "KIND"), "question") == 0
					     : ctl->options.all ||
						       strcmp(rows_get(rows, i, "DUE"), "yes") == 0;

		if (is_wanted && strlist_add(cards, rows_get(rows, i, "CARD")) < 0)
			return ctl_fail_errno(ctl, -ENOMEM, NULL);
	}
	return STATUS_OK;
}

static int fetch_cards(struct ctl *ctl, const char *lesson, struct strlist *cards)
{
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_ask_ struct ask ask = { 0 };
	int r;

	ask_word(&ask, lesson ? "QUIZ" : "DUE");
	if (lesson)
		ask_word(&ask, lesson);
	r = ctl_ask_rows(ctl, &ask, &rows);
	return r == STATUS_OK ? take_cards(ctl, &rows, !lesson, cards) : r;
}

static int put_summary(struct asking *asking, size_t n_cards)
{
	struct ctl *ctl = asking->ctl;
	_cleanup_buffer_ struct buffer text = { 0 };
	size_t answered = 0;
	int r;

	for (size_t i = 0; i < ASKING_SKIPPED; i++)
		answered += asking->counts[i];
	r = buffer_printf(&text, "%zu of %zu answered", answered, n_cards);
	if (r >= 0)
		r = asking_put_counts(&text, asking, ": ");
	if (r >= 0)
		r = buffer_append_char(&text, '.');
	return r < 0 ? r : question_put_item(&ctl->text, &ctl->out, "", WRAP_BOLD, text.data);
}

static int finish(struct asking *asking, size_t n_cards)
{
	struct ctl *ctl = asking->ctl;
	bool is_right = asking->counts[ASKING_PARTLY] + asking->counts[ASKING_WRONG] == 0;
	int r;

	keyboard_close(&asking->keyboard);
	if (ctl_is_for_people(ctl))
		r = asking_show(asking, put_summary(asking, n_cards));
	else
		r = ctl_flush(ctl,
			output_things(
				&ctl->text, &ctl->options, asking->results, asking->n_results),
			false);
	return r != STATUS_OK ? r : is_right ? STATUS_OK : STATUS_FAILED;
}

static int ask_all(struct ctl *ctl, const struct strlist *cards)
{
	_cleanup_asking_ struct asking asking;
	int r = interrupt_catch();

	asking_init(&asking, ctl);
	if (r < 0)
		return ctl_fail_errno(ctl, r, NULL);
	r = STATUS_OK;
	for (size_t i = 0; r == STATUS_OK && i < cards->count && !asking.has_left; i++) {
		char place[48];

		(void)snprintf(place, sizeof(place), "%zu of %zu", i + 1, cards->count);
		r = asking_ask_card(&asking, cards->items[i], place);
	}
	ctl->connection.signal = interrupt_signal();
	return r != STATUS_OK && !asking.has_left ? r : finish(&asking, cards->count);
}

int ctl_quiz(struct ctl *ctl, size_t n, char **arguments)
{
	_cleanup_strlist_ struct strlist cards = { 0 };
	const char *lesson = n > 0 ? arguments[0] : NULL;
	int r;

	ctl->object = lesson;
	r = fetch_cards(ctl, lesson, &cards);
	if (r != STATUS_OK)
		return r;
	if (cards.count > 0 || !ctl_is_for_people(ctl))
		return ask_all(ctl, &cards);
	ctl_say(ctl, "No question is due%s%s.", lesson ? " in " : "", lesson ? lesson : "");
	if (lesson)
		ctl_hint(ctl, "practicectl quiz --all %s asks all of them.", lesson);
	return STATUS_OK;
}
