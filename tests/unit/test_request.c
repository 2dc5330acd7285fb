/* SPDX-License-Identifier: MIT */
/*
 * Most tests compare a transcript: what the parser made of the bytes, as text. transcript_of()
 * feeds them whole, then in every split of two, then byte by byte, and demands the same each time.
 */
#include "pieces.h"

#include "base/text.h"
#include "proto/request.h"

#include <stdio.h>
#include <string.h>

#define BYTES(literal) (literal), sizeof(literal) - 1

static void write_event(struct buffer *out, const struct request *request, int status)
{
	const char *end = request->lf_only ? "LF" : "CRLF";

	if (status == REQUEST_READY) {
		assert_int_equal(buffer_printf(out, "%s", end), 0);
		for (size_t i = 0; i < request->count; i++) {
			assert_int_equal(request->words[i].data[request->words[i].len], '\0');
			assert_int_equal(buffer_append_string(out, " ["), 0);
			assert_int_equal(
				text_escape(out, request->words[i].data, request->words[i].len), 0);
			assert_int_equal(buffer_append_char(out, ']'), 0);
		}
	} else {
		assert_int_equal(buffer_printf(out, "%s %s -%s %s", end,
					 status == REQUEST_REFUSED ? "REFUSED" : "BROKEN",
					 reply_code_name(request->code), request->message),
			0);
	}
	assert_int_equal(buffer_append_char(out, '\n'), 0);
}

/* Feeds the piece; false when the connection is to be closed. */
static bool feed(struct request_parser *parser, const char *bytes, size_t len, struct buffer *out)
{
	while (len > 0) {
		size_t used = SIZE_MAX;
		int status = request_parser_feed(parser, bytes, len, &used);

		assert_true(status >= 0 && used <= len);
		bytes += used;
		len -= used;
		if (status == REQUEST_MORE)
			assert_int_equal(len, 0);
		else
			write_event(out, &parser->request, status);
		if (status == REQUEST_BROKEN)
			return false;
	}
	return true;
}

/* In pieces: `first` bytes, then `step` at a time. The caller frees. */
static char *fed_in_pieces(const char *bytes, size_t len, size_t first, size_t step)
{
	struct request_parser parser = { 0 };
	struct buffer out = { 0 };
	size_t at = 0, piece = first;

	while (at < len) {
		if (piece > len - at)
			piece = len - at;
		if (!feed(&parser, bytes + at, piece, &out))
			break;
		at += piece;
		piece = step;
	}
	if (request_parser_is_midway(&parser))
		assert_int_equal(buffer_append_string(&out, "midway\n"), 0);
	request_parser_done(&parser);
	return buffer_steal(&out);
}

static char *transcript_of(const char *bytes, size_t len)
{
	return pieces_transcript(fed_in_pieces, bytes, len);
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

static void lines_are_words(void **state)
{
	static const struct row rows[] = {
		{ BYTES("PING\n"), "LF [PING]\n" },
		{ BYTES("PING\r\n"), "CRLF [PING]\n" },
		{ BYTES("  a \t b  \r\n"), "CRLF [a] [b]\n" },
		{ BYTES("\n\r\n  \n \t\r\n"), "" },
		{ BYTES("\r\nPING\n\nLIST\r\n"), "LF [PING]\nCRLF [LIST]\n" },
		{ BYTES("PING"), "midway\n" },
		{ BYTES("PING\nPI"), "LF [PING]\nmidway\n" },
		{ BYTES("a\rb\n"), "LF [a\\rb]\n" },
		{ BYTES("$5\r\n"), "CRLF [$5]\n" },
		{ BYTES("\xFF\x01\n"), "LF [\\xff\\x01]\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static void quotes_hold_words_together(void **state)
{
	static const struct row rows[] = {
		{ BYTES("\"a b\" c\n"), "LF [a b] [c]\n" },
		{ BYTES("'a b'\tc\n"), "LF [a b] [c]\n" },
		{ BYTES("\"\" '' x\n"), "LF [] [] [x]\n" },
		{ BYTES("key=\"a b\" x\n"), "LF [key=a b] [x]\n" },
		{ BYTES("\"\\n\\r\\t\\\\\\\"\"\n"), "LF [\\n\\r\\t\\\\\"]\n" },
		{ BYTES("\"\\x00\\x4a\\x4A\\xfF\"\n"), "LF [\\x00JJ\\xff]\n" },
		{ BYTES("'it\\'s \\n \\\\ '\n"), "LF [it's \\\\n \\\\\\\\ ]\n" },
		{ BYTES("a\\nb\n"), "LF [a\\\\nb]\n" },
		{ BYTES("\"a'b\" 'a\"b'\n"), "LF [a'b] [a\"b]\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

#define OPEN_QUOTE "LF REFUSED -ERR a quote is not closed\n"
#define BAD_ESCAPE                                                                                 \
	"LF REFUSED -ERR bad escape in double quotes: use \\n \\r \\t \\\\ \\\" or \\xHH\n"
#define NOT_AT_END "LF REFUSED -ERR a closing quote must end the word\n"

static void bad_quoting_is_refused_and_the_next_line_read(void **state)
{
	static const struct row rows[] = {
		{ BYTES("a \"b\nPING\n"), OPEN_QUOTE "LF [PING]\n" },
		{ BYTES("'\nPING\n"), OPEN_QUOTE "LF [PING]\n" },
		{ BYTES("'a\\'\nPING\n"), OPEN_QUOTE "LF [PING]\n" },
		{ BYTES("\"a\\\"\nPING\n"), OPEN_QUOTE "LF [PING]\n" },
		{ BYTES("\"a\\\nPING\n"), BAD_ESCAPE "LF [PING]\n" },
		{ BYTES("\"\\q\"\nPING\n"), BAD_ESCAPE "LF [PING]\n" },
		{ BYTES("\"\\x1\"\nPING\n"), BAD_ESCAPE "LF [PING]\n" },
		{ BYTES("\"\\x1g\"\nPING\n"), BAD_ESCAPE "LF [PING]\n" },
		{ BYTES("\"a\"b\nPING\n"), NOT_AT_END "LF [PING]\n" },
		{ BYTES("\"a\"\"b\"\nPING\n"), NOT_AT_END "LF [PING]\n" },
		{ BYTES("\"a\r\nPING\r\n"),
			"CRLF REFUSED -ERR a quote is not closed\nCRLF [PING]\n" },
		{ BYTES("a\0b\nPING\n"), "LF REFUSED -ERR NUL in a line: quote it as \"\\x00\", or "
					 "send an array\nLF [PING]\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static void arrays_carry_any_bytes(void **state)
{
	static const struct row rows[] = {
		{ BYTES("*1\r\n$4\r\nPING\r\n"), "CRLF [PING]\n" },
		{ BYTES("*3\r\n$1\r\na\r\n$0\r\n\r\n$5\r\n\r\n\0'\"\r\n"),
			"CRLF [a] [] [\\r\\n\\x00'\"]\n" },
		{ BYTES("*0\r\nPING\n"), "LF [PING]\n" },
		{ BYTES("*01\r\n$04\r\nPING\r\n"), "CRLF [PING]\n" },
		{ BYTES("*1\r\n$1\r\na\r\nb\n*1\r\n$1\r\nc\r\n"), "CRLF [a]\nLF [b]\nCRLF [c]\n" },
		{ BYTES("*1\r\n$0\r\n\r\n"), "CRLF []\n" },
		{ BYTES("*1"), "midway\n" },
		{ BYTES("*2\r\n$1\r\na\r\n"), "midway\n" },
		{ BYTES("*1\r\n$1\r\na\r"), "midway\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

#define BAD_COUNT  "CRLF BROKEN -ERR expected a number of words and CRLF behind '*'\n"
#define BAD_LENGTH "CRLF BROKEN -ERR expected a length and CRLF behind '$'\n"
#define NO_DOLLAR  "CRLF BROKEN -ERR expected '$' and a length before every word of an array\n"
#define NO_CRLF	   "CRLF BROKEN -ERR expected CRLF behind the bytes of a word\n"

static void lost_framing_breaks_off(void **state)
{
	static const struct row rows[] = {
		{ BYTES("*-1\r\nPING\n"), BAD_COUNT },
		{ BYTES("*x\r\nPING\n"), BAD_COUNT },
		{ BYTES("*\r\nPING\n"), BAD_COUNT },
		{ BYTES("*1\nPING\n"), BAD_COUNT },
		{ BYTES("*11\nPING\n"), BAD_COUNT },
		{ BYTES("*1\0\r\nPING\n"), BAD_COUNT },
		{ BYTES("*1\r\r\nPING\n"), BAD_COUNT },
		{ BYTES("* 1\r\nPING\n"), BAD_COUNT },
		{ BYTES("*1\r\n$-1\r\nPING\n"), BAD_LENGTH },
		{ BYTES("*1\r\n$\r\nPING\n"), BAD_LENGTH },
		{ BYTES("*1\r\n$4\nPING\n"), BAD_LENGTH },
		{ BYTES("*1\r\n:4\r\nPING\n"), NO_DOLLAR },
		{ BYTES("*1\r\n\r\nPING\n"), NO_DOLLAR },
		{ BYTES("*1\r\n$3\r\nPING\r\n"), NO_CRLF },
		{ BYTES("*1\r\n$4\r\nPING\nLIST\n"), NO_CRLF },
		{ BYTES("*1\r\n$4\r\nPING\rLIST\n"), NO_CRLF },
		{ BYTES("*00000000000000000000000000000000000000000001\r\n"), BAD_COUNT },
		{ BYTES("*1\r\n$00000000000000000000000000000000000000000001\r\n"), BAD_LENGTH },
		{ BYTES("*1025\r\n"), "CRLF BROKEN -TOOBIG an array of more than 1024 words\n" },
		{ BYTES("*99999999999999999999\r\n"),
			"CRLF BROKEN -TOOBIG an array of more than 1024 words\n" },
		{ BYTES("*1\r\n$16777217\r\n"),
			"CRLF BROKEN -TOOBIG an argument of more than 16777216 bytes\n" },
		{ BYTES("*1\r\n$99999999999999999999\r\n"),
			"CRLF BROKEN -TOOBIG an argument of more than 16777216 bytes\n" },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows));
}

static void broken_stays_broken(void **state)
{
	struct request_parser parser = { 0 };
	size_t used;

	(void)state;
	assert_int_equal(request_parser_feed(&parser, "*-1\r\n", 5, &used), REQUEST_BROKEN);
	assert_int_equal(request_parser_feed(&parser, "PING\n", 5, &used), REQUEST_BROKEN);
	assert_int_equal(used, 0);
	assert_false(request_parser_is_midway(&parser));
	assert_int_equal(parser.request.code, REPLY_ERR);
	request_parser_done(&parser);
	assert_int_equal(request_parser_feed(&parser, "PING\n", 5, &used), REQUEST_READY);
	request_parser_done(&parser);
}

/* So many bytes of line, a word of 'x', then what ends it and a PING. */
static char *long_line(size_t len, const char *end, size_t step)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	for (size_t i = 0; i < len; i++)
		assert_int_equal(buffer_append_char(&bytes, 'x'), 0);
	assert_int_equal(buffer_printf(&bytes, "%sPING\n", end), 0);
	return fed_in_pieces(bytes.data, bytes.len, step, step);
}

static void lines_have_at_most_64_kib(void **state)
{
	static const size_t steps[] = { 1, 7, 4096, WIRE_LINE_MAX, WIRE_LINE_MAX + 1,
		WIRE_LINE_MAX + 2, 1000000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		_cleanup_free_ char *lf = long_line(WIRE_LINE_MAX, "\n", steps[i]);
		_cleanup_free_ char *crlf = long_line(WIRE_LINE_MAX, "\r\n", steps[i]);
		_cleanup_free_ char *long_lf = long_line(WIRE_LINE_MAX + 1, "\n", steps[i]);
		_cleanup_free_ char *long_crlf = long_line(WIRE_LINE_MAX + 1, "\r\n", steps[i]);
		_cleanup_free_ char *longer = long_line(WIRE_LINE_MAX + 9999, "\r\n", steps[i]);

		assert_int_equal(strlen(lf), 5 + WIRE_LINE_MAX + 1 + strlen("LF [PING]\n"));
		assert_int_equal(strlen(crlf), 7 + WIRE_LINE_MAX + 1 + strlen("LF [PING]\n"));
		assert_string_equal(
			long_lf, "LF REFUSED -TOOBIG a line of more than 65536 bytes\nLF [PING]\n");
		assert_string_equal(long_crlf,
			"CRLF REFUSED -TOOBIG a line of more than 65536 bytes\nLF [PING]\n");
		assert_string_equal(longer, long_crlf);
	}
}

static void endless_lines_break_off_in_little_memory(void **state)
{
	struct request_parser parser = { 0 };
	_cleanup_free_ char *block = malloc(65536);
	size_t used, total = 0;
	int status = REQUEST_MORE;

	(void)state;
	memset(block, 'x', 65536);
	while (status == REQUEST_MORE && total < WIRE_SKIP_BYTES_MAX + 65536) {
		status = request_parser_feed(&parser, block, 65536, &used);
		total += used;
		assert_true(parser.bytes.allocated <= 4 * WIRE_LINE_MAX);
	}
	assert_int_equal(status, REQUEST_BROKEN);
	assert_int_equal(total, WIRE_SKIP_BYTES_MAX);
	assert_int_equal(parser.request.code, REPLY_TOOBIG);
	request_parser_done(&parser);
}

static char *many_words(size_t count, bool is_array)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	if (is_array)
		assert_int_equal(buffer_printf(&bytes, "*%zu\r\n", count), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(buffer_append_string(&bytes, is_array ? "$1\r\nx\r\n" : "x "), 0);
	assert_int_equal(buffer_printf(&bytes, "%sPING\n", is_array ? "" : "\n"), 0);
	return transcript_of(bytes.data, bytes.len);
}

static void requests_have_at_most_128_words(void **state)
{
	static const char refused[] =
		"REFUSED -TOOBIG more than 128 words in a request\nLF [PING]\n";

	(void)state;
	for (int is_array = 0; is_array < 2; is_array++) {
		_cleanup_free_ char *full = many_words(WIRE_WORDS_MAX, is_array);
		_cleanup_free_ char *over = many_words(WIRE_WORDS_MAX + 1, is_array);

		assert_null(strstr(full, "REFUSED"));
		assert_string_equal(strchr(over, ' ') + 1, refused);
	}
	_cleanup_free_ char *most = many_words(WIRE_SKIP_WORDS_MAX, true);

	assert_string_equal(strchr(most, ' ') + 1, refused);
}

/* An array of bulks of these sizes, then a PING; the words themselves are left out of the
 * transcript. */
static char *bulks(const size_t *sizes, size_t n_sizes, size_t step)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	assert_int_equal(buffer_printf(&bytes, "*%zu\r\n", n_sizes), 0);
	for (size_t i = 0; i < n_sizes; i++) {
		assert_int_equal(buffer_printf(&bytes, "$%zu\r\n", sizes[i]), 0);
		assert_int_equal(buffer_reserve(&bytes, sizes[i] + 2), 0);
		memset(bytes.data + bytes.len, 'x', sizes[i]);
		bytes.len += sizes[i];
		assert_int_equal(buffer_append_string(&bytes, "\r\n"), 0);
	}
	assert_int_equal(buffer_append_string(&bytes, "PING\n"), 0);
	return fed_in_pieces(bytes.data, bytes.len, step, step);
}

static void a_bulk_is_at_most_a_submission(void **state)
{
	static const size_t full[] = { WIRE_BULK_MAX }, over[] = { WIRE_BULK_MAX + 1, 3 };
	_cleanup_free_ char *taken = bulks(full, 1, 1 << 30);
	_cleanup_free_ char *bytewise = bulks(full, 1, 1);
	_cleanup_free_ char *refused = bulks(over, 2, 1000);

	(void)state;
	assert_int_equal(strlen(taken), 8 + WIRE_BULK_MAX + strlen("LF [PING]\n"));
	assert_string_equal(bytewise, taken);
	assert_string_equal(refused,
		"CRLF REFUSED -TOOBIG an argument of 1048577 bytes, at most 1048576\nLF [PING]\n");
}

static void a_request_is_bounded_in_all(void **state)
{
	static const size_t full[] = { WIRE_SUBMISSION_MAX, WIRE_LINE_MAX };
	static const size_t over[] = { WIRE_SUBMISSION_MAX, WIRE_LINE_MAX, 1 };
	static const size_t most[] = { 1, WIRE_SKIP_BYTES_MAX / 2, WIRE_SKIP_BYTES_MAX / 2 - 1 };
	static const size_t too_much[] = { 1, WIRE_SKIP_BYTES_MAX / 2, WIRE_SKIP_BYTES_MAX / 2 };
	_cleanup_free_ char *taken = bulks(full, 2, 65536), *refused = bulks(over, 3, 65536);
	_cleanup_free_ char *skipped = bulks(most, 3, 65536), *broken = bulks(too_much, 3, 65536);

	(void)state;
	assert_null(strstr(taken, "REFUSED"));
	assert_string_equal(
		refused, "CRLF REFUSED -TOOBIG more than 1114112 bytes in a request\nLF [PING]\n");
	assert_non_null(strstr(skipped, "REFUSED -TOOBIG an argument of 8388608 bytes"));
	assert_non_null(strstr(skipped, "LF [PING]\n"));
	assert_string_equal(broken, "CRLF BROKEN -TOOBIG more than 16777216 bytes in a request\n");
}

static void announced_lengths_cost_no_memory(void **state)
{
	struct request_parser parser = { 0 };
	size_t used;

	(void)state;
	assert_int_equal(request_parser_feed(&parser, BYTES("*128\r\n$1048576\r\nabc"), &used),
		REQUEST_MORE);
	assert_true(parser.bytes.allocated <= 4096);
	assert_true(request_parser_is_midway(&parser));
	request_parser_done(&parser);
}

static void idle_connections_keep_little_memory(void **state)
{
	static const char head[] = "*1\r\n$1000000\r\n";
	struct request_parser parser = { 0 };
	_cleanup_free_ char *block = calloc(1, 1000002);
	size_t used;

	(void)state;
	memcpy(block + 1000000, "\r\n", 2);
	assert_int_equal(request_parser_feed(&parser, head, strlen(head), &used), REQUEST_MORE);
	assert_int_equal(request_parser_feed(&parser, block, 1000002, &used), REQUEST_READY);
	assert_int_equal(parser.request.words[0].len, 1000000);
	assert_int_equal(request_parser_feed(&parser, "", 0, &used), REQUEST_MORE);
	assert_int_equal(parser.bytes.allocated, 0);
	request_parser_done(&parser);
}

static void whole_submission_fits(void **state)
{
	size_t sizes[WIRE_WORDS_MAX];

	(void)state;
	for (size_t i = 0; i < 5; i++)
		sizes[i] = WIRE_VERB_MAX;
	for (size_t i = 0; i < WIRE_FILES_MAX; i++) {
		sizes[5 + 2 * i] = 255;
		sizes[6 + 2 * i] = WIRE_SUBMISSION_MAX / WIRE_FILES_MAX;
	}
	_cleanup_free_ char *taken = bulks(sizes, 5 + 2 * WIRE_FILES_MAX, 65536);

	assert_null(strstr(taken, "REFUSED"));
	assert_null(strstr(taken, "BROKEN"));
}

static void text_words_are_told_from_bytes(void **state)
{
	const struct request_word text = { BYTES("caf\xC3\xA9") }, nul = { BYTES("a\0") },
				  invalid = { BYTES("\xFF") };

	(void)state;
	assert_true(request_word_is_text(&text));
	assert_false(request_word_is_text(&nul));
	assert_false(request_word_is_text(&invalid));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_words),
		cmocka_unit_test(quotes_hold_words_together),
		cmocka_unit_test(bad_quoting_is_refused_and_the_next_line_read),
		cmocka_unit_test(arrays_carry_any_bytes),
		cmocka_unit_test(lost_framing_breaks_off),
		cmocka_unit_test(broken_stays_broken),
		cmocka_unit_test(lines_have_at_most_64_kib),
		cmocka_unit_test(endless_lines_break_off_in_little_memory),
		cmocka_unit_test(requests_have_at_most_128_words),
		cmocka_unit_test(a_bulk_is_at_most_a_submission),
		cmocka_unit_test(a_request_is_bounded_in_all),
		cmocka_unit_test(announced_lengths_cost_no_memory),
		cmocka_unit_test(idle_connections_keep_little_memory),
		cmocka_unit_test(whole_submission_fits),
		cmocka_unit_test(text_words_are_told_from_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
