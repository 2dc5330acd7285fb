/* SPDX-License-Identifier: MIT */
#include "proto/reply_reader.h"

#include "base/parse.h"
#include "base/text.h"

#include <string.h>

enum {
	/* The writer cuts what stands in a line at the limit; its key and the "..." of the cut come
	   on top. */
	READER_LINE_MAX = WIRE_REPLY_LINE_MAX + 64,
};

enum state {
	STATE_LINE, /* also before the first byte of a token */
	STATE_BULK,
	STATE_BULK_END, /* its CR or LF */
	STATE_BULK_LF,
};

void reply_reader_done(struct reply_reader *reader)
{
	if (!reader)
		return;
	buffer_done(&reader->bytes);
	*reader = (struct reply_reader){ 0 };
}

/* The token is complete: it counts as an element of the arrays around it, unless it opens one
 * itself. */
static int finish(struct reply_reader *reader, enum reply_type type)
{
	reader->token.type = type;
	reader->token.depth = reader->depth;
	reader->state = STATE_LINE;
	reader->is_fresh = true;
	if (type == REPLY_TYPE_ARRAY && reader->token.number > 0) {
		if (reader->depth == WIRE_REPLY_DEPTH_MAX)
			return -EMSGSIZE;
		reader->open[reader->depth++] = (uint64_t)reader->token.number;
	} else {
		while (reader->depth > 0 && --reader->open[reader->depth - 1] == 0)
			reader->depth--;
	}
	reader->token.is_last = reader->depth == 0;
	return REPLY_READER_TOKEN;
}

static int on_simple(struct reply_reader *reader, char *line, size_t len)
{
	reader->token.data = line;
	reader->token.len = len;
	return finish(reader, REPLY_TYPE_SIMPLE);
}

static int on_error(struct reply_reader *reader, char *line, size_t len)
{
	char *space = memchr(line, ' ', len);
	size_t code_len = space ? (size_t)(space - line) : len;
	size_t skip = code_len + (space != NULL);

	reader->token.code = reply_code_from_name(line, code_len);
	reader->token.code_name = line;
	reader->token.data = line + skip;
	reader->token.len = len - skip;
	line[code_len] = '\0';
	return finish(reader, REPLY_TYPE_ERROR);
}

static int on_number(struct reply_reader *reader, char *line, size_t len)
{
	if (parse_i64_n(line, len, INT64_MIN, INT64_MAX, &reader->token.number) < 0)
		return -EPROTO;
	return finish(reader, REPLY_TYPE_NUMBER);
}

static int read_count(const char *line, size_t len, uint64_t max, uint64_t *ret_count)
{
	int r = parse_u64_n(line, len, max, ret_count);

	return r == -ERANGE ? -EMSGSIZE : r < 0 ? -EPROTO : 0;
}

static int on_array(struct reply_reader *reader, char *line, size_t len)
{
	uint64_t count = 0;
	int r = read_count(line, len, WIRE_REPLY_ELEMENTS_MAX, &count);

	reader->token.number = (int64_t)count;
	return r < 0 ? r : finish(reader, REPLY_TYPE_ARRAY);
}

static int on_bulk(struct reply_reader *reader, char *line, size_t len)
{
	uint64_t size = 0;
	int r = read_count(line, len, WIRE_BULK_MAX, &size);

	if (r < 0)
		return r;
	buffer_clear(&reader->bytes);
	reader->bulk_left = (size_t)size;
	reader->state = size > 0 ? STATE_BULK : STATE_BULK_END;
	return REPLY_READER_MORE;
}

static const struct line_type {
	char first;
	size_t max; /* bytes of the line behind the first */
	int (*read)(struct reply_reader *reader, char *line, size_t len);
} TYPES[] = {
	{ '+', READER_LINE_MAX, on_simple },
	{ '-', READER_LINE_MAX, on_error },
	{ ':', WIRE_HEADER_MAX, on_number },
	{ '$', WIRE_HEADER_MAX, on_bulk },
	{ '*', WIRE_HEADER_MAX, on_array },
};

static const struct line_type *find_type(char first)
{
	for (size_t i = 0; i < ARRAY_SIZE(TYPES); i++)
		if (TYPES[i].first == first)
			return &TYPES[i];
	return NULL;
}

static int read_line(struct reply_reader *reader, const char *bytes, size_t len, size_t *used)
{
	const char *newline = memchr(bytes, '\n', len);
	size_t piece = newline ? (size_t)(newline - bytes) : len, so_far = reader->bytes.len;
	const struct line_type *type = find_type(so_far > 0 ? reader->bytes.data[0] : bytes[0]);
	int r;

	if (!type)
		return -EPROTO;
	/* The first byte, and a CR, come on top of the limit. */
	if (piece > type->max + 2 - so_far)
		return -EMSGSIZE;
	r = buffer_append(&reader->bytes, bytes, piece);
	if (r < 0)
		return r;
	*used = piece + (newline != NULL);
	if (!newline)
		return REPLY_READER_MORE;
	if (reader->bytes.data[reader->bytes.len - 1] == '\r')
		buffer_truncate(&reader->bytes, reader->bytes.len - 1);
	if (reader->bytes.len - 1 > type->max)
		return -EMSGSIZE;
	return type->read(reader, reader->bytes.data + 1, reader->bytes.len - 1);
}

static int read_bulk(struct reply_reader *reader, const char *bytes, size_t len, size_t *used)
{
	size_t piece = len < reader->bulk_left ? len : reader->bulk_left;
	int r = buffer_append(&reader->bytes, bytes, piece);

	if (r < 0)
		return r;
	reader->bulk_left -= piece;
	if (reader->bulk_left == 0)
		reader->state = STATE_BULK_END;
	*used = piece;
	return REPLY_READER_MORE;
}

static int read_bulk_end(struct reply_reader *reader, const char *bytes, size_t len, size_t *used)
{
	(void)len;
	*used = 1;
	if (bytes[0] == '\r' && reader->state == STATE_BULK_END) {
		reader->state = STATE_BULK_LF;
		return REPLY_READER_MORE;
	}
	if (bytes[0] != '\n')
		return -EPROTO;
	reader->token.data = reader->bytes.data ? reader->bytes.data : "";
	reader->token.len = reader->bytes.len;
	return finish(reader, REPLY_TYPE_BULK);
}

typedef int (*step)(struct reply_reader *reader, const char *bytes, size_t len, size_t *used);

static const step STEPS[] = {
	[STATE_LINE] = read_line,
	[STATE_BULK] = read_bulk,
	[STATE_BULK_END] = read_bulk_end,
	[STATE_BULK_LF] = read_bulk_end,
};

int reply_reader_feed(struct reply_reader *reader, const char *bytes, size_t len, size_t *ret_used)
{
	size_t used = 0;
	int status = reader->error < 0 ? reader->error : REPLY_READER_MORE;

	if (status == 0 && reader->is_fresh) {
		reader->is_fresh = false;
		reader->token = (struct reply_token){ .code = REPLY_CODES };
		buffer_clear(&reader->bytes);
	}
	while (status == REPLY_READER_MORE && used < len) {
		size_t step_used = 0;

		status = STEPS[reader->state](reader, bytes + used, len - used, &step_used);
		used += step_used;
	}
	if (status < 0)
		reader->error = status;
	*ret_used = used;
	return status;
}

bool reply_reader_is_midway(const struct reply_reader *reader)
{
	return reader->depth > 0 || reader->state != STATE_LINE ||
	       (reader->bytes.len > 0 && !reader->is_fresh);
}

/* Appends the unescaped item. */
static int add_unescaped(struct strlist *list, const char *bytes, size_t len)
{
	_cleanup_buffer_ struct buffer item = { 0 };
	int r = text_unescape(&item, bytes, len);

	if (r >= 0 && item.len > 0 && memchr(item.data, '\0', item.len))
		r = -EINVAL;
	return r < 0 ? r : strlist_take(list, buffer_steal(&item));
}

int reply_reader_split_row(const char *line, size_t len, struct strlist *ret_cells)
{
	const char *end = line + len, *tab;
	size_t before = ret_cells->count;
	int r;

	do {
		tab = line < end ? memchr(line, '\t', (size_t)(end - line)) : NULL;
		r = add_unescaped(ret_cells, line, (size_t)((tab ? tab : end) - line));
		line = tab ? tab + 1 : end;
	} while (r >= 0 && tab);
	if (r < 0)
		strlist_truncate(ret_cells, before);
	return r;
}

/* Of a value that begins with a quote: where the closing quote is; NULL when it isn't there or
 * something is behind it. */
static const char *closing_quote(const char *value, const char *end)
{
	for (const char *c = value + 1; c < end; c++) {
		if (*c == '\\')
			c++;
		else if (*c == '"')
			return c + 1 == end || c[1] == ' ' ? c : NULL;
	}
	return NULL;
}

/* Where an unquoted value ends: before the next word that has a '='. */
static const char *bare_end(const char *value, const char *end)
{
	const char *space = memchr(value, ' ', (size_t)(end - value)), *word_end;

	while (space) {
		word_end = memchr(space + 1, ' ', (size_t)(end - space - 1));
		if (memchr(space + 1, '=', (size_t)((word_end ? word_end : end) - space - 1)))
			return space;
		space = word_end;
	}
	return end;
}

/* One pair from *line on, which then points behind it. */
static int add_pair(const char **line, const char *end, struct strlist *list)
{
	_cleanup_buffer_ struct buffer pair = { 0 };
	const char *equals = memchr(*line, '=', (size_t)(end - *line)), *value, *value_end;
	int r;

	if (!equals || memchr(*line, ' ', (size_t)(equals - *line)) || equals == *line)
		return -EINVAL;
	value = equals + 1;
	r = buffer_append(&pair, *line, (size_t)(value - *line));
	if (r < 0)
		return r;
	if (value < end && *value == '"') {
		value_end = closing_quote(value, end);
		if (!value_end)
			return -EINVAL;
		value++;
		*line = value_end + 1;
		r = text_unescape(&pair, value, (size_t)(value_end - value));
	} else {
		value_end = bare_end(value, end);
		*line = value_end;
		while (value_end > value && value_end[-1] == ' ')
			value_end--;
		r = buffer_append(&pair, value, (size_t)(value_end - value));
	}
	if (r >= 0 && memchr(pair.data, '\0', pair.len))
		r = -EINVAL;
	return r < 0 ? r : strlist_take(list, buffer_steal(&pair));
}

int reply_reader_split_pairs(const char *line, size_t len, struct strlist *ret_pairs)
{
	const char *end = line + len;
	size_t before = ret_pairs->count;
	int r = 0;

	while (r >= 0 && line < end) {
		if (*line == ' ')
			line++;
		else
			r = add_pair(&line, end, ret_pairs);
	}
	if (r < 0)
		strlist_truncate(ret_pairs, before);
	return r;
}

const char *reply_reader_pair(const struct strlist *pairs, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < pairs->count; i++)
		if (strncmp(pairs->items[i], key, len) == 0 && pairs->items[i][len] == '=')
			return pairs->items[i] + len + 1;
	return NULL;
}

/* What a program printed may hold NUL; a string can't, so it stays written as \x00. */
static int add_printable(struct strlist *list, const char *bytes, size_t len)
{
	_cleanup_buffer_ struct buffer raw = { 0 }, item = { 0 };
	int r = text_unescape(&raw, bytes, len);

	for (size_t i = 0; i < raw.len && r >= 0; i++)
		r = raw.data[i] ? buffer_append_char(&item, raw.data[i])
				: buffer_append_string(&item, "\\x00");
	if (r >= 0)
		r = buffer_reserve(&item, 0);
	return r < 0 ? r : strlist_take(list, buffer_steal(&item));
}

int reply_reader_split_field(const char *line, size_t len, char **ret_key, char **ret_value)
{
	_cleanup_strlist_ struct strlist parts = { 0 };
	const char *equals = len > 0 ? memchr(line, '=', len) : NULL;
	int r;

	if (!equals || equals == line)
		return -EINVAL;
	r = add_unescaped(&parts, line, (size_t)(equals - line));
	if (r >= 0)
		r = add_printable(&parts, equals + 1, len - (size_t)(equals + 1 - line));
	if (r < 0)
		return r;
	*ret_key = TAKE_PTR(parts.items[0]);
	*ret_value = TAKE_PTR(parts.items[1]);
	return 0;
}
