/* SPDX-License-Identifier: MIT */
/* Quiz files: whatever parses is within the limits and can be asked; reading it twice says the
 * same. The first byte says whether the rest is GIFT or (an 'A') Aiken. */
#include "fuzz.h"

#include "base/text.h"
#include "learn/quiz_grade.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static void check_text(const char *text, size_t max)
{
	size_t len = strlen(text);

	FUZZ_ASSERT(len <= max && text_is_utf8(text, len));
	for (size_t i = 0; i < len;) {
		unsigned point;

		i += text_next(text + i, len - i, &point);
		FUZZ_ASSERT(point == '\n' || point == '\t' || !text_is_control(point));
	}
}

static void check_answer(const struct quiz_card *card, const struct quiz_answer *answer)
{
	FUZZ_ASSERT(answer->credit >= -QUIZ_CREDIT_FULL && answer->credit <= QUIZ_CREDIT_FULL);
	FUZZ_ASSERT((answer->text == NULL) == (card->kind == QUIZ_NUMERIC));
	FUZZ_ASSERT((answer->match != NULL) == (card->kind == QUIZ_MATCHING));
	FUZZ_ASSERT(answer->low <= answer->high);
	if (answer->text)
		check_text(answer->text, QUIZ_TEXT_MAX);
	if (answer->match)
		check_text(answer->match, QUIZ_TEXT_MAX);
	if (answer->feedback)
		check_text(answer->feedback, QUIZ_TEXT_MAX);
}

static void check_asking(const struct quiz_card *card)
{
	static const char *const values[] = { "1", "1 2", "0", "true", "f", "two words", "-0.5",
		"ab", "aab", "*", "" };
	_cleanup_strlist_ struct strlist lines = { 0 };
	struct quiz_ask ask;

	quiz_ask_init(&ask, card, card->revision);
	FUZZ_ASSERT(ask.n_order <= card->n_answers && ask.n_lefts <= card->n_answers);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct quiz_grade grade;
		char expected[QUIZ_ERROR_MAX] = "";
		int r = quiz_grade(card, &ask, values[i], &grade, expected);

		FUZZ_ASSERT(r == 0 || (r == -EINVAL && expected[0]));
		FUZZ_ASSERT(r < 0 || (grade.credit >= 0 && grade.credit <= QUIZ_CREDIT_FULL));
		FUZZ_ASSERT(r < 0 ||
			    (grade.result == QUIZ_RIGHT) == (grade.credit == QUIZ_CREDIT_FULL));
	}
	FUZZ_ASSERT(quiz_solution(card, &lines) == 0);
	FUZZ_ASSERT(lines.count > 0 || card->kind == QUIZ_ESSAY || card->kind == QUIZ_DESCRIPTION);
}

static void check_card(const struct quiz *quiz, const struct quiz_card *card)
{
	FUZZ_ASSERT(quiz_kind_name(card->kind) && card->line > 0);
	FUZZ_ASSERT(*card->id && strlen(card->id) <= QUIZ_ID_MAX);
	FUZZ_ASSERT(card->kind == QUIZ_DESCRIPTION || quiz_find(quiz, card->id) == card);
	FUZZ_ASSERT(card->n_answers <= QUIZ_ANSWERS_MAX && card->tags.count <= QUIZ_TAGS_MAX);
	FUZZ_ASSERT(*card->stem || *card->tail);
	check_text(card->stem, QUIZ_TEXT_MAX);
	check_text(card->tail, QUIZ_TEXT_MAX);
	if (card->title)
		check_text(card->title, QUIZ_TITLE_MAX);
	if (card->category)
		check_text(card->category, QUIZ_CATEGORY_MAX);
	for (size_t i = 0; i < card->n_answers; i++)
		check_answer(card, &card->answers[i]);
	check_asking(card);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *name = size > 0 && data[0] == 'A' ? "quiz.aiken" : "quiz.gift";
	const char *text = size > 0 ? (const char *)data + 1 : "";
	_cleanup_(quiz_freep) struct quiz *quiz = NULL, *again = NULL;
	struct quiz_error error, error_again;
	int r = quiz_parse(name, text, size > 0 ? size - 1 : 0, &quiz, &error);

	FUZZ_ASSERT(r == 0 || r == -EINVAL);
	FUZZ_ASSERT((r == 0) == (error.message[0] == '\0') && (r == 0) == (quiz != NULL));
	FUZZ_ASSERT((r == 0) == (error.line == 0) && (r == 0) == (error.column == 0));
	FUZZ_ASSERT(r == quiz_parse(name, text, size > 0 ? size - 1 : 0, &again, &error_again));
	FUZZ_ASSERT(strcmp(error.message, error_again.message) == 0);
	if (!quiz)
		return 0;
	FUZZ_ASSERT(quiz->n_cards <= QUIZ_CARDS_MAX && quiz->n_questions <= quiz->n_cards);
	for (size_t i = 0; i < quiz->n_cards; i++) {
		check_card(quiz, &quiz->cards[i]);
		FUZZ_ASSERT(quiz->cards[i].revision == again->cards[i].revision);
	}
	return 0;
}
