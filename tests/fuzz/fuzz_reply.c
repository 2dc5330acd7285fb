/* SPDX-License-Identifier: MIT */
/*
 * Replies, both ways: the bytes are read as replies, whole and byte by byte with the same tokens;
 * and they are written as the content of every kind of reply, which the reader must take back one
 * for one.
 */
#include "fuzz.h"

#include "base/text.h"
#include "proto/reply_reader.h"

#include <string.h>

static int read_step(struct reply_reader *reader, const char **bytes, size_t *size, size_t piece)
{
	size_t used = SIZE_MAX, given = piece < *size ? piece : *size;
	int status = reply_reader_feed(reader, *bytes, given, &used);

	FUZZ_ASSERT(used <= given);
	FUZZ_ASSERT(status != REPLY_READER_MORE || used == given);
	*bytes += used;
	*size -= used;
	return status;
}

/* Up to the next token or error. */
static int next_token(struct reply_reader *reader, const char **bytes, size_t *size, size_t piece)
{
	int status = REPLY_READER_MORE;

	while (status == REPLY_READER_MORE && *size > 0)
		status = read_step(reader, bytes, size, piece);
	return status;
}

static void check_same(const struct reply_token *a, const struct reply_token *b)
{
	FUZZ_ASSERT(a->type == b->type && a->number == b->number && a->len == b->len);
	FUZZ_ASSERT(a->code == b->code && a->depth == b->depth && a->is_last == b->is_last);
	FUZZ_ASSERT(a->depth <= WIRE_REPLY_DEPTH_MAX);
	if (a->data) {
		FUZZ_ASSERT(memcmp(a->data, b->data, a->len) == 0);
		FUZZ_ASSERT(a->data[a->len] == '\0');
	}
}

static void split_line(const struct reply_token *token)
{
	_cleanup_strlist_ struct strlist cells = { 0 }, pairs = { 0 };
	_cleanup_free_ char *key = NULL, *value = NULL;

	(void)reply_reader_split_field(token->data, token->len, &key, &value);
	(void)reply_reader_split_row(token->data, token->len, &cells);
	(void)reply_reader_split_pairs(token->data, token->len, &pairs);
}

static void read_as_replies(const uint8_t *data, size_t size)
{
	struct reply_reader whole = { 0 }, bytewise = { 0 };
	const char *whole_bytes = (const char *)data, *bytewise_bytes = whole_bytes;
	size_t whole_size = size, bytewise_size = size;
	int status = REPLY_READER_TOKEN;

	while (status == REPLY_READER_TOKEN) {
		status = next_token(&whole, &whole_bytes, &whole_size, SIZE_MAX);
		FUZZ_ASSERT(status == next_token(&bytewise, &bytewise_bytes, &bytewise_size, 1));
		FUZZ_ASSERT(reply_reader_is_midway(&whole) == reply_reader_is_midway(&bytewise) ||
			    status < 0);
		if (status == REPLY_READER_TOKEN) {
			check_same(&whole.token, &bytewise.token);
			if (whole.token.type == REPLY_TYPE_SIMPLE)
				split_line(&whole.token);
		}
	}
	reply_reader_done(&whole);
	reply_reader_done(&bytewise);
}

static void check_values(const struct buffer *out, const char *text)
{
	struct reply_reader reader = { 0 };
	const char *bytes = out->data;
	size_t size = out->len, len = strlen(text);

	for (size_t i = 0; i < 3; i++) {
		_cleanup_strlist_ struct strlist cells = { 0 };
		_cleanup_free_ char *key = NULL, *value = NULL;

		FUZZ_ASSERT(next_token(&reader, &bytes, &size, SIZE_MAX) == REPLY_READER_TOKEN);
		FUZZ_ASSERT(text_is_utf8(reader.token.data, reader.token.len));
		if (len > 8192) /* may have been cut */
			continue;
		if (i == 0) {
			FUZZ_ASSERT(reply_reader_split_field(reader.token.data, reader.token.len,
					    &key, &value) == 0);
			FUZZ_ASSERT(strcmp(value, text) == 0);
		} else if (i == 1) {
			FUZZ_ASSERT(reply_reader_split_row(
					    reader.token.data, reader.token.len, &cells) == 0);
			FUZZ_ASSERT(cells.count == 2 && strcmp(cells.items[1], text) == 0);
		} else {
			FUZZ_ASSERT(reply_reader_split_pairs(
					    reader.token.data, reader.token.len, &cells) == 0);
			FUZZ_ASSERT(strcmp(reply_reader_pair(&cells, "k"), text) == 0);
		}
	}
	FUZZ_ASSERT(size == 0);
	reply_reader_done(&reader);
}

/* As a value: it comes back byte for byte. */
static void write_as_values(const char *text, bool lf_only)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	struct reply reply = REPLY_INIT(&out, lf_only);
	const struct reply_pair pairs[] = { { "a", text }, { "k", text } };

	(void)reply_field(&reply, "Key", text);
	(void)reply_cells(&reply, text, text, NULL);
	FUZZ_ASSERT(reply_pairs(&reply, pairs, 2) == 0);
	check_values(&out, text);
}

/* As text: whatever it is, each line is one token. */
static void write_as_text(const char *text, size_t len, bool lf_only)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	struct reply reply = REPLY_INIT(&out, lf_only);
	struct reply_reader reader = { 0 };
	const char *bytes;
	size_t size, left = 3 + 1 + reply_count_lines(text, len);

	(void)reply_simple(&reply, text);
	(void)reply_error(&reply, REPLY_ERR, "%s", text);
	(void)reply_bulk(&reply, text, len);
	FUZZ_ASSERT(reply_text_lines(&reply, text, len) == 0);
	bytes = out.data;
	for (size = out.len; size > 0 && left > 0; left--)
		FUZZ_ASSERT(next_token(&reader, &bytes, &size, SIZE_MAX) == REPLY_READER_TOKEN);
	FUZZ_ASSERT(size == 0 && left == 0 && reader.token.is_last);
	reply_reader_done(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *text = malloc(size + 1);

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	read_as_replies(data, size);
	write_as_values(text, size % 2);
	if (size <= WIRE_BULK_MAX)
		write_as_text(text, size, size % 2);
	return 0;
}
