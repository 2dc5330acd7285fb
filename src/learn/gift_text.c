/* SPDX-License-Identifier: MIT */
/* The text of a GIFT item, character by character: fillers, escapes, formats. */
#include "learn/quiz_parts.h"

#include <string.h>

#define SPECIAL "=~#{}"	      /* what ends a text */
#define ESCAPED SPECIAL ":\\" /* what a backslash makes ordinary */

/* A comment's line goes with its line end. */
static void skip_filler(struct quiz_reader *reader)
{
	const char *text = reader->text.data;

	while (reader->at < reader->end && text[reader->at] == QUIZ_FILLER) {
		bool is_line = reader->at == 0 || text[reader->at - 1] == '\n';

		while (reader->at < reader->end && text[reader->at] == QUIZ_FILLER)
			reader->at++;
		if (is_line && reader->at < reader->end && text[reader->at] == '\n')
			reader->at++;
	}
}

int gift_peek(struct quiz_reader *reader)
{
	skip_filler(reader);
	return reader->at < reader->end ? (unsigned char)reader->text.data[reader->at] : -1;
}

static bool is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

void gift_skip_space(struct quiz_reader *reader)
{
	while (is_space(gift_peek(reader)))
		reader->at++;
}

bool gift_is_next(struct quiz_reader *reader, const char *word)
{
	size_t len = strlen(word);

	return gift_peek(reader) >= 0 && reader->end - reader->at >= len &&
	       memcmp(reader->text.data + reader->at, word, len) == 0;
}

bool gift_take(struct quiz_reader *reader, const char *word)
{
	bool is_next = gift_is_next(reader, word);

	if (is_next)
		reader->at += strlen(word);
	return is_next;
}

/* Moodle's own format is taken as plain text. */
enum gift_format gift_take_format(struct quiz_reader *reader)
{
	static const struct {
		const char *word;
		enum gift_format format;
	} formats[] = { { "[plain]", GIFT_PLAIN }, { "[moodle]", GIFT_PLAIN },
		{ "[markdown]", GIFT_MARKDOWN }, { "[html]", GIFT_HTML } };

	gift_skip_space(reader);
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (gift_take(reader, formats[i].word))
			return formats[i].format;
	return GIFT_INHERITED;
}

/* The text that grows, with white space that is not yet known to stand between two words. */
struct collector {
	struct buffer text;
	bool keeps_lines;
	bool has_space;
};

static int put_char(struct collector *collector, char c)
{
	int r = 0;

	if (collector->has_space && collector->text.len > 0 && c != '\n' &&
		collector->text.data[collector->text.len - 1] != '\n')
		r = buffer_append_char(&collector->text, ' ');
	collector->has_space = false;
	return r < 0 ? r : buffer_append_char(&collector->text, c);
}

static int put_space(struct collector *collector, char c)
{
	if (collector->keeps_lines)
		return buffer_append_char(&collector->text, c);
	collector->has_space = true;
	return 0;
}

/* A backslash before anything else stands for itself. */
static int put_escaped(struct quiz_reader *reader, struct collector *collector)
{
	int next;

	reader->at++;
	next = gift_peek(reader);
	if (next == 'n' || (next > 0 && strchr(ESCAPED, next))) {
		reader->at++;
		return put_char(collector, next == 'n' ? '\n' : (char)next);
	}
	return put_char(collector, '\\');
}

static void trim_end(struct buffer *text)
{
	size_t len = text->len;

	while (len > 0 && is_space(text->data[len - 1]))
		len--;
	buffer_truncate(text, len);
}

int gift_read_raw(
	struct quiz_reader *reader, enum gift_format format, char **ret_text, size_t *ret_arrow)
{
	_cleanup_(buffer_done) struct buffer text = { 0 };
	struct collector collector = { .keeps_lines =
					       format == GIFT_MARKDOWN || format == GIFT_HTML };
	size_t arrow = SIZE_MAX, start;
	int c, r = 0;

	gift_skip_space(reader);
	start = reader->at;
	while (r == 0 && (c = gift_peek(reader)) >= 0 && !strchr(SPECIAL, c)) {
		if (c == '-' && arrow == SIZE_MAX && gift_is_next(reader, "->")) {
			r = put_char(&collector, '-');
			arrow = collector.text.len - 1;
			reader->at++;
		} else if (c == '\\') {
			r = put_escaped(reader, &collector);
		} else {
			r = is_space(c) ? put_space(&collector, (char)c)
					: put_char(&collector, (char)c);
			reader->at++;
		}
		if (r == 0 && collector.text.len > QUIZ_TEXT_MAX)
			r = quiz_fail_at(
				reader, start, "a text of more than %d bytes", QUIZ_TEXT_MAX);
	}
	text = collector.text;
	if (r < 0)
		return r;
	trim_end(&text);
	*ret_text = text.data ? buffer_steal(&text) : strdup("");
	if (ret_arrow)
		*ret_arrow = arrow;
	return *ret_text ? 0 : -ENOMEM;
}

int gift_convert(struct quiz_reader *reader, enum gift_format format, char **text)
{
	char *plain;

	if ((format == GIFT_INHERITED ? reader->format : format) != GIFT_HTML)
		return 0;
	plain = quiz_html_to_text(*text);
	if (!plain)
		return -ENOMEM;
	free(*text);
	*text = plain;
	return 0;
}

int gift_read_text(struct quiz_reader *reader, char **ret_text)
{
	_cleanup_free_ char *text = NULL;
	enum gift_format format = gift_take_format(reader);
	int r = gift_read_raw(
		reader, format == GIFT_INHERITED ? reader->format : format, &text, NULL);

	if (r == 0)
		r = gift_convert(reader, format, &text);
	if (r == 0)
		*ret_text = TAKE_PTR(text);
	return r;
}
