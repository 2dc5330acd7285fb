/* SPDX-License-Identifier: MIT */
/*
 * Aiken (https://docs.moodle.org/en/Aiken_format): a question in one line, options "A. text" or "A)
 * text" in a line each, then "ANSWER: A".
 */
#include "learn/quiz_parts.h"

#include <string.h>

/* A line without its end and white space around it. */
struct line {
	const char *text;
	size_t len, at;
};

static struct line trim(const struct quiz_reader *reader, size_t start, size_t end)
{
	const char *text = reader->text.data;

	while (start < end && (unsigned char)text[start] <= ' ')
		start++;
	while (end > start && (unsigned char)text[end - 1] <= ' ')
		end--;
	return (struct line){ text + start, end - start, start };
}

/* "B. " or "B) ": 'B'; 0: no option. */
static int option_letter(const struct line *line)
{
	if (line->len < 3 || line->text[0] < 'A' || line->text[0] > 'Z')
		return 0;
	return (line->text[1] == '.' || line->text[1] == ')') && line->text[2] == ' '
		       ? line->text[0]
		       : 0;
}

static int copy(struct quiz_reader *reader, const struct line *line, size_t skip, char **ret_text)
{
	while (skip < line->len && line->text[skip] == ' ')
		skip++;
	if (line->len - skip > QUIZ_TEXT_MAX)
		return quiz_fail_at(
			reader, line->at, "a text of more than %d bytes", QUIZ_TEXT_MAX);
	*ret_text = strndup(line->text + skip, line->len - skip);
	return *ret_text ? 0 : -ENOMEM;
}

static int add_option(
	struct quiz_reader *reader, struct quiz_card *card, const struct line *line, int letter)
{
	int expected = 'A' + (int)card->n_answers;
	struct quiz_answer *answer;
	int r;

	if (letter != expected)
		return quiz_fail_at(
			reader, line->at, "option %c: expected option %c", letter, expected);
	r = quiz_add_answer(reader, card, line->at, &answer);
	if (r < 0)
		return r;
	answer->credit = 0;
	return copy(reader, line, 2, &answer->text);
}

/* Behind "ANSWER:". */
static int end_card(
	struct quiz_reader *reader, struct quiz_card *card, const struct line *line, size_t start)
{
	size_t i = strlen("ANSWER:");

	while (i < line->len && line->text[i] == ' ')
		i++;
	if (i + 1 != line->len || line->text[i] < 'A' ||
		(size_t)(line->text[i] - 'A') >= card->n_answers)
		return quiz_fail_at(
			reader, line->at + i, "expected the letter of one of the options above");
	card->answers[line->text[i] - 'A'].credit = QUIZ_CREDIT_FULL;
	card->kind = QUIZ_CHOICE;
	return quiz_finish_card(reader, card, start);
}

struct state {
	struct quiz_card *card; /* NULL between questions */
	size_t start;
};

static int take_line(struct quiz_reader *reader, struct state *state, const struct line *line)
{
	bool is_end = line->len >= 7 && memcmp(line->text, "ANSWER:", 7) == 0;
	int letter = option_letter(line);
	int r;

	if (state->card && is_end) {
		r = end_card(reader, state->card, line, state->start);
		state->card = NULL;
		return r;
	}
	if (state->card && letter)
		return add_option(reader, state->card, line, letter);
	if (state->card)
		return quiz_fail_at(reader, line->at, "expected an option such as \"%c. text\"%s",
			'A' + (int)state->card->n_answers,
			state->card->n_answers > 1 ? ", or \"ANSWER: A\"" : "");
	if (is_end || letter)
		return quiz_fail_at(reader, line->at, "expected a question before its options");
	state->start = line->at;
	r = quiz_add_card(reader, line->at, &state->card);
	if (r == 0)
		r = copy(reader, line, 0, &state->card->stem);
	if (r == 0)
		state->card->tail = strdup("");
	return r == 0 && !state->card->tail ? -ENOMEM : r;
}

int aiken_read(struct quiz_reader *reader)
{
	size_t len = reader->text.len, end;
	struct state state = { 0 };
	int r = 0;

	for (size_t at = 0; r == 0 && at < len; at = end + 1) {
		const char *newline = memchr(reader->text.data + at, '\n', len - at);
		struct line line;

		end = newline ? (size_t)(newline - reader->text.data) : len;
		line = trim(reader, at, end);
		if (line.len > 0)
			r = take_line(reader, &state, &line);
	}
	if (r == 0 && state.card)
		r = quiz_fail_at(
			reader, len, "the last question has no end: expected \"ANSWER: A\"");
	return r;
}
