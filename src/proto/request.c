/* SPDX-License-Identifier: MIT */
/*
 * A machine of states, each with a function that uses up some of the bytes. A refused request stays
 * in the same states, it only keeps nothing, so that the place where the next request begins is
 * found in one way only. Lines are gathered whole and then split where they lie: unquoting never
 * makes a word longer.
 */
#include "proto/request.h"

#include "base/parse.h"
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum state {
	STATE_START,
	STATE_LINE,
	STATE_LONG_LINE, /* skipping it */
	STATE_COUNT,	 /* "*n" */
	STATE_LENGTH,	 /* "$n" */
	STATE_BULK,
	STATE_BULK_CR,
	STATE_BULK_LF,
	STATE_BROKEN,
};

enum {
	KEPT_BYTES = 16384, /* memory that an idle connection keeps for its next request */
};

static void refuse(struct request_parser *parser, enum reply_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static int break_off(struct request_parser *parser, enum reply_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The first reason stands. */
static void refuse(struct request_parser *parser, enum reply_code code, const char *format, ...)
{
	struct request *request = &parser->request;
	va_list args;

	if (parser->is_refused)
		return;
	va_start(args, format);
	(void)vsnprintf(request->message, sizeof(request->message), format, args);
	va_end(args);
	request->code = code;
	request->count = 0;
	parser->is_refused = true;
	parser->skipped = parser->total;
	buffer_done(&parser->bytes);
}

static int break_off(struct request_parser *parser, enum reply_code code, const char *format, ...)
{
	struct request *request = &parser->request;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(request->message, sizeof(request->message), format, args);
	va_end(args);
	request->code = code;
	request->count = 0;
	parser->state = STATE_BROKEN;
	buffer_done(&parser->bytes);
	return REQUEST_BROKEN;
}

static int finish(struct request_parser *parser)
{
	parser->state = STATE_START;
	parser->is_over = true;
	return parser->is_refused ? REQUEST_REFUSED : REQUEST_READY;
}

/* Forgets the request that was handed out. */
static void begin(struct request_parser *parser)
{
	parser->request.count = 0;
	parser->request.lf_only = false;
	parser->request.message[0] = '\0';
	parser->total = parser->skipped = 0;
	parser->is_refused = parser->is_over = parser->last_was_cr = false;
	if (parser->bytes.allocated > KEPT_BYTES)
		buffer_done(&parser->bytes);
	buffer_clear(&parser->bytes);
}

/* The words of a line. `out` writes over what `in` has read and never passes it. */
struct cursor {
	const char *in, *end;
	char *out;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* What stands behind a backslash within double quotes: 0, or -EINVAL. */
static int read_escape(struct cursor *cursor)
{
	static const char letters[] = "nrt\\\"", meanings[] = "\n\r\t\\\"";
	const char *letter = cursor->in < cursor->end ? memchr(letters, *cursor->in, 5) : NULL;
	int high, low;

	if (letter) {
		*cursor->out++ = meanings[letter - letters];
		cursor->in++;
		return 0;
	}
	if (cursor->end - cursor->in < 3 || *cursor->in != 'x')
		return -EINVAL;
	high = text_hex_digit(cursor->in[1]);
	low = text_hex_digit(cursor->in[2]);
	if (high < 0 || low < 0)
		return -EINVAL;
	*cursor->out++ = (char)(high << 4 | low);
	cursor->in += 3;
	return 0;
}

/* From behind the opening quote to behind the closing one; NULL, or what is wrong. */
static const char *read_quoted(struct cursor *cursor, char quote)
{
	while (cursor->in < cursor->end) {
		char c = *cursor->in++;

		if (c == quote)
			return cursor->in == cursor->end || is_blank(*cursor->in)
				       ? NULL
				       : "a closing quote must end the word";
		if (c == '\\' && quote == '"') {
			if (read_escape(cursor) < 0)
				return "bad escape in double quotes: use \\n \\r \\t \\\\ \\\" or "
				       "\\xHH";
			continue;
		}
		if (c == '\\' && cursor->in < cursor->end && *cursor->in == '\'')
			c = *cursor->in++;
		*cursor->out++ = c;
	}
	return "a quote is not closed";
}

/* Up to the blank behind the word, which is used up, since the word's NUL may come to lie there. */
static const char *read_word(struct cursor *cursor)
{
	const char *problem = NULL;

	while (cursor->in < cursor->end && !is_blank(*cursor->in)) {
		char c = *cursor->in++;

		if (c == '"' || c == '\'') {
			problem = read_quoted(cursor, c);
			break;
		}
		*cursor->out++ = c;
	}
	if (cursor->in < cursor->end)
		cursor->in++;
	return problem;
}

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->in < cursor->end && is_blank(*cursor->in))
		cursor->in++;
}

static void split_line(struct request_parser *parser)
{
	struct cursor cursor = {
		.in = parser->bytes.data,
		.end = parser->bytes.data + parser->bytes.len,
		.out = parser->bytes.data,
	};
	struct request *request = &parser->request;
	const char *problem;

	for (skip_blanks(&cursor); cursor.in < cursor.end; skip_blanks(&cursor)) {
		struct request_word *word = &request->words[request->count];

		if (request->count == WIRE_WORDS_MAX) {
			refuse(parser, REPLY_TOOBIG, "more than %u words in a request",
				WIRE_WORDS_MAX);
			return;
		}
		word->data = cursor.out;
		problem = read_word(&cursor);
		if (problem) {
			refuse(parser, REPLY_ERR, "%s", problem);
			return;
		}
		word->len = (size_t)(cursor.out - word->data);
		*cursor.out++ = '\0';
		request->count++;
	}
}

/* The line is whole, its LF is used up. REQUEST_MORE when it has no words. */
static int finish_line(struct request_parser *parser)
{
	struct buffer *line = &parser->bytes;
	bool has_cr = line->len > 0 && line->data[line->len - 1] == '\r';

	parser->request.lf_only = !has_cr;
	buffer_truncate(line, line->len - has_cr);
	if (line->len > WIRE_LINE_MAX)
		refuse(parser, REPLY_TOOBIG, "a line of more than %u bytes", WIRE_LINE_MAX);
	else if (line->len > 0 && memchr(line->data, '\0', line->len))
		refuse(parser, REPLY_ERR, "NUL in a line: quote it as \"\\x00\", or send an array");
	else if (line->len > 0)
		split_line(parser);
	if (parser->request.count > 0 || parser->is_refused)
		return finish(parser);
	begin(parser);
	parser->state = STATE_START;
	return REQUEST_MORE;
}

static int on_start(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	(void)len;
	*used = bytes[0] == '*';
	parser->state = bytes[0] == '*' ? STATE_COUNT : STATE_LINE;
	return REQUEST_MORE;
}

static int on_line(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	const char *newline = memchr(bytes, '\n', len);
	size_t piece = newline ? (size_t)(newline - bytes) : len, so_far = parser->bytes.len;

	/* One more than the limit: it may turn out to be the CR. */
	if (piece > WIRE_LINE_MAX + 1 - so_far) {
		parser->state = STATE_LONG_LINE;
		parser->total = so_far;
		refuse(parser, REPLY_TOOBIG, "a line of more than %u bytes", WIRE_LINE_MAX);
		return REQUEST_MORE;
	}
	if (buffer_append(&parser->bytes, bytes, piece) < 0)
		return -ENOMEM;
	*used = piece + (newline != NULL);
	return newline ? finish_line(parser) : REQUEST_MORE;
}

static int on_long_line(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	size_t left = WIRE_SKIP_BYTES_MAX - parser->skipped, seen = len < left ? len : left, piece;
	const char *newline = memchr(bytes, '\n', seen);

	piece = newline ? (size_t)(newline - bytes) : seen;
	if (piece > 0)
		parser->last_was_cr = bytes[piece - 1] == '\r';
	parser->skipped += piece;
	*used = piece + (newline != NULL);
	if (newline) {
		parser->request.lf_only = !parser->last_was_cr;
		return finish(parser);
	}
	if (parser->skipped == WIRE_SKIP_BYTES_MAX)
		return break_off(
			parser, REPLY_TOOBIG, "a line of more than %u bytes", WIRE_SKIP_BYTES_MAX);
	return REQUEST_MORE;
}

/* Gathers a line of an array up to its CRLF: 1 when it is whole, 0 while it isn't, -EINVAL when it
   can't become one. Byte by byte: these lines are short. */
static int read_header(struct request_parser *parser, char c)
{
	size_t len = parser->header_len;

	if (c == '\n' && len > 0 && parser->header[len - 1] == '\r') {
		parser->header_len--;
		return 1;
	}
	if (c == '\n' || len == sizeof(parser->header))
		return -EINVAL;
	parser->header[parser->header_len++] = c;
	return 0;
}

/* The number of such a line behind `skip` bytes: 1 when it is there, 0 while it isn't, -EINVAL,
 * -ERANGE. */
static int read_number(
	struct request_parser *parser, char c, size_t skip, uint64_t max, size_t *ret_number)
{
	uint64_t number;
	int r = read_header(parser, c);

	if (r <= 0)
		return r;
	r = parse_u64_n(parser->header + skip, parser->header_len - skip, max, &number);
	if (r < 0)
		return r;
	parser->header_len = 0;
	*ret_number = (size_t)number;
	return 1;
}

static int on_count(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	size_t count;
	int r = read_number(parser, bytes[0], 0, WIRE_SKIP_WORDS_MAX, &count);

	(void)len;
	*used = 1;
	if (r == 0)
		return REQUEST_MORE;
	if (r == -ERANGE)
		return break_off(parser, REPLY_TOOBIG, "an array of more than %u words",
			WIRE_SKIP_WORDS_MAX);
	if (r < 0)
		return break_off(
			parser, REPLY_ERR, "expected a number of words and CRLF behind '*'");
	if (count > WIRE_WORDS_MAX)
		refuse(parser, REPLY_TOOBIG, "more than %u words in a request", WIRE_WORDS_MAX);
	parser->words_left = count;
	parser->state = count > 0 ? STATE_LENGTH : STATE_START;
	return REQUEST_MORE;
}

/* A bulk of so many bytes begins: whether we keep it, skip it, or have lost patience. */
static int begin_bulk(struct request_parser *parser, size_t size)
{
	struct request *request = &parser->request;

	if (size > WIRE_BULK_MAX)
		refuse(parser, REPLY_TOOBIG, "an argument of %zu bytes, at most %u", size,
			WIRE_BULK_MAX);
	else if (parser->total + size > WIRE_REQUEST_MAX)
		refuse(parser, REPLY_TOOBIG, "more than %u bytes in a request", WIRE_REQUEST_MAX);
	if (!parser->is_refused) {
		request->words[request->count++].len = size;
		parser->total += size;
	} else {
		parser->skipped += size;
		if (parser->skipped > WIRE_SKIP_BYTES_MAX)
			return break_off(parser, REPLY_TOOBIG, "more than %u bytes in a request",
				WIRE_SKIP_BYTES_MAX);
	}
	parser->bulk_left = size;
	parser->state = size > 0 ? STATE_BULK : STATE_BULK_CR;
	return REQUEST_MORE;
}

static int on_length(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	size_t size;
	int r;

	(void)len;
	*used = 1;
	if (parser->header_len == 0 && bytes[0] != '$')
		return break_off(parser, REPLY_ERR,
			"expected '$' and a length before every word of an array");
	r = read_number(parser, bytes[0], 1, WIRE_SKIP_BYTES_MAX, &size);
	if (r == 0)
		return REQUEST_MORE;
	if (r == -ERANGE)
		return break_off(parser, REPLY_TOOBIG, "an argument of more than %u bytes",
			WIRE_SKIP_BYTES_MAX);
	if (r < 0)
		return break_off(parser, REPLY_ERR, "expected a length and CRLF behind '$'");
	return begin_bulk(parser, size);
}

static int on_bulk(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	size_t piece = len < parser->bulk_left ? len : parser->bulk_left;

	if (!parser->is_refused && buffer_append(&parser->bytes, bytes, piece) < 0)
		return -ENOMEM;
	parser->bulk_left -= piece;
	if (parser->bulk_left == 0)
		parser->state = STATE_BULK_CR;
	*used = piece;
	return REQUEST_MORE;
}

static int on_bulk_cr(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	(void)len;
	*used = 1;
	if (bytes[0] != '\r')
		return break_off(parser, REPLY_ERR, "expected CRLF behind the bytes of a word");
	parser->state = STATE_BULK_LF;
	return REQUEST_MORE;
}

/* Words are found by their lengths only now: the buffer may have moved while it grew. */
static void place_words(struct request_parser *parser)
{
	const char *data = parser->bytes.data;

	for (size_t i = 0; i < parser->request.count; i++) {
		parser->request.words[i].data = data;
		data += parser->request.words[i].len + 1;
	}
}

static int on_bulk_lf(struct request_parser *parser, const char *bytes, size_t len, size_t *used)
{
	(void)len;
	*used = 1;
	if (bytes[0] != '\n')
		return break_off(parser, REPLY_ERR, "expected CRLF behind the bytes of a word");
	if (!parser->is_refused && buffer_append_char(&parser->bytes, '\0') < 0)
		return -ENOMEM;
	parser->words_left--;
	parser->state = STATE_LENGTH;
	if (parser->words_left > 0)
		return REQUEST_MORE;
	place_words(parser);
	return finish(parser);
}

/* Uses at least one byte, or goes on to a state that does. Returns an enum request_status or
 * -ENOMEM. */
typedef int (*step)(struct request_parser *parser, const char *bytes, size_t len, size_t *used);

static const step STEPS[] = {
	[STATE_START] = on_start,
	[STATE_LINE] = on_line,
	[STATE_LONG_LINE] = on_long_line,
	[STATE_COUNT] = on_count,
	[STATE_LENGTH] = on_length,
	[STATE_BULK] = on_bulk,
	[STATE_BULK_CR] = on_bulk_cr,
	[STATE_BULK_LF] = on_bulk_lf,
};

int request_parser_feed(
	struct request_parser *parser, const char *bytes, size_t len, size_t *ret_used)
{
	size_t used = 0;
	int status = parser->state == STATE_BROKEN ? REQUEST_BROKEN : REQUEST_MORE;

	if (parser->is_over)
		begin(parser);
	while (status == REQUEST_MORE && used < len) {
		size_t step_used = 0;

		status = STEPS[parser->state](parser, bytes + used, len - used, &step_used);
		used += step_used;
	}
	if (status < 0)
		(void)break_off(parser, REPLY_INTERNAL, "out of memory");
	*ret_used = used;
	return status;
}

bool request_parser_is_midway(const struct request_parser *parser)
{
	return parser->state != STATE_START && parser->state != STATE_BROKEN;
}

void request_parser_done(struct request_parser *parser)
{
	if (!parser)
		return;
	buffer_done(&parser->bytes);
	memset(parser, 0, sizeof(*parser));
}

bool request_word_is_text(const struct request_word *word)
{
	return !memchr(word->data, '\0', word->len) && text_is_utf8(word->data, word->len);
}
