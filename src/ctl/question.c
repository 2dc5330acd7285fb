/* SPDX-License-Identifier: MIT */
#include "ctl/question.h"

#include "base/parse.h"
#include "base/text.h"
#include "ctl/markdown.h"
#include "ctl/wrap.h"

#include <stdio.h>
#include <string.h>

#define GAP "_____"

static const char *const truths[] = { "true", "false", NULL };

static enum question_kind kind_of(const char *name)
{
	static const struct {
		const char *name;
		enum question_kind kind;
	} kinds[] = { { "choice", QUESTION_ONE }, { "several", QUESTION_SEVERAL },
		{ "truth", QUESTION_TRUTH }, { "matching", QUESTION_PAIRS } };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return kinds[i].kind;
	return QUESTION_WORDS;
}

static size_t gather(const struct thing *thing, const char *key, const char **ret_values)
{
	size_t n = 0, position = 0;
	const char *value;

	while (n < QUESTION_ANSWERS_MAX && (value = thing_next(thing, key, &position)))
		ret_values[n++] = value;
	return n;
}

void question_init(struct question *question, const struct thing *thing)
{
	*question = (struct question){ .thing = thing, .kind = kind_of(thing_get(thing, "Kind")) };
	question->n_options = gather(thing, "Option", question->options);
	question->n_lefts = gather(thing, "Left", question->lefts);
	if (question->kind == QUESTION_TRUTH)
		for (question->n_options = 0; truths[question->n_options]; question->n_options++)
			question->options[question->n_options] = truths[question->n_options];
}

void question_init_options(struct question *question, const char *const *options)
{
	*question = (struct question){ .kind = QUESTION_ONE };
	for (; options[question->n_options]; question->n_options++)
		question->options[question->n_options] = options[question->n_options];
}

void question_done(struct question *question)
{
	buffer_done(&question->words);
}

/* ---- drawing */

/* Text with a prefix before its first line, and as many spaces before the others. */
int question_put_item(struct buffer *out, const struct term *term, const char *prefix,
	unsigned styles, const char *text)
{
	_cleanup_buffer_ struct buffer marked = { 0 }, rest = { 0 };
	size_t width = text_width(prefix, strlen(prefix));
	const struct wrap measure = {
		.columns = term->columns < WRAP_MEASURE ? term->columns : WRAP_MEASURE,
		.first = prefix,
		.first_width = width,
		.rest_width = width,
	};
	struct wrap wrap = measure;
	int r = term_pad(&rest, width);

	if (r >= 0)
		r = wrap_mark(&marked, styles);
	if (r >= 0)
		r = text_sanitize(&marked, text, strlen(text));
	if (r >= 0)
		r = wrap_mark(&marked, 0);
	if (r < 0)
		return r;
	wrap.rest = rest.data ? rest.data : "";
	return wrap_append(out, term, &wrap, marked.data, marked.len);
}

static int put_text(struct buffer *out, const struct term *term, const struct question *question,
	const char *text)
{
	if (strcmp(thing_get(question->thing, "Format"), "markdown") == 0)
		return markdown_render(out, term, text, strlen(text));
	return question_put_item(out, term, "", 0, text);
}

static int put_stem(struct buffer *out, const struct term *term, const struct question *question)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	const char *stem = thing_get(question->thing, "Text"),
		   *tail = thing_get(question->thing, "Tail");
	int r = buffer_append_string(&text, stem);

	if (r >= 0 && *tail)
		r = buffer_printf(&text, "%s" GAP " %s", *stem ? " " : "", tail);
	return r < 0 ? r : put_text(out, term, question, text.data);
}

int question_put_head(struct buffer *out, const struct term *term, const struct question *question,
	const char *place)
{
	_cleanup_buffer_ struct buffer title = { 0 };
	const char *name = thing_get(question->thing, "Title"), *above;
	size_t position = 0;
	int r = buffer_printf(&title, "%s%s%s", place ? place : "",
		place && *name ? (term->has_utf8 ? " · " : " - ") : "", name);

	if (r >= 0 && title.len > 0)
		r = question_put_item(out, term, "", WRAP_BOLD, title.data);
	while (r >= 0 && (above = thing_next(question->thing, "Above", &position))) {
		r = put_text(out, term, question, above);
		if (r >= 0)
			r = buffer_append_char(out, '\n');
	}
	return r < 0 ? r : put_stem(out, term, question);
}

static int put_options(struct buffer *out, const struct term *term, const struct question *question,
	enum question_look look)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < question->n_options; i++) {
		bool is_at = look != QUESTION_LISTED && question->cursor == i,
		     is_chosen = question->chosen >> i & 1;
		char prefix[24];

		(void)snprintf(prefix, sizeof(prefix), "%s %s%2zu  ", is_at ? ">" : " ",
			question->kind != QUESTION_SEVERAL || look == QUESTION_LISTED ? ""
			: is_chosen						      ? "[x] "
										      : "[ ] ",
			i + 1);
		r = question_put_item(
			out, term, prefix, is_at ? WRAP_BOLD : 0, question->options[i]);
	}
	return r;
}

static int put_pairs(struct buffer *out, const struct term *term, const struct question *question,
	enum question_look look)
{
	char prefix[24];
	int r = 0;

	for (size_t i = 0; r >= 0 && i < question->n_lefts; i++) {
		bool is_at = look == QUESTION_KEYED && question->cursor == i;

		(void)snprintf(prefix, sizeof(prefix), "%s [%c]  ", is_at ? ">" : " ",
			question->letters[i] ? question->letters[i] : ' ');
		r = question_put_item(out, term, prefix, is_at ? WRAP_BOLD : 0, question->lefts[i]);
	}
	if (r >= 0)
		r = buffer_append_char(out, '\n');
	for (size_t i = 0; r >= 0 && i < question->n_options; i++) {
		(void)snprintf(prefix, sizeof(prefix), "   %c   ", (char)('a' + i));
		r = question_put_item(out, term, prefix, 0, question->options[i]);
	}
	return r;
}

/* The end of what is entered, as far as it fits: the cursor of the terminal stands behind it. */
static int put_words(struct buffer *out, const struct term *term, const struct question *question,
	enum question_look look)
{
	const char *words = question->words.data ? question->words.data : "";
	size_t len = question->words.len, room = term->columns - 4;
	unsigned point;

	while (text_width(words, len) > room) {
		size_t used = text_next(words, len, &point);

		words += used;
		len -= used;
	}
	return buffer_printf(out, "> %.*s%s\n", (int)len, words, look == QUESTION_KEYED ? "_" : "");
}

static const char *keys_of(const struct question *question)
{
	switch (question->kind) {
	case QUESTION_ONE:
		return "Arrows or a digit, then Enter. Esc skips, Ctrl-C leaves.";
	case QUESTION_SEVERAL:
		return "Space or a digit marks, Enter answers. Esc skips, Ctrl-C leaves.";
	case QUESTION_TRUTH:
		return "y or n, or arrows and Enter. Esc skips, Ctrl-C leaves.";
	case QUESTION_PAIRS:
		if (question->is_short)
			return "A letter is missing. Esc skips, Ctrl-C leaves.";
		return "A letter for each line, then Enter. Esc skips, Ctrl-C leaves.";
	default:
		return "Type, then Enter. Esc skips, Ctrl-C leaves.";
	}
}

int question_put_body(struct buffer *out, const struct term *term, const struct question *question,
	enum question_look look)
{
	int r = 0;

	if (question->kind == QUESTION_PAIRS)
		r = put_pairs(out, term, question, look);
	else if (question->kind != QUESTION_WORDS)
		r = put_options(out, term, question, look);
	else if (look != QUESTION_LISTED)
		r = put_words(out, term, question, look);
	if (r < 0 || look != QUESTION_KEYED)
		return r;
	return question_put_item(
		out, term, "", question->is_short ? WRAP_BOLD : WRAP_DIM, keys_of(question));
}

/* ---- keys */

static size_t count_lines(const struct question *question)
{
	return question->kind == QUESTION_PAIRS ? question->n_lefts : question->n_options;
}

static void move(struct question *question, int by)
{
	size_t n = count_lines(question);

	if (by < 0 && question->cursor > 0)
		question->cursor--;
	if (by > 0 && question->cursor + 1 < n)
		question->cursor++;
}

static bool is_complete(const struct question *question)
{
	for (size_t i = 0; question->kind == QUESTION_PAIRS && i < question->n_lefts; i++)
		if (!question->letters[i])
			return false;
	return question->kind != QUESTION_WORDS || question->words.len > 0;
}

/* A number that was typed: its digit is the option, where there are not more than nine of them. */
static void take_digit(struct question *question, char c)
{
	size_t index = (size_t)(c - '1');

	if (c < '1' || c > '9' || index >= question->n_options)
		return;
	question->cursor = index;
	if (question->kind == QUESTION_SEVERAL)
		question->chosen ^= UINT32_C(1) << index;
}

static void take_letter(struct question *question, char c)
{
	c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	if (c < 'a' || (size_t)(c - 'a') >= question->n_options)
		return;
	question->letters[question->cursor] = c;
	move(question, 1);
}

static int take_truth(struct question *question, char c)
{
	static const char keys[] = "yYtTnNfF";
	const char *found = c ? strchr(keys, c) : NULL;

	if (!found) {
		take_digit(question, c);
		return QUESTION_STAY;
	}
	question->cursor = found - keys < 4 ? 0 : 1;
	return QUESTION_ANSWERED;
}

static int take_text(struct question *question, const char *text)
{
	switch (question->kind) {
	case QUESTION_TRUTH:
		return take_truth(question, *text);
	case QUESTION_PAIRS:
		take_letter(question, *text);
		return QUESTION_STAY;
	case QUESTION_WORDS:
		if (question->words.len + strlen(text) > QUESTION_TEXT_MAX)
			return QUESTION_STAY;
		return buffer_append_string(&question->words, text) < 0 ? -ENOMEM : QUESTION_STAY;
	default:
		if (*text == ' ' && question->kind == QUESTION_SEVERAL)
			question->chosen ^= UINT32_C(1) << question->cursor;
		take_digit(question, *text);
		return QUESTION_STAY;
	}
}

static void erase_last(struct question *question)
{
	const char *words = question->words.data;
	size_t len = question->words.len;

	if (question->kind == QUESTION_PAIRS) {
		if (!question->letters[question->cursor])
			move(question, -1);
		question->letters[question->cursor] = 0;
	}
	while (len > 0 && ((unsigned char)words[len - 1] & 0xc0) == 0x80)
		len--;
	buffer_truncate(&question->words, len > 0 ? len - 1 : 0);
}

int question_take_key(struct question *question, const struct key *key)
{
	question->is_short = key->kind == KEY_ENTER && question->kind == QUESTION_PAIRS &&
			     !is_complete(question);
	switch (key->kind) {
	case KEY_UP:
		move(question, -1);
		return QUESTION_STAY;
	case KEY_DOWN:
		move(question, 1);
		return QUESTION_STAY;
	case KEY_BACKSPACE:
		erase_last(question);
		return QUESTION_STAY;
	case KEY_ERASE:
		buffer_clear(&question->words);
		return QUESTION_STAY;
	case KEY_ENTER:
		return is_complete(question) ? QUESTION_ANSWERED : QUESTION_STAY;
	case KEY_ESCAPE:
		return QUESTION_SKIPPED;
	case KEY_LEAVE:
		return QUESTION_LEFT;
	default:
		return take_text(question, key->text);
	}
}

static int put_numbers(const struct question *question, struct buffer *value)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < question->n_options; i++)
		if (question->chosen >> i & 1)
			r = buffer_printf(value, "%s%zu", value->len > 0 ? " " : "", i + 1);
	return r < 0 || value->len > 0 ? r : buffer_append_char(value, '0');
}

int question_value(const struct question *question, struct buffer *ret_value)
{
	buffer_clear(ret_value);
	switch (question->kind) {
	case QUESTION_ONE:
		return question->thing ? buffer_printf(ret_value, "%zu", question->cursor + 1)
				       : buffer_append_string(
						 ret_value, question->options[question->cursor]);
	case QUESTION_SEVERAL:
		return put_numbers(question, ret_value);
	case QUESTION_TRUTH:
		return buffer_append_string(ret_value, truths[question->cursor]);
	case QUESTION_PAIRS:
		return buffer_append(ret_value, question->letters, question->n_lefts);
	default:
		return buffer_append(ret_value, question->words.data ? question->words.data : "",
			question->words.len);
	}
}

int question_line_value(const struct question *question, struct buffer *line)
{
	uint32_t number;

	if (question->thing || line->len == 0 ||
		parse_u32(line->data, (uint32_t)question->n_options, &number) < 0 || number == 0)
		return 0;
	buffer_clear(line);
	return buffer_append_string(line, question->options[number - 1]);
}
