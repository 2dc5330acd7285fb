/* SPDX-License-Identifier: MIT */
/*
 * GIFT, the quiz format of Moodle (https://docs.moodle.org/en/GIFT_format): items between blank
 * lines, each a category, a question or a description. What stands between { and } is read in
 * gift_answers.c.
 *
 * Where the documentation is open, this is as Moodle does it: lines that begin with // are
 * comments, inside an item too; an item ends at a blank line, even between { and }. Stricter than
 * Moodle: the characters = ~ # { } of a text need a backslash everywhere, so that a forgotten one
 * is found instead of read as something else.
 */
#include "learn/quiz_parts.h"

#include <stdio.h>
#include <string.h>

/* [key:value] in a comment: where the value begins, or NULL. */
static const char *find_mark(const char *line, size_t len, const char *mark, size_t *ret_len)
{
	const char *start = memmem(line, len, mark, strlen(mark)), *end;

	if (!start)
		return NULL;
	start += strlen(mark);
	end = memchr(start, ']', len - (size_t)(start - line));
	if (!end)
		return NULL;
	*ret_len = (size_t)(end - start);
	return start;
}

static bool is_word(const char *value, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)value[i] <= ' ' || value[i] == '#')
			return false;
	return len > 0;
}

static int take_id(struct quiz_reader *reader, const char *line, size_t len)
{
	size_t id_len = 0, at;
	const char *id = find_mark(line, len, "[id:", &id_len);

	if (!id)
		return 0;
	at = (size_t)(id - reader->text.data);
	if (id_len > QUIZ_ID_MAX)
		return quiz_fail_at(reader, at, "an id of more than %d bytes", QUIZ_ID_MAX);
	if (!is_word(id, id_len))
		return quiz_fail_at(reader, at, "expected an id without white space and '#'");
	if (strncmp(id, "q-", 2) == 0)
		return quiz_fail_at(
			reader, at, "\"q-\" begins ids that are made: expected another");
	if (reader->id)
		return quiz_fail_at(reader, at, "a second [id:...] for one question");
	reader->id = strndup(id, id_len);
	quiz_locate(reader, at, &reader->id_line, &reader->id_column);
	return reader->id ? 0 : -ENOMEM;
}

static int take_tags(struct quiz_reader *reader, const char *line, size_t len)
{
	const char *end = line + len, *tag;
	size_t tag_len = 0;

	while ((tag = find_mark(line, (size_t)(end - line), "[tag:", &tag_len))) {
		size_t at = (size_t)(tag - reader->text.data);

		if (tag_len == 0 || tag_len > QUIZ_TAG_MAX)
			return quiz_fail_at(
				reader, at, "expected a tag of 1 to %d bytes", QUIZ_TAG_MAX);
		if (reader->tags.count >= QUIZ_TAGS_MAX)
			return quiz_fail_at(reader, at, "more than %d tags", QUIZ_TAGS_MAX);
		if (strlist_add_n(&reader->tags, tag, tag_len) < 0)
			return -ENOMEM;
		line = tag + tag_len;
	}
	return 0;
}

/* The line is blanked afterwards. */
static int take_comment(struct quiz_reader *reader, size_t start, size_t end)
{
	char *line = reader->text.data + start;
	int r = take_id(reader, line, end - start);

	if (r == 0)
		r = take_tags(reader, line, end - start);
	memset(line, QUIZ_FILLER, end - start);
	return r;
}

static int take_category(struct quiz_reader *reader)
{
	const char *text = reader->text.data;
	size_t start, end, depth = 1;

	while (reader->at < reader->end && (text[reader->at] == ' ' || text[reader->at] == '\t'))
		reader->at++;
	for (start = end = reader->at; end < reader->end && text[end] != '\n'; end++)
		depth += text[end] == '/';
	reader->at = end;
	while (end > start && ((unsigned char)text[end - 1] <= ' '))
		end--;
	if (end == start)
		return quiz_fail_at(
			reader, start, "expected a category's path behind \"$CATEGORY:\"");
	if (end - start > QUIZ_CATEGORY_MAX)
		return quiz_fail_at(
			reader, start, "a category of more than %d bytes", QUIZ_CATEGORY_MAX);
	if (depth > QUIZ_CATEGORY_DEPTH_MAX)
		return quiz_fail_at(
			reader, start, "a category of more than %d names", QUIZ_CATEGORY_DEPTH_MAX);
	free(reader->category);
	reader->category = strndup(text + start, end - start);
	return reader->category ? 0 : -ENOMEM;
}

/* Behind the first "::". */
static int take_title(struct quiz_reader *reader, struct quiz_card *card)
{
	_cleanup_buffer_ struct buffer title = { 0 };
	size_t start = reader->at;
	int c, r = 0;

	while (r == 0 && !gift_is_next(reader, "::")) {
		c = gift_peek(reader);
		if (c < 0)
			return quiz_fail_at(reader, start,
				"a title without its end: expected \"::\" behind it");
		reader->at++;
		if (c == '\\' && gift_peek(reader) >= 0 && strchr("=~#{}:\\", gift_peek(reader)))
			c = (unsigned char)reader->text.data[reader->at++];
		r = buffer_append_char(&title, c == '\n' || c == '\t' ? ' ' : (char)c);
		if (r == 0 && title.len > QUIZ_TITLE_MAX)
			return quiz_fail_at(
				reader, start, "a title of more than %d bytes", QUIZ_TITLE_MAX);
	}
	reader->at += strlen("::");
	if (r == 0 && title.len > 0) {
		card->title = buffer_steal(&title);
		r = card->title ? 0 : -ENOMEM;
	}
	return r;
}

/* Stem or tail: only `allowed` may end it, or the item. */
static int take_prose(struct quiz_reader *reader, int allowed, char **ret_text)
{
	int c, r = gift_read_raw(reader, reader->format, ret_text, NULL);

	if (r == 0)
		r = gift_convert(reader, reader->format, ret_text);
	if (r < 0)
		return r;
	c = gift_peek(reader);
	if (c < 0 || c == allowed)
		return 0;
	if (c == '{')
		return quiz_fail_at(reader, reader->at,
			"a second '{': expected a blank line before the next question, "
			"or '\\{' for the character");
	return quiz_fail_at(
		reader, reader->at, "'%c' outside of { }: expected '\\%c' for the character", c, c);
}

static int read_question(struct quiz_reader *reader, struct quiz_card *card, size_t start)
{
	int r = take_prose(reader, '{', &card->stem);
	size_t open = reader->at;

	if (r < 0)
		return r;
	if (!gift_take(reader, "{")) {
		card->kind = QUIZ_DESCRIPTION;
		card->tail = strdup("");
		if (!card->tail)
			return -ENOMEM;
		return *card->stem ? 0 : quiz_fail_at(reader, start, "a title without a question");
	}
	r = gift_read_answers(reader, card, open);
	if (r == 0)
		r = take_prose(reader, -1, &card->tail);
	if (r < 0)
		return r;
	card->has_gap = *card->tail;
	if (!*card->stem && !*card->tail)
		return quiz_fail_at(
			reader, open, "answers without a question: expected its text before '{'");
	return 0;
}

static int read_item(struct quiz_reader *reader)
{
	struct quiz_card *card;
	size_t start;
	int r;

	gift_skip_space(reader);
	if (gift_take(reader, "$CATEGORY:")) {
		r = take_category(reader);
		if (r < 0)
			return r;
		gift_skip_space(reader);
	}
	start = reader->at;
	if (gift_peek(reader) < 0)
		return 0;
	r = quiz_add_card(reader, start, &card);
	if (r == 0 && gift_take(reader, "::"))
		r = take_title(reader, card);
	if (r < 0)
		return r;
	reader->format = gift_take_format(reader);
	card->is_markdown = reader->format == GIFT_MARKDOWN;
	r = read_question(reader, card, start);
	return r < 0 ? r : quiz_finish_card(reader, card, start);
}

static bool is_blank(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!memchr(" \t\001", line[i], 3))
			return false;
	return true;
}

static bool is_comment(const char *line, size_t len)
{
	while (len > 0 && memchr(" \t\001", *line, 3)) {
		line++;
		len--;
	}
	return len >= 2 && memcmp(line, "//", 2) == 0;
}

static int read_part(struct quiz_reader *reader, size_t start, size_t end)
{
	reader->at = start;
	reader->end = end;
	return read_item(reader);
}

int gift_read(struct quiz_reader *reader)
{
	size_t len = reader->text.len, start = 0, end;
	int r = 0;

	for (size_t at = 0; r == 0 && at < len; at = end + 1) {
		char *line = reader->text.data + at;
		const char *newline = memchr(line, '\n', len - at);

		end = newline ? (size_t)(newline - reader->text.data) : len;
		if (is_comment(line, end - at)) {
			r = take_comment(reader, at, end);
		} else if (is_blank(line, end - at)) {
			r = read_part(reader, start, at);
			start = end < len ? end + 1 : len;
		}
	}
	return r < 0 || start >= len ? r : read_part(reader, start, len);
}
