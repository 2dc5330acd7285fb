/* SPDX-License-Identifier: MIT */
/*
 * What stands between { and } of a GIFT question. Its form says of which kind the question is:
 * nothing is an essay, '#' a number, T or F a truth, '~' anywhere a choice, "->" in each answer a
 * matching, all else short answers.
 */
#include "base/parse.h"
#include "learn/quiz_parts.h"

#include <string.h>
#include <strings.h>

/* Answers that begin with = or ~, before it is known what they are. */
struct list {
	size_t at[QUIZ_ANSWERS_MAX];	/* where each stands, */
	size_t arrow[QUIZ_ANSWERS_MAX]; /* where "->" is in its text, */
	enum gift_format format[QUIZ_ANSWERS_MAX];
	size_t n_right, n_arrows; /* with '=', with "->" */
};

static int fail_open(struct quiz_reader *reader, size_t open)
{
	int c = gift_peek(reader);

	if (c < 0)
		return quiz_fail_at(reader, open,
			"this '{' has no '}': expected one before the next blank line");
	return quiz_fail_at(
		reader, reader->at, "'%c' here: expected '}', or '\\%c' for the character", c, c);
}

/* #..., but not the #### of the general feedback. */
static int take_feedback(struct quiz_reader *reader, char **ret_feedback)
{
	_cleanup_free_ char *text = NULL;
	int r;

	gift_skip_space(reader);
	if (gift_is_next(reader, "####") || !gift_take(reader, "#"))
		return 0;
	r = gift_read_text(reader, &text);
	if (r == 0 && *text)
		*ret_feedback = TAKE_PTR(text);
	return r;
}

static int take_end(struct quiz_reader *reader, struct quiz_card *card, size_t open)
{
	_cleanup_free_ char *text = NULL;
	int r;

	gift_skip_space(reader);
	if (gift_take(reader, "####")) {
		r = gift_read_text(reader, &text);
		if (r < 0)
			return r;
		if (*text)
			card->feedback = TAKE_PTR(text);
	}
	return gift_take(reader, "}") ? 0 : fail_open(reader, open);
}

/* %50%, or nothing: "%d" is a text that begins with a percent sign. */
static int take_weight(struct quiz_reader *reader, struct quiz_answer *answer)
{
	const char *start;
	size_t len, room;
	char number[16] = "";
	double percent;
	int r;

	gift_skip_space(reader);
	if (gift_peek(reader) != '%')
		return 0;
	start = reader->text.data + reader->at + 1;
	room = reader->end - reader->at - 1;
	for (len = 0; len < room && len < sizeof(number) - 1 && strchr("-+.0123456789", start[len]);
		len++)
		number[len] = start[len];
	if (len == 0 || len == room || start[len] != '%')
		return 0;
	r = parse_double(number, &percent);
	if (r == -ENOMEM)
		return r;
	if (r < 0 || percent < -100 || percent > 100)
		return quiz_fail_at(reader, reader->at,
			"\"%%%s%%\" is no weight: expected -100 to 100", number);
	answer->credit = (int32_t)(percent * (QUIZ_CREDIT_FULL / 100) + (percent < 0 ? -0.5 : 0.5));
	reader->at += len + 2;
	return 0;
}

/* The mark of the next answer: '=', '~', or 0. */
static int take_mark(struct quiz_reader *reader)
{
	int c;

	gift_skip_space(reader);
	c = gift_peek(reader);
	if (c != '=' && c != '~')
		return 0;
	reader->at++;
	return c;
}

static int read_marked(
	struct quiz_reader *reader, struct quiz_card *card, struct list *list, int mark, size_t at)
{
	size_t i = card->n_answers;
	struct quiz_answer *answer;
	int r = quiz_add_answer(reader, card, at, &answer);

	if (r < 0)
		return r;
	answer->credit = mark == '=' ? QUIZ_CREDIT_FULL : 0;
	list->at[i] = at;
	list->n_right += mark == '=';
	r = take_weight(reader, answer);
	if (r < 0)
		return r;
	list->format[i] = gift_take_format(reader);
	r = gift_read_raw(reader,
		list->format[i] == GIFT_INHERITED ? reader->format : list->format[i], &answer->text,
		&list->arrow[i]);
	if (r < 0)
		return r;
	list->n_arrows += list->arrow[i] != SIZE_MAX;
	return take_feedback(reader, &answer->feedback);
}

static int split_pairs(struct quiz_reader *reader, struct quiz_card *card, const struct list *list)
{
	size_t n_left = 0;

	for (size_t i = 0; i < card->n_answers; i++) {
		struct quiz_answer *answer = &card->answers[i];
		char *left = answer->text, *right;
		size_t end = list->arrow[i];

		if (end == SIZE_MAX)
			return quiz_fail_at(reader, list->at[i],
				"no \"->\" here as in the other answers: expected a pair");
		right = left + end + strlen("->");
		answer->match = strdup(right + strspn(right, " \t\n"));
		if (!answer->match)
			return -ENOMEM;
		while (end > 0 && strchr(" \t\n", left[end - 1]))
			end--;
		left[end] = '\0';
		if (gift_convert(reader, list->format[i], &answer->match) < 0 ||
			gift_convert(reader, list->format[i], &answer->text) < 0)
			return -ENOMEM;
		if (!*answer->match)
			return quiz_fail_at(reader, list->at[i],
				"nothing behind \"->\": expected a right side");
		n_left += *answer->text != '\0';
	}
	if (n_left < 2)
		return quiz_fail_at(
			reader, list->at[0], "only one pair: expected two or more to match");
	card->kind = QUIZ_MATCHING;
	return 0;
}

static int check_short(
	struct quiz_reader *reader, const struct quiz_card *card, const struct list *list)
{
	for (size_t i = 0; i < card->n_answers; i++)
		if (!*card->answers[i].text)
			return quiz_fail_at(
				reader, list->at[i], "an empty answer: expected a text behind '='");
	return 0;
}

static int read_list(struct quiz_reader *reader, struct quiz_card *card, size_t open)
{
	struct list list = { 0 };
	int mark, r = 0;

	while (r == 0 && (mark = take_mark(reader)))
		r = read_marked(reader, card, &list, mark, reader->at - 1);
	if (r == 0)
		r = take_end(reader, card, open);
	if (r < 0)
		return r;
	if (list.n_right == card->n_answers && list.n_arrows > 0 && card->n_answers > 1)
		return split_pairs(reader, card, &list);
	for (size_t i = 0; i < card->n_answers; i++)
		if (gift_convert(reader, list.format[i], &card->answers[i].text) < 0)
			return -ENOMEM;
	if (list.n_right == card->n_answers) {
		card->kind = QUIZ_SHORT;
		return check_short(reader, card, &list);
	}
	card->kind = list.n_right > 0 ? QUIZ_CHOICE : QUIZ_SEVERAL;
	return 0;
}

/* The number before `end` (not included). */
static int parse_part(const char *start, const char *end, double *ret_number)
{
	_cleanup_free_ char *text = NULL;

	while (start < end && *start == ' ')
		start++;
	while (end > start && end[-1] == ' ')
		end--;
	start += start < end && *start == '+';
	text = strndup(start, (size_t)(end - start));
	return text ? parse_double(text, ret_number) : -ENOMEM;
}

/* "v", "v:tolerance" or "min..max"; "*" or nothing is every number. */
static int parse_range(const char *text, struct quiz_answer *answer)
{
	const char *end = text + strlen(text), *dots = strstr(text, ".."),
		   *colon = strchr(text, ':');
	double tolerance = 0;
	int r;

	if (!*text || strcmp(text, "*") == 0) {
		answer->is_any = true;
		return 0;
	}
	if (dots) {
		r = parse_part(text, dots, &answer->low);
		return r < 0 ? r : parse_part(dots + 2, end, &answer->high);
	}
	r = parse_part(text, colon ? colon : end, &answer->low);
	if (r == 0 && colon)
		r = parse_part(colon + 1, end, &tolerance);
	if (r == 0 && tolerance < 0)
		r = -EINVAL;
	answer->high = answer->low + tolerance;
	answer->low -= tolerance;
	return r;
}

static int read_number(struct quiz_reader *reader, struct quiz_card *card, int mark)
{
	_cleanup_free_ char *text = NULL;
	struct quiz_answer *answer;
	size_t at;
	int r = quiz_add_answer(reader, card, reader->at, &answer);

	if (r < 0)
		return r;
	answer->credit = mark == '~' ? 0 : QUIZ_CREDIT_FULL;
	r = take_weight(reader, answer);
	if (r < 0)
		return r;
	gift_skip_space(reader);
	at = reader->at;
	r = gift_read_raw(reader, GIFT_PLAIN, &text, NULL);
	if (r < 0)
		return r;
	r = parse_range(text, answer);
	if (r == -ENOMEM)
		return r;
	if (r < 0 || (!mark && answer->is_any))
		return quiz_fail_at(reader, at,
			"\"%.40s\" is no number: expected N, N:TOLERANCE or LEAST..MOST", text);
	if (answer->low > answer->high)
		return quiz_fail_at(reader, at,
			"\"%.40s\" holds no number: expected the smaller one first", text);
	return take_feedback(reader, &answer->feedback);
}

/* Behind the '#'. */
static int read_numbers(struct quiz_reader *reader, struct quiz_card *card, size_t open)
{
	int r = 0, mark = take_mark(reader);

	card->kind = QUIZ_NUMERIC;
	if (!mark)
		r = read_number(reader, card, 0);
	while (r == 0 && mark) {
		r = read_number(reader, card, mark);
		if (r == 0)
			mark = take_mark(reader);
	}
	return r < 0 ? r : take_end(reader, card, open);
}

static int truth_of(const char *word)
{
	if (strcasecmp(word, "T") == 0 || strcasecmp(word, "TRUE") == 0)
		return 1;
	return strcasecmp(word, "F") == 0 || strcasecmp(word, "FALSE") == 0 ? 0 : -1;
}

/* The first feedback is for whoever is wrong. */
static int read_truth(struct quiz_reader *reader, struct quiz_card *card, size_t at, bool is_true)
{
	struct quiz_answer *answer = NULL;
	int r = 0;

	card->kind = QUIZ_TRUTH;
	for (int i = 0; r == 0 && i < 2; i++) {
		r = quiz_add_answer(reader, card, at, &answer);
		if (r < 0)
			return r;
		answer->credit = (i == 0) == is_true ? QUIZ_CREDIT_FULL : 0;
		answer->text = strdup(i == 0 ? "true" : "false");
		r = answer->text ? 0 : -ENOMEM;
	}
	if (r == 0)
		r = take_feedback(reader, &card->answers[is_true ? 1 : 0].feedback);
	return r < 0 ? r : take_feedback(reader, &card->answers[is_true ? 0 : 1].feedback);
}

/* A word alone: T or F, else the only short answer. */
static int read_word(struct quiz_reader *reader, struct quiz_card *card, size_t open)
{
	_cleanup_free_ char *word = NULL;
	struct quiz_answer *answer;
	size_t at = reader->at;
	int r = gift_read_text(reader, &word);

	if (r < 0)
		return r;
	if (truth_of(word) >= 0) {
		r = read_truth(reader, card, at, truth_of(word) == 1);
		return r < 0 ? r : take_end(reader, card, open);
	}
	if (!*word)
		return fail_open(reader, open);
	r = quiz_add_answer(reader, card, at, &answer);
	if (r < 0)
		return r;
	card->kind = QUIZ_SHORT;
	answer->text = TAKE_PTR(word);
	r = take_feedback(reader, &answer->feedback);
	return r < 0 ? r : take_end(reader, card, open);
}

int gift_read_answers(struct quiz_reader *reader, struct quiz_card *card, size_t open)
{
	int c;

	gift_skip_space(reader);
	c = gift_peek(reader);
	if (c == '}' || gift_is_next(reader, "####")) {
		card->kind = QUIZ_ESSAY;
		return take_end(reader, card, open);
	}
	if (gift_take(reader, "#"))
		return read_numbers(reader, card, open);
	return c == '=' || c == '~' ? read_list(reader, card, open) : read_word(reader, card, open);
}
