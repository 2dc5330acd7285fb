/* SPDX-License-Identifier: MIT */
/*
 * Every writer appends one line to `out` and ends it with line_end(), which takes the line back if
 * any part of it failed. What content may do to a line is decided in two places: append_shown() for
 * text that is read by people, where only what would break the framing is replaced, and
 * append_value() for values that a program unescapes again.
 */
#include "proto/reply.h"

#include "base/text.h"
#include "proto/limits.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name;
	const char *help;
} CODES[] = {
	[REPLY_ERR] = { "ERR", "syntax error or unknown verb" },
	[REPLY_BADARG] = { "BADARG", "an argument is not of its form" },
	[REPLY_NOTFOUND] = { "NOTFOUND", "no such lesson, attempt, step or file" },
	[REPLY_DENIED] = { "DENIED", "your role does not allow it" },
	[REPLY_STATE] = { "STATE", "not in this state: not started, or already passed" },
	[REPLY_TOOBIG] = { "TOOBIG", "past a limit of size or number" },
	[REPLY_LIMIT] = { "LIMIT", "past a rate or queue limit; says when to try again" },
	[REPLY_BUSY] = { "BUSY", "the daemon is shutting down" },
	[REPLY_CONFIG] = { "CONFIG", "the configuration is bad: file:line" },
	[REPLY_STORE] = { "STORE", "the store can't be opened or written" },
	[REPLY_UNSAFE] = { "UNSAFE", "no sandbox can be set up here; says what is missing" },
	[REPLY_NOPROTO] = { "NOPROTO", "only RESP2 is spoken here" },
	[REPLY_INTERNAL] = { "INTERNAL", "a fault of the daemon; its journal says more" },
};
_Static_assert(ARRAY_SIZE(CODES) == REPLY_CODES, "a row for every code");

const char *reply_code_name(enum reply_code code)
{
	return code < REPLY_CODES ? CODES[code].name : "UNKNOWN";
}

const char *reply_code_help(enum reply_code code)
{
	return code < REPLY_CODES ? CODES[code].help : "a code of a later version";
}

enum reply_code reply_code_from_name(const char *name, size_t len)
{
	enum reply_code code = 0;

	while (code < REPLY_CODES &&
		(strlen(CODES[code].name) != len || strncmp(CODES[code].name, name, len) != 0))
		code++;
	return code;
}

static int line_end(struct reply *reply, size_t before, int r)
{
	if (r >= 0)
		r = buffer_append_string(reply->out, reply->lf_only ? "\n" : "\r\n");
	if (r >= 0)
		return 0;
	buffer_truncate(reply->out, before);
	reply->error = r;
	return r;
}

/* Bytes of the longest prefix within `max` that does not end inside a character. */
static size_t cut(const char *text, size_t len, size_t max)
{
	size_t at = max;

	if (len <= max)
		return len;
	while (at > 0 && max - at < 3 && ((unsigned char)text[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static size_t plain_len(const char *text, size_t len)
{
	size_t plain = 0;

	while (plain < len && text[plain] != '\r' && text[plain] != '\n' && text[plain] != '\0')
		plain++;
	return plain;
}

/* Adds at most `max` bytes, and "..." when that was not all. */
static int append_shown(struct buffer *out, const char *text, size_t len, size_t max)
{
	int r = 0;

	while (r >= 0 && len > 0) {
		size_t plain = plain_len(text, len), kept = cut(text, plain, max);
		const char *shown = "";

		r = buffer_append(out, text, kept);
		max -= kept;
		if (r < 0 || kept < plain || (kept < len && max < strlen("\\x00")))
			break;
		if (kept < len) {
			shown = text[kept] == '\r' ? "\\r" : text[kept] == '\n' ? "\\n" : "\\x00";
			r = buffer_append_string(out, shown);
			max -= strlen(shown);
		}
		text += kept + (kept < len);
		len -= kept + (kept < len);
	}
	return r >= 0 && len > 0 ? buffer_append_string(out, "...") : r;
}

/* A value whose escaped form takes more than `max` is cut to a quarter of that before it is
 * escaped. */
static int append_bytes(struct buffer *out, const char *value, size_t len, size_t max)
{
	size_t before = out->len, kept;
	int r = text_escape(out, value, len);

	if (r < 0 || out->len - before <= max)
		return r;
	buffer_truncate(out, before);
	kept = cut(value, len, max / 4);
	r = text_escape(out, value, kept);
	return r < 0 ? r : buffer_append_string(out, "...");
}

static int append_value(struct buffer *out, const char *value, size_t max)
{
	return append_bytes(out, value, value ? strlen(value) : 0, max);
}

static int append_line(struct reply *reply, const char *text, size_t len)
{
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_append_char(reply->out, '+');
	if (r >= 0)
		r = append_shown(reply->out, text, len, WIRE_REPLY_LINE_MAX);
	return line_end(reply, before, r);
}

int reply_simple(struct reply *reply, const char *text)
{
	return append_line(reply, text, strlen(text));
}

int reply_simplef(struct reply *reply, const char *format, ...)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	va_list args;
	int r;

	va_start(args, format);
	r = buffer_vprintf(&text, format, args);
	va_end(args);
	if (r < 0)
		return reply_fail(reply, r);
	return append_line(reply, text.data, text.len);
}

int reply_fail(struct reply *reply, int error)
{
	if (reply->error >= 0)
		reply->error = error;
	return reply->error;
}

/* A "%.64s" may end within a character, and clients decode what they get. */
static void mend(struct buffer *text)
{
	char *bytes = text->data;
	unsigned point;
	size_t size;

	for (size_t i = 0; (size = text_next(bytes + i, text->len - i, &point)) > 0; i += size)
		if (size == 1 && (unsigned char)bytes[i] >= 0x80)
			bytes[i] = '?';
}

int reply_errorv(struct reply *reply, enum reply_code code, const char *format, va_list args)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_vprintf(&text, format, args);
	if (r >= 0)
		mend(&text);
	if (r >= 0)
		r = buffer_printf(reply->out, "-%s ", reply_code_name(code));
	if (r >= 0)
		r = append_shown(reply->out, text.data, text.len, WIRE_ERROR_MAX);
	return line_end(reply, before, r);
}

int reply_error(struct reply *reply, enum reply_code code, const char *format, ...)
{
	va_list args;
	int r;

	va_start(args, format);
	r = reply_errorv(reply, code, format, args);
	va_end(args);
	return r;
}

int reply_number(struct reply *reply, int64_t number)
{
	size_t before = reply->out->len;

	if (reply->error < 0)
		return reply->error;
	return line_end(reply, before, buffer_printf(reply->out, ":%" PRId64, number));
}

int reply_bulk(struct reply *reply, const void *data, size_t len)
{
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_printf(reply->out, "$%zu%s", len, reply->lf_only ? "\n" : "\r\n");
	if (r >= 0)
		r = buffer_append(reply->out, data, len);
	return line_end(reply, before, r);
}

int reply_array(struct reply *reply, size_t count)
{
	size_t before = reply->out->len;

	if (reply->error < 0)
		return reply->error;
	return line_end(reply, before, buffer_printf(reply->out, "*%zu", count));
}

int reply_field_bytes(struct reply *reply, const char *key, const char *value, size_t len)
{
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_printf(reply->out, "+%s=", key);
	if (r >= 0)
		r = append_bytes(reply->out, value, len, WIRE_REPLY_LINE_MAX - strlen(key) - 8);
	return line_end(reply, before, r);
}

int reply_field(struct reply *reply, const char *key, const char *value)
{
	return reply_field_bytes(reply, key, value, value ? strlen(value) : 0);
}

int reply_fieldf(struct reply *reply, const char *key, const char *format, ...)
{
	_cleanup_buffer_ struct buffer value = { 0 };
	va_list args;
	int r;

	va_start(args, format);
	r = buffer_vprintf(&value, format, args);
	va_end(args);
	return r < 0 ? reply_fail(reply, r) : reply_field(reply, key, value.data);
}

int reply_field_number(struct reply *reply, const char *key, int64_t number)
{
	return reply_fieldf(reply, key, "%" PRId64, number);
}

int reply_row(struct reply *reply, const char *const *cells, size_t n_cells)
{
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_append_char(reply->out, '+');
	for (size_t i = 0; r >= 0 && i < n_cells; i++) {
		if (i > 0)
			r = buffer_append_char(reply->out, '\t');
		if (r >= 0)
			r = append_value(reply->out, cells[i], WIRE_REPLY_LINE_MAX / n_cells / 2);
	}
	return line_end(reply, before, r);
}

int reply_row_on(struct reply *reply, const char *begin, size_t len, const char *const *cells,
	size_t n_cells)
{
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_append(reply->out, begin, len);
	for (size_t i = 0; r >= 0 && i < n_cells; i++) {
		r = buffer_append_char(reply->out, '\t');
		if (r >= 0)
			r = append_value(reply->out, cells[i], WIRE_REPLY_LINE_MAX / n_cells / 4);
	}
	return line_end(reply, before, r);
}

int reply_cells(struct reply *reply, const char *first, ...)
{
	const char *cells[REPLY_CELLS_MAX];
	size_t n = 0;
	va_list args;

	va_start(args, first);
	for (const char *cell = first; cell && n < ARRAY_SIZE(cells);
		cell = va_arg(args, const char *))
		cells[n++] = cell;
	va_end(args);
	return reply_row(reply, cells, n);
}

static bool is_bare(const char *value)
{
	size_t len = strlen(value);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)value[i] <= ' ' || value[i] == 0x7F || value[i] == '"' ||
			value[i] == '\\')
			return false;
	return len > 0 && text_is_utf8(value, len);
}

static int append_quoted(struct buffer *out, const char *value, size_t max)
{
	_cleanup_buffer_ struct buffer escaped = { 0 };
	int r = append_value(&escaped, value, max / 2);

	if (r >= 0)
		r = buffer_append_char(out, '"');
	for (size_t i = 0; r >= 0 && i < escaped.len; i++) {
		if (escaped.data[i] == '"')
			r = buffer_append_char(out, '\\');
		if (r >= 0)
			r = buffer_append_char(out, escaped.data[i]);
	}
	return r < 0 ? r : buffer_append_char(out, '"');
}

int reply_format_pairs(struct buffer *buffer, const struct reply_pair *pairs, size_t n_pairs)
{
	size_t before = buffer->len, max = WIRE_REPLY_LINE_MAX / (n_pairs + 1) / 2;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < n_pairs; i++) {
		if (!pairs[i].value)
			continue;
		r = buffer_printf(buffer, "%s%s=", buffer->len > before ? " " : "", pairs[i].key);
		if (r < 0)
			break;
		r = is_bare(pairs[i].value) && strlen(pairs[i].value) <= max
			    ? buffer_append_string(buffer, pairs[i].value)
			    : append_quoted(buffer, pairs[i].value, max);
	}
	if (r < 0)
		buffer_truncate(buffer, before);
	return r;
}

int reply_pairs(struct reply *reply, const struct reply_pair *pairs, size_t n_pairs)
{
	size_t before = reply->out->len;
	int r;

	if (reply->error < 0)
		return reply->error;
	r = buffer_append_char(reply->out, '+');
	if (r >= 0)
		r = reply_format_pairs(reply->out, pairs, n_pairs);
	return line_end(reply, before, r);
}

size_t reply_count_lines(const char *text, size_t len)
{
	size_t count = len > 0 && text[len - 1] != '\n';

	for (size_t i = 0; i < len; i++)
		count += text[i] == '\n';
	return count;
}

int reply_lines(struct reply *reply, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end && reply->error >= 0) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((newline ? newline : end) - text);

		if (newline && line_len > 0 && newline[-1] == '\r')
			line_len--;
		(void)append_line(reply, text, line_len);
		text = newline ? newline + 1 : end;
	}
	return reply->error;
}

int reply_text_lines(struct reply *reply, const char *text, size_t len)
{
	size_t before = reply->out->len;

	(void)reply_array(reply, reply_count_lines(text, len));
	(void)reply_lines(reply, text, len);
	if (reply->error < 0)
		buffer_truncate(reply->out, before);
	return reply->error;
}
