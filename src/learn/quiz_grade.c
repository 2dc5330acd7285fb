/* SPDX-License-Identifier: MIT */
#include "learn/quiz_grade.h"

#include "base/parse.h"
#include "learn/random.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const RESULTS[] = { "right", "partly", "wrong", "open" };
_Static_assert(ARRAY_SIZE(RESULTS) == QUIZ_RESULT_COUNT, "a name a result");
_Static_assert(QUIZ_ANSWERS_MAX <= 32, "a bit for each answer");

const char *quiz_result_name(enum quiz_result result)
{
	return (unsigned)result < QUIZ_RESULT_COUNT ? RESULTS[result] : NULL;
}

int quiz_result_from_name(const char *name, enum quiz_result *ret_result)
{
	for (size_t i = 0; i < QUIZ_OPEN; i++)
		if (strcmp(RESULTS[i], name) == 0) {
			*ret_result = (enum quiz_result)i;
			return 0;
		}
	return -EINVAL;
}

static bool has_right_side(
	const struct quiz_card *card, const struct quiz_ask *ask, const char *text)
{
	for (size_t i = 0; i < ask->n_order; i++)
		if (strcmp(card->answers[ask->order[i]].match, text) == 0)
			return true;
	return false;
}

static void shuffle(struct quiz_ask *ask, uint64_t seed)
{
	struct random random = { seed };

	for (size_t i = ask->n_order; i > 1; i--) {
		size_t k = random_below(&random, (uint32_t)i);
		uint8_t kept = ask->order[k];

		ask->order[k] = ask->order[i - 1];
		ask->order[i - 1] = kept;
	}
}

static const char *shown(const struct quiz_card *card, uint8_t index)
{
	const struct quiz_answer *answer = &card->answers[index];

	return card->kind == QUIZ_MATCHING ? answer->match : answer->text;
}

/* Into what is sorted already. */
static void add_shown(struct quiz_ask *ask, const struct quiz_card *card, uint8_t index)
{
	size_t at = ask->n_order++;

	for (; at > 0 && strcmp(shown(card, ask->order[at - 1]), shown(card, index)) > 0; at--)
		ask->order[at] = ask->order[at - 1];
	ask->order[at] = index;
}

void quiz_ask_sort(struct quiz_ask *ask, const struct quiz_card *card)
{
	bool is_choice = card->kind == QUIZ_CHOICE || card->kind == QUIZ_SEVERAL;

	*ask = (struct quiz_ask){ 0 };
	for (size_t i = 0; i < card->n_answers && i < QUIZ_ANSWERS_MAX; i++) {
		if (is_choice || (card->kind == QUIZ_MATCHING &&
					 !has_right_side(card, ask, card->answers[i].match)))
			add_shown(ask, card, (uint8_t)i);
		if (card->kind == QUIZ_MATCHING && *card->answers[i].text)
			ask->lefts[ask->n_lefts++] = (uint8_t)i;
	}
}

void quiz_ask_init(struct quiz_ask *ask, const struct quiz_card *card, uint64_t seed)
{
	quiz_ask_sort(ask, card);
	shuffle(ask, seed);
}

static int __attribute__((format(printf, 2, 3)))
expect(char ret_expected[static QUIZ_ERROR_MAX], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(ret_expected, QUIZ_ERROR_MAX, format, args);
	va_end(args);
	return -EINVAL;
}

static void set_result(struct quiz_grade *grade, int32_t credit)
{
	grade->credit = credit < 0 ? 0 : credit > QUIZ_CREDIT_FULL ? QUIZ_CREDIT_FULL : credit;
	grade->result = grade->credit == QUIZ_CREDIT_FULL ? QUIZ_RIGHT
			: grade->credit > 0		  ? QUIZ_PARTLY
							  : QUIZ_WRONG;
}

static int split(const char *value, struct strlist *ret_words)
{
	char text[QUIZ_VALUE_MAX + 1];

	(void)snprintf(text, sizeof(text), "%s", value);
	for (char *c = text; *c; c++)
		if (*c == ',')
			*c = ' ';
	return strlist_split_words(ret_words, text);
}

/* An option's number as shown, from 1: the answer's index; -EINVAL. */
static int option_of(const struct quiz_ask *ask, const char *word)
{
	uint32_t number;

	if (parse_u32(word, (uint32_t)ask->n_order, &number) < 0 || number == 0)
		return -EINVAL;
	return ask->order[number - 1];
}

static int grade_choice(const struct quiz_card *card, const struct quiz_ask *ask, const char *value,
	struct quiz_grade *grade, char ret_expected[static QUIZ_ERROR_MAX])
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int index;

	if (split(value, &words) < 0)
		return -ENOMEM;
	index = words.count == 1 ? option_of(ask, words.items[0]) : -EINVAL;
	if (index < 0)
		return expect(
			ret_expected, "expected the number of an option, 1 to %zu", ask->n_order);
	grade->chosen = UINT32_C(1) << index;
	set_result(grade, card->answers[index].credit);
	return 0;
}

/* Only all right options and no other are right: whoever ticks all boxes knows nothing. */
static int grade_several(const struct quiz_card *card, const struct quiz_ask *ask,
	const char *value, struct quiz_grade *grade, char ret_expected[static QUIZ_ERROR_MAX])
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int32_t credit = 0;
	bool is_exact = true;

	if (split(value, &words) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < words.count; i++) {
		int index = option_of(ask, words.items[i]);

		if (index < 0 && words.count == 1 && strcmp(words.items[0], "0") == 0)
			break;
		if (index < 0)
			return expect(ret_expected,
				"expected numbers of options, 1 to %zu, or 0 for none",
				ask->n_order);
		grade->chosen |= UINT32_C(1) << index;
	}
	if (words.count == 0)
		return expect(ret_expected, "expected numbers of options, 1 to %zu, or 0 for none",
			ask->n_order);
	for (size_t i = 0; i < card->n_answers; i++) {
		bool is_chosen = grade->chosen >> i & 1;

		credit += is_chosen ? card->answers[i].credit : 0;
		is_exact = is_exact && is_chosen == (card->answers[i].credit > 0);
	}
	set_result(grade, is_exact		      ? QUIZ_CREDIT_FULL
			  : credit < QUIZ_CREDIT_FULL ? credit
						      : QUIZ_CREDIT_FULL / 2);
	return 0;
}

static int grade_truth(const struct quiz_card *card, const char *value, struct quiz_grade *grade,
	char ret_expected[static QUIZ_ERROR_MAX])
{
	static const char *const words[][5] = { { "true", "t", "yes", "y", "1" },
		{ "false", "f", "no", "n", "0" } };

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < ARRAY_SIZE(words[i]); k++)
			if (strcasecmp(value, words[i][k]) == 0) {
				grade->chosen = UINT32_C(1) << i;
				set_result(grade, card->answers[i].credit);
				return 0;
			}
	return expect(ret_expected, "expected true or false");
}

/* The best of the answers that fit, by the first of them: an answer of 100 % may stand before a
 * catch-all. */
static void take_best(
	const struct quiz_card *card, size_t index, struct quiz_grade *grade, int32_t *best)
{
	if (card->answers[index].credit <= *best && grade->chosen)
		return;
	*best = card->answers[index].credit;
	grade->chosen = UINT32_C(1) << index;
	set_result(grade, *best);
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* '*' stands for any bytes, "\*" for the star. In one pass with one way back: never more than the
 * product of both lengths. */
static bool fits(const char *pattern, const char *value)
{
	const char *star = NULL, *resume = NULL;

	while (*value) {
		bool is_escaped = pattern[0] == '\\' && pattern[1] == '*';

		if (*pattern == '*') {
			star = ++pattern;
			resume = value;
		} else if (fold(pattern[is_escaped]) == fold(*value)) {
			pattern += is_escaped + 1;
			value++;
		} else if (star) {
			pattern = star;
			value = ++resume;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

/* White space within is one space, around is none. */
static int tidy(const char *value, struct buffer *ret_text)
{
	_cleanup_strlist_ struct strlist words = { 0 };
	int r = strlist_split_words(&words, value);

	for (size_t i = 0; r == 0 && i < words.count; i++) {
		r = i > 0 ? buffer_append_char(ret_text, ' ') : 0;
		if (r == 0)
			r = buffer_append_string(ret_text, words.items[i]);
	}
	return r;
}

static int grade_short(const struct quiz_card *card, const char *value, struct quiz_grade *grade,
	char ret_expected[static QUIZ_ERROR_MAX])
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int32_t best = 0;

	if (strlen(value) > QUIZ_SHORT_MAX)
		return expect(
			ret_expected, "expected an answer of at most %d bytes", QUIZ_SHORT_MAX);
	if (tidy(value, &text) < 0)
		return -ENOMEM;
	if (text.len == 0)
		return expect(ret_expected, "expected a few words");
	for (size_t i = 0; i < card->n_answers; i++) {
		_cleanup_buffer_ struct buffer pattern = { 0 };

		if (tidy(card->answers[i].text, &pattern) < 0)
			return -ENOMEM;
		if (pattern.data && fits(pattern.data, text.data))
			take_best(card, i, grade, &best);
	}
	return 0;
}

static int grade_number(const struct quiz_card *card, const char *value, struct quiz_grade *grade,
	char ret_expected[static QUIZ_ERROR_MAX])
{
	_cleanup_strlist_ struct strlist words = { 0 };
	double number;
	int32_t best = 0;
	int r = strlist_split_words(&words, value);

	if (r == 0)
		r = words.count == 1
			    ? parse_double(words.items[0] + (words.items[0][0] == '+'), &number)
			    : -EINVAL;
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return expect(ret_expected, "expected a number such as 12 or -0.5");
	for (size_t i = 0; i < card->n_answers; i++) {
		const struct quiz_answer *answer = &card->answers[i];

		if (answer->is_any || (number >= answer->low && number <= answer->high))
			take_best(card, i, grade, &best);
	}
	return 0;
}

/* Letters with or without something between them. */
static int grade_matching(const struct quiz_card *card, const struct quiz_ask *ask,
	const char *value, struct quiz_grade *grade, char ret_expected[static QUIZ_ERROR_MAX])
{
	size_t n = 0, n_right = 0;

	for (const char *c = value; *c; c++) {
		size_t letter = (size_t)(fold(*c) - 'a');

		if (*c == ' ' || *c == ',')
			continue;
		if (fold(*c) < 'a' || letter >= ask->n_order || n >= ask->n_lefts)
			return expect(ret_expected,
				"expected %zu letters, one for each left side in turn",
				ask->n_lefts);
		if (strcmp(card->answers[ask->lefts[n]].match,
			    card->answers[ask->order[letter]].match) == 0) {
			grade->chosen |= UINT32_C(1) << ask->lefts[n];
			n_right++;
		}
		n++;
	}
	if (n != ask->n_lefts)
		return expect(ret_expected, "expected %zu letters, one for each left side in turn",
			ask->n_lefts);
	set_result(grade, (int32_t)((size_t)QUIZ_CREDIT_FULL * n_right / ask->n_lefts));
	return 0;
}

int quiz_grade(const struct quiz_card *card, const struct quiz_ask *ask, const char *value,
	struct quiz_grade *ret_grade, char ret_expected[static QUIZ_ERROR_MAX])
{
	struct quiz_grade grade = { .result = QUIZ_WRONG };
	int r = 0;

	if (strlen(value) > QUIZ_VALUE_MAX)
		return expect(
			ret_expected, "expected an answer of at most %d bytes", QUIZ_VALUE_MAX);
	switch (card->kind) {
	case QUIZ_CHOICE:
		r = grade_choice(card, ask, value, &grade, ret_expected);
		break;
	case QUIZ_SEVERAL:
		r = grade_several(card, ask, value, &grade, ret_expected);
		break;
	case QUIZ_TRUTH:
		r = grade_truth(card, value, &grade, ret_expected);
		break;
	case QUIZ_SHORT:
		r = grade_short(card, value, &grade, ret_expected);
		break;
	case QUIZ_NUMERIC:
		r = grade_number(card, value, &grade, ret_expected);
		break;
	case QUIZ_MATCHING:
		r = grade_matching(card, ask, value, &grade, ret_expected);
		break;
	case QUIZ_ESSAY:
		grade.result = QUIZ_OPEN;
		r = value[strspn(value, " \t\r\n")]
			    ? 0
			    : expect(ret_expected, "expected a few sentences");
		break;
	default:
		r = expect(ret_expected, "a description asks nothing");
	}
	if (r == 0)
		*ret_grade = grade;
	return r;
}

static int add_range(const struct quiz_answer *answer, struct strlist *lines)
{
	char text[96];

	if (answer->low == answer->high)
		(void)snprintf(text, sizeof(text), "%.15g", answer->low);
	else
		(void)snprintf(text, sizeof(text), "%.15g to %.15g", answer->low, answer->high);
	return strlist_add(lines, answer->is_any ? "any number" : text);
}

static int add_pair(const struct quiz_answer *answer, struct strlist *lines)
{
	char *text = NULL;

	if (!*answer->text)
		return 0;
	return asprintf(&text, "%s -> %s", answer->text, answer->match) < 0
		       ? -ENOMEM
		       : strlist_take(lines, text);
}

int quiz_solution(const struct quiz_card *card, struct strlist *ret_lines)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < card->n_answers; i++) {
		const struct quiz_answer *answer = &card->answers[i];

		if (card->kind == QUIZ_MATCHING)
			r = add_pair(answer, ret_lines);
		else if (card->kind == QUIZ_SEVERAL ? answer->credit <= 0
						    : answer->credit < QUIZ_CREDIT_FULL)
			continue;
		else if (card->kind == QUIZ_NUMERIC)
			r = add_range(answer, ret_lines);
		else
			r = strlist_add(ret_lines, answer->text);
	}
	return r;
}
