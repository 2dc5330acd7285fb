/* SPDX-License-Identifier: MIT */
/* As test_request.c: a transcript of the tokens, the same for every way to split the bytes. */
#include "pieces.h"

#include "base/text.h"
#include "proto/reply_reader.h"

#include <inttypes.h>
#include <string.h>

#define BYTES(literal) (literal), sizeof(literal) - 1

static void write_token(struct buffer *out, const struct reply_token *token)
{
	static const char *const types[] = { "+", "-", ":", "$", "*" };

	assert_int_equal(buffer_printf(out, "%u%s", token->depth, types[token->type]), 0);
	if (token->type == REPLY_TYPE_ERROR)
		assert_int_equal(buffer_printf(out, "%s(%s) ", reply_code_name(token->code),
					 token->code_name),
			0);
	if (token->type == REPLY_TYPE_NUMBER || token->type == REPLY_TYPE_ARRAY) {
		assert_int_equal(buffer_printf(out, "%" PRId64, token->number), 0);
	} else {
		assert_int_equal(token->data[token->len], '\0');
		assert_int_equal(text_escape(out, token->data, token->len), 0);
	}
	assert_int_equal(buffer_append_string(out, token->is_last ? ".\n" : "\n"), 0);
}

static bool feed(struct reply_reader *reader, const char *bytes, size_t len, struct buffer *out)
{
	while (len > 0) {
		size_t used = SIZE_MAX;
		int status = reply_reader_feed(reader, bytes, len, &used);

		assert_true(used <= len);
		bytes += used;
		len -= used;
		if (status < 0) {
			assert_int_equal(
				buffer_append_string(out, status == -EPROTO	? "EPROTO\n"
							  : status == -EMSGSIZE ? "EMSGSIZE\n"
										: "?\n"),
				0);
			assert_int_equal(reply_reader_feed(reader, "+\n", 2, &used), status);
			return false;
		}
		if (status == REPLY_READER_TOKEN)
			write_token(out, &reader->token);
		else
			assert_int_equal(len, 0);
	}
	return true;
}

static char *read_in_pieces(const char *bytes, size_t len, size_t first, size_t step)
{
	struct reply_reader reader = { 0 };
	struct buffer out = { 0 };
	size_t at = 0, piece = first;
	bool is_fine = true;

	while (is_fine && at < len) {
		if (piece > len - at)
			piece = len - at;
		is_fine = feed(&reader, bytes + at, piece, &out);
		at += piece;
		piece = step;
	}
	if (is_fine && reply_reader_is_midway(&reader))
		assert_int_equal(buffer_append_string(&out, "midway\n"), 0);
	reply_reader_done(&reader);
	return buffer_steal(&out);
}

static char *transcript_of(const char *bytes, size_t len)
{
	return pieces_transcript(read_in_pieces, bytes, len);
}

struct row {
	const char *bytes;
	size_t len;
	const char *transcript;
};

static void check_rows(const struct row *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		_cleanup_free_ char *transcript = transcript_of(rows[i].bytes, rows[i].len);

		assert_string_equal(transcript, rows[i].transcript);
	}
}

static void each_type_is_a_token(void **state)
{
	static const struct row rows[] = {
		{ BYTES("+OK\r\n"), "0+OK.\n" },
		{ BYTES("+OK\n"), "0+OK.\n" },
		{ BYTES("+\n"), "0+.\n" },
		{ BYTES("+a\rb\0c\r\r\n"), "0+a\\rb\\x00c\\r.\n" },
		{ BYTES("-NOTFOUND no lesson\r\n"), "0-NOTFOUND(NOTFOUND) no lesson.\n" },
		{ BYTES("-ERR\n"), "0-ERR(ERR) .\n" },
		{ BYTES("-FUTURE x y\n"), "0-UNKNOWN(FUTURE) x y.\n" },
		{ BYTES(":-42\n"), "0:-42.\n" },
		{ BYTES("$0\r\n\r\n"), "0$.\n" },
		{ BYTES("$3\n\r\n\0\n"), "0$\\r\\n\\x00.\n" },
		{ BYTES("$2\r\nab\r\n+x\n"), "0$ab.\n0+x.\n" },
		{ BYTES("*0\n+x\n"), "0*0.\n0+x.\n" },
		{ BYTES(""), "" },
		{ BYTES("+O"), "midway\n" },
		{ BYTES("$2\nab"), "midway\n" },
		{ BYTES("*1\n"), "0*1\nmidway\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static void arrays_know_their_end(void **state)
{
	static const struct row rows[] = {
		{ BYTES("*2\r\n+a\r\n+b\r\n+c\r\n"), "0*2\n1+a\n1+b.\n0+c.\n" },
		{ BYTES("*2\n*1\n+a\n*0\n:1\n"), "0*2\n1*1\n2+a\n1*0.\n0:1.\n" },
		{ BYTES("*1\n*1\n*1\n*1\n$1\nx\n:1\n"), "0*1\n1*1\n2*1\n3*1\n4$x.\n0:1.\n" },
		{ BYTES("*1\n*1\n*1\n*1\n*0\n:1\n"), "0*1\n1*1\n2*1\n3*1\n4*0.\n0:1.\n" },
		{ BYTES("*2\n-ERR x\n+b\n"), "0*2\n1-ERR(ERR) x\n1+b.\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static void what_is_not_our_wire_is_refused(void **state)
{
	static const struct row rows[] = {
		{ BYTES("\n"), "EPROTO\n" },
		{ BYTES("HTTP/1.1 200 OK\n"), "EPROTO\n" },
		{ BYTES(":\n"), "EPROTO\n" },
		{ BYTES(":x\n"), "EPROTO\n" },
		{ BYTES(":99999999999999999999\n"), "EPROTO\n" },
		{ BYTES("$-1\n"), "EPROTO\n" },
		{ BYTES("*-1\n"), "EPROTO\n" },
		{ BYTES("*1\0\n"), "EPROTO\n" },
		{ BYTES("$2\nabc\n"), "EPROTO\n" },
		{ BYTES("$2\nab\rx"), "EPROTO\n" },
		{ BYTES("$1\na\r\r\n"), "EPROTO\n" },
		{ BYTES("+a\n\n"), "0+a.\nEPROTO\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static void limits_are_kept(void **state)
{
	static const struct row rows[] = {
		{ BYTES("*1000000\n"), "0*1000000\nmidway\n" },
		{ BYTES("*1000001\n"), "EMSGSIZE\n" },
		{ BYTES("$1048576\n"), "midway\n" },
		{ BYTES("$1048577\n"), "EMSGSIZE\n" },
		{ BYTES("$99999999999999999999\n"), "EMSGSIZE\n" },
		{ BYTES("*1\n*1\n*1\n*1\n*1\n"), "0*1\n1*1\n2*1\n3*1\nEMSGSIZE\n" },
		{ BYTES(":00000000000000000000000000000001\r\n"), "0:1.\n" },
		{ BYTES(":000000000000000000000000000000001\r\n"), "EMSGSIZE\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static char *long_line(char first, size_t len, const char *end, size_t step)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	assert_int_equal(buffer_append_char(&bytes, first), 0);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(buffer_append_char(&bytes, 'x'), 0);
	assert_int_equal(buffer_append_string(&bytes, end), 0);
	return read_in_pieces(bytes.data, bytes.len, step, step);
}

static void lines_are_bounded(void **state)
{
	const size_t longest = WIRE_REPLY_LINE_MAX + 64;

	(void)state;
	for (size_t step = 1; step < 1000000; step = step * 100 + 1) {
		_cleanup_free_ char *fits = long_line('+', longest, "\r\n", step);
		_cleanup_free_ char *over = long_line('+', longest + 1, "\r\n", step);
		_cleanup_free_ char *over_lf = long_line('+', longest + 1, "\n", step);
		_cleanup_free_ char *error = long_line('-', longest + 1, "\r\n", step);
		_cleanup_free_ char *endless = long_line('+', longest + 2, "", step);

		assert_int_equal(strlen(fits), longest + strlen("0+.\n"));
		assert_string_equal(over, "EMSGSIZE\n");
		assert_string_equal(over_lf, "EMSGSIZE\n");
		assert_string_equal(error, "EMSGSIZE\n");
		assert_string_equal(endless, "EMSGSIZE\n");
	}
}

/* Whatever the writer writes, the reader reads, and gets back what was meant. */
static void writer_and_reader_agree(void **state)
{
	char all[256];
	_cleanup_buffer_ struct buffer out = { 0 };
	struct reply reply = REPLY_INIT(&out, false);
	struct reply_pair pairs[] = { { "a", all }, { "b", "1" } };
	_cleanup_strlist_ struct strlist cells = { 0 }, read = { 0 };
	_cleanup_free_ char *key = NULL, *value = NULL;
	size_t len;

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (char)(i + 1); /* ends in NUL */
	assert_int_equal(reply_field(&reply, "Key", all), 0);
	len = out.len - 3;
	assert_int_equal(reply_reader_split_field(out.data + 1, len, &key, &value), 0);
	assert_string_equal(key, "Key");
	assert_string_equal(value, all);
	buffer_clear(&out);
	assert_int_equal(reply_cells(&reply, all, "", "b", NULL), 0);
	assert_int_equal(reply_reader_split_row(out.data + 1, out.len - 3, &cells), 0);
	assert_int_equal(cells.count, 3);
	assert_string_equal(cells.items[0], all);
	assert_string_equal(cells.items[1], "");
	buffer_clear(&out);
	assert_int_equal(reply_pairs(&reply, pairs, 2), 0);
	assert_int_equal(reply_reader_split_pairs(out.data + 1, out.len - 3, &read), 0);
	assert_int_equal(read.count, 2);
	assert_string_equal(reply_reader_pair(&read, "a"), all);
	assert_string_equal(reply_reader_pair(&read, "b"), "1");
	assert_null(reply_reader_pair(&read, "c"));
}

static void pairs_are_split(void **state)
{
	static const struct {
		const char *line, *items[4];
	} rows[] = {
		{ "", { 0 } },
		{ "a=1", { "a=1" } },
		{ "a=1 b=2", { "a=1", "b=2" } },
		{ "a= b=2", { "a=", "b=2" } },
		{ "a=", { "a=" } },
		{ "a=x=y", { "a=x=y" } },
		{ "a=\"x y\" b=2", { "a=x y", "b=2" } },
		{ "a=\"\" b=2", { "a=", "b=2" } },
		{ "a=\"\\\"\\\\\" b=2", { "a=\"\\", "b=2" } },
		{ "a=1 note=last of all", { "a=1", "note=last of all" } },
		{ "note=it's \"so\" b=2", { "note=it's \"so\"", "b=2" } },
		{ " a=1  b=2 ", { "a=1", "b=2" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_strlist_ struct strlist pairs = { 0 };

		assert_int_equal(
			reply_reader_split_pairs(rows[i].line, strlen(rows[i].line), &pairs), 0);
		for (size_t j = 0; j < pairs.count; j++)
			assert_string_equal(pairs.items[j], rows[i].items[j]);
		assert_null(rows[i].items[pairs.count]);
	}
}

static void a_nul_in_a_value_stays_written(void **state)
{
	_cleanup_free_ char *key = NULL, *value = NULL;
	_cleanup_buffer_ struct buffer out = { 0 };
	struct reply reply = REPLY_INIT(&out, true);

	(void)state;
	assert_int_equal(reply_field_bytes(&reply, "stdout", "a\0?", 3), 0);
	assert_string_equal(out.data, "+stdout=a\\x00?\n");
	assert_int_equal(reply_reader_split_field(out.data + 1, out.len - 2, &key, &value), 0);
	assert_string_equal(value, "a\\x00?");
}

static void bad_lines_are_not_split(void **state)
{
	static const char *const pairs[] = { "a", "=1", "a b=1", "a=\"x", "a=\"x\"y", "a=\"\\q\"",
		"a=\"\\x00\"", "a=\"\\" };
	static const char *const fields[] = { "", "a", "=v", "a=\\q", "\\q=v", "\\x00=v" };
	static const char *const cells[] = { "a\t\\q", "a\\", "\\x00" };
	_cleanup_strlist_ struct strlist list = { 0 };
	char *key = NULL, *value = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		assert_int_equal(
			reply_reader_split_pairs(pairs[i], strlen(pairs[i]), &list), -EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		assert_int_equal(
			reply_reader_split_field(fields[i], strlen(fields[i]), &key, &value),
			-EINVAL);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		assert_int_equal(
			reply_reader_split_row(cells[i], strlen(cells[i]), &list), -EINVAL);
	assert_int_equal(list.count, 0);
	assert_null(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_is_a_token),
		cmocka_unit_test(arrays_know_their_end),
		cmocka_unit_test(what_is_not_our_wire_is_refused),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(lines_are_bounded),
		cmocka_unit_test(writer_and_reader_agree),
		cmocka_unit_test(pairs_are_split),
		cmocka_unit_test(a_nul_in_a_value_stays_written),
		cmocka_unit_test(bad_lines_are_not_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
