/* SPDX-License-Identifier: MIT */
#include "ctl/answer.h"

#include "base/text.h"

#include <string.h>

void answer_done(struct answer *answer)
{
	free(answer->message);
	strlist_done(&answer->lines);
	*answer = (struct answer){ 0 };
}

static int sanitized(const char *bytes, size_t len, char **ret_text)
{
	_cleanup_buffer_ struct buffer buffer = { 0 };
	int r;

	r = text_sanitize(&buffer, bytes, len);
	if (r < 0)
		return r;
	*ret_text = buffer.data ? buffer_steal(&buffer) : strdup("");
	return *ret_text ? 0 : -ENOMEM;
}

static int add_sanitized(struct strlist *list, const char *text)
{
	char *clean;
	int r;

	r = sanitized(text, strlen(text), &clean);
	return r < 0 ? r : strlist_take(list, clean);
}

int answer_from_token(const struct reply_token *token, struct answer *answer)
{
	_cleanup_buffer_ struct buffer number = { 0 };
	int r;

	answer->is_error = token->type == REPLY_TYPE_ERROR;
	answer->code = answer->is_error ? token->code : REPLY_CODES;
	if (token->type != REPLY_TYPE_NUMBER)
		return sanitized(token->data, token->len, &answer->message);
	r = buffer_printf(&number, "%lld", (long long)token->number);
	if (r < 0)
		return r;
	answer->message = buffer_steal(&number);
	return answer->message ? 0 : -ENOMEM;
}

static int read_lines(struct connection *connection, int64_t count, struct answer *answer)
{
	struct reply_token token;
	size_t bytes = 0;
	int r;

	answer->is_array = true;
	if (count > ANSWER_LINES_MAX)
		return -E2BIG;
	for (int64_t i = 0; i < count; i++) {
		r = connection_next(connection, &token);
		if (r < 0)
			return r;
		if (token.type != REPLY_TYPE_SIMPLE)
			return -EPROTO;
		bytes += token.len;
		if (bytes > ANSWER_BYTES_MAX)
			return -E2BIG;
		r = strlist_add_n(&answer->lines, token.data, token.len);
		if (r < 0)
			return r;
	}
	return 0;
}

int answer_read(struct connection *connection, const struct reply_token *first,
	struct answer *ret_answer)
{
	_cleanup_answer_ struct answer answer = { 0 };
	int r;

	r = first->type == REPLY_TYPE_ARRAY ? read_lines(connection, first->number, &answer)
					    : answer_from_token(first, &answer);
	if (r < 0)
		return r;
	*ret_answer = answer;
	answer = (struct answer){ 0 };
	return 0;
}

void thing_done(struct thing *thing)
{
	strlist_done(&thing->keys);
	strlist_done(&thing->values);
}

int thing_add(struct thing *thing, const char *key, const char *value)
{
	int r;

	r = add_sanitized(&thing->keys, key);
	if (r < 0)
		return r;
	r = add_sanitized(&thing->values, value);
	if (r < 0)
		strlist_truncate(&thing->keys, thing->values.count);
	return r;
}

int thing_parse(const struct answer *answer, struct thing *ret_thing)
{
	if (!answer->is_array)
		return -EPROTO;
	for (size_t i = 0; i < answer->lines.count; i++) {
		_cleanup_free_ char *key = NULL, *value = NULL;
		const char *line = answer->lines.items[i];
		int r;

		r = reply_reader_split_field(line, strlen(line), &key, &value);
		if (r >= 0)
			r = thing_add(ret_thing, key, value);
		if (r < 0)
			return r == -ENOMEM ? r : -EPROTO;
	}
	return 0;
}

const char *thing_next(const struct thing *thing, const char *key, size_t *position)
{
	for (size_t i = *position; i < thing->keys.count; i++)
		if (strcmp(thing->keys.items[i], key) == 0) {
			*position = i + 1;
			return thing->values.items[i];
		}
	return NULL;
}

const char *thing_get(const struct thing *thing, const char *key)
{
	size_t position = 0;
	const char *value = thing_next(thing, key, &position);

	return value ? value : "";
}

const char *thing_plural(const struct thing *thing, const char *key)
{
	return strcmp(thing_get(thing, key), "1") == 0 ? "" : "s";
}

static int add_pairs(const struct strlist *pairs, struct thing *ret_thing)
{
	for (size_t i = 0; i < pairs->count; i++) {
		char *equals = strchr(pairs->items[i], '=');
		int r;

		if (!equals)
			continue;
		*equals = '\0';
		r = thing_add(ret_thing, pairs->items[i], equals + 1);
		if (r < 0)
			return r;
	}
	return 0;
}

int thing_parse_line(const char *line, size_t len, struct thing *ret_thing)
{
	_cleanup_strlist_ struct strlist pairs = { 0 };
	const char *space = memchr(line, ' ', len);
	size_t first = space ? (size_t)(space - line) : len;
	int r;

	if (!memchr(line, '=', first)) { /* "compile verdict=pass": a bare word names the line */
		_cleanup_free_ char *word = strndup(line, first);

		r = word ? thing_add(ret_thing, word, "") : -ENOMEM;
		if (r < 0)
			return r;
		line += first;
		len -= first;
	}
	r = reply_reader_split_pairs(line, len, &pairs);
	if (r < 0)
		return r == -ENOMEM ? r : -EPROTO;
	return add_pairs(&pairs, ret_thing);
}

int thing_parse_pairs(const char *value, struct thing *ret_thing)
{
	_cleanup_strlist_ struct strlist pairs = { 0 };

	if (!strchr(value, '\t'))
		return thing_parse_line(value, strlen(value), ret_thing);
	while (*value) {
		size_t len = strcspn(value, "\t");
		int r = strlist_add_n(&pairs, value, len);

		if (r < 0)
			return r;
		value += len + (value[len] == '\t');
	}
	return add_pairs(&pairs, ret_thing);
}

void rows_done(struct rows *rows)
{
	strlist_done(&rows->columns);
	strlist_done(&rows->cells);
}

static int add_row(struct rows *rows, const struct strlist *cells)
{
	int r = 0;

	if (cells->count > rows->columns.count)
		return -EPROTO;
	for (size_t i = 0; i < rows->columns.count && r >= 0; i++)
		r = add_sanitized(&rows->cells, i < cells->count ? cells->items[i] : "");
	return r;
}

int rows_parse(const struct answer *answer, struct rows *ret_rows)
{
	if (!answer->is_array)
		return -EPROTO;
	for (size_t i = 0; i < answer->lines.count; i++) {
		_cleanup_strlist_ struct strlist cells = { 0 };
		const char *line = answer->lines.items[i];
		int r;

		r = reply_reader_split_row(line, strlen(line), &cells);
		for (size_t k = 0; i == 0 && r >= 0 && k < cells.count; k++)
			r = add_sanitized(&ret_rows->columns, cells.items[k]);
		if (r >= 0 && i > 0)
			r = add_row(ret_rows, &cells);
		if (r < 0)
			return r == -ENOMEM ? r : -EPROTO;
	}
	return 0;
}

size_t rows_count(const struct rows *rows)
{
	return rows->columns.count == 0 ? 0 : rows->cells.count / rows->columns.count;
}

const char *rows_cell(const struct rows *rows, size_t row, size_t column)
{
	return rows->cells.items[row * rows->columns.count + column];
}

const char *rows_get(const struct rows *rows, size_t row, const char *column)
{
	for (size_t i = 0; i < rows->columns.count; i++)
		if (strcmp(rows->columns.items[i], column) == 0)
			return rows_cell(rows, row, i);
	return "";
}

int answer_text(const struct answer *answer, struct buffer *ret_text)
{
	if (!answer->is_array)
		return -EPROTO;
	for (size_t i = 0; i < answer->lines.count; i++) {
		int r = buffer_printf(ret_text, "%s\n", answer->lines.items[i]);

		if (r < 0)
			return r;
	}
	return 0;
}
