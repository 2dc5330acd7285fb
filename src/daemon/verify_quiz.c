/* SPDX-License-Identifier: MIT */
#include "daemon/verify_quiz.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SEEDS 4 /* orders in which the options are tried */

static int answer_choice(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	for (size_t i = 0; i < ask->n_order; i++) {
		if (card->answers[ask->order[i]].credit == QUIZ_CREDIT_FULL)
			return buffer_printf(value, "%zu", i + 1);
	}
	return -ENOENT;
}

static int answer_several(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ask->n_order; i++) {
		if (card->answers[ask->order[i]].credit > 0)
			r = buffer_printf(value, "%zu ", i + 1);
	}
	return r >= 0 && value->len == 0 ? -ENOENT : r;
}

static int answer_truth(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	(void)ask;
	for (size_t i = 0; i < card->n_answers && i < 2; i++) {
		if (card->answers[i].credit == QUIZ_CREDIT_FULL)
			return buffer_append_string(value, i == 0 ? "true" : "false");
	}
	return -ENOENT;
}

/* A star stands for anything, so also for a letter; "\*" is the star itself. */
static int put_pattern(const char *pattern, struct buffer *value)
{
	int r = 0;

	for (const char *c = pattern; r >= 0 && *c; c++) {
		if (c[0] == '\\' && c[1] == '*')
			r = buffer_append_char(value, *++c);
		else
			r = buffer_append_char(value, *c == '*' ? 'x' : *c);
	}
	return r;
}

static int answer_short(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	(void)ask;
	for (size_t i = 0; i < card->n_answers; i++) {
		if (card->answers[i].credit == QUIZ_CREDIT_FULL)
			return put_pattern(card->answers[i].text, value);
	}
	return -ENOENT;
}

static int answer_number(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	(void)ask;
	for (size_t i = 0; i < card->n_answers; i++) {
		const struct quiz_answer *answer = &card->answers[i];

		if (answer->credit != QUIZ_CREDIT_FULL)
			continue;
		return answer->is_any
			       ? buffer_append_string(value, "1")
			       : buffer_printf(value, "%.17g", answer->low / 2 + answer->high / 2);
	}
	return -ENOENT;
}

static int answer_matching(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ask->n_lefts; i++) {
		const char *match = card->answers[ask->lefts[i]].match;
		size_t k = 0;

		while (k < ask->n_order && strcmp(card->answers[ask->order[k]].match, match) != 0)
			k++;
		r = k < ask->n_order ? buffer_append_char(value, (char)('a' + k)) : -ENOENT;
	}
	return r;
}

static int answer_essay(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value)
{
	(void)card;
	(void)ask;
	return buffer_append_string(value, "a few sentences");
}

static int (*const answers[QUIZ_KIND_COUNT])(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *value) = {
	[QUIZ_CHOICE] = answer_choice,
	[QUIZ_SEVERAL] = answer_several,
	[QUIZ_TRUTH] = answer_truth,
	[QUIZ_SHORT] = answer_short,
	[QUIZ_NUMERIC] = answer_number,
	[QUIZ_MATCHING] = answer_matching,
	[QUIZ_ESSAY] = answer_essay,
};

int quiz_right_answer(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *ret_value)
{
	return answers[card->kind] ? answers[card->kind](card, ask, ret_value) : -ENOENT;
}

/* Many answers fit what only one option says when two options read the same. */
static int verify_card(
	const struct quiz_card *card, uint64_t seed, const char *file, struct report *report)
{
	const struct report_place place = { .file = file, .line = card->line };
	_cleanup_buffer_ struct buffer value = { 0 };
	struct quiz_grade grade;
	struct quiz_ask ask;
	char expected[QUIZ_ERROR_MAX] = "";
	int r;

	quiz_ask_init(&ask, card, seed);
	r = quiz_right_answer(card, &ask, &value);
	if (r == -ENOENT) {
		report_finding(report, &place, "this question has no answer that is all right");
		return 1;
	}
	if (r >= 0)
		r = quiz_grade(card, &ask, value.data, &grade, expected);
	if (r == -ENOMEM)
		return r;
	if (r >= 0 && (grade.result == QUIZ_RIGHT || card->kind == QUIZ_ESSAY))
		return 0;
	report_finding(report, &place, "this question's own right answer '%s' is graded %s%s%s",
		value.data, r < 0 ? "wrong" : quiz_result_name(grade.result),
		expected[0] ? ": " : "", expected);
	return 1;
}

int quiz_verify(const struct quiz *quiz, const char *file, struct report *report)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < quiz->n_cards; i++) {
		if (quiz->cards[i].kind == QUIZ_DESCRIPTION)
			continue;
		r = 0;
		for (uint64_t seed = 0; r == 0 && seed < SEEDS; seed++)
			r = verify_card(&quiz->cards[i], seed, file, report);
	}
	return r < 0 ? r : 0;
}
