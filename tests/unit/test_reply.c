/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/text.h"
#include "proto/limits.h"
#include "proto/reply.h"

#include <string.h>

#define BYTES(literal) (literal), sizeof(literal) - 1

/* A reply into a buffer of its own. */
struct written {
	struct buffer out;
	struct reply reply;
};

static void begin(struct written *written, bool lf_only)
{
	*written = (struct written){ .reply = { .out = &written->out, .lf_only = lf_only } };
}

static void expect(struct written *written, const char *bytes)
{
	assert_int_equal(written->reply.error, 0);
	assert_string_equal(written->out.data ? written->out.data : "", bytes);
	buffer_done(&written->out);
}

static void each_type_ends_in_crlf(void **state)
{
	struct written w;

	(void)state;
	begin(&w, false);
	assert_int_equal(reply_simple(&w.reply, "OK"), 0);
	assert_int_equal(reply_simplef(&w.reply, "Now practicing: %s", "x"), 0);
	assert_int_equal(reply_error(&w.reply, REPLY_NOTFOUND, "no lesson '%s'", "x"), 0);
	assert_int_equal(reply_number(&w.reply, INT64_MIN), 0);
	assert_int_equal(reply_bulk(&w.reply, "a\nb", 3), 0);
	assert_int_equal(reply_array(&w.reply, 2), 0);
	expect(&w,
		"+OK\r\n+Now practicing: x\r\n-NOTFOUND no lesson 'x'\r\n:-9223372036854775808\r\n"
		"$3\r\na\nb\r\n*2\r\n");
}

static void lf_only_has_no_cr(void **state)
{
	struct written w;

	(void)state;
	begin(&w, true);
	assert_int_equal(reply_simple(&w.reply, "OK"), 0);
	assert_int_equal(reply_error(&w.reply, REPLY_ERR, "x"), 0);
	assert_int_equal(reply_bulk(&w.reply, "ab", 2), 0);
	assert_int_equal(reply_text_lines(&w.reply, BYTES("a\r\nb\n")), 0);
	assert_int_equal(reply_field(&w.reply, "K", "v"), 0);
	expect(&w, "+OK\n-ERR x\n$2\nab\n*2\n+a\n+b\n+K=v\n");
}

static void content_never_breaks_a_line(void **state)
{
	static const char text[] = "a\r\n-ERR b";
	struct written w;

	(void)state;
	begin(&w, true);
	assert_int_equal(reply_simple(&w.reply, text), 0);
	assert_int_equal(reply_simplef(&w.reply, "%s%c%s", "x", 0, "y"), 0);
	assert_int_equal(reply_error(&w.reply, REPLY_BADARG, "%s", text), 0);
	assert_int_equal(reply_field(&w.reply, "K", text), 0);
	assert_int_equal(reply_cells(&w.reply, text, "b\tc", NULL), 0);
	assert_int_equal(reply_lines(&w.reply, BYTES("a\rb\0c\td\\n\n")), 0);
	expect(&w, "+a\\r\\n-ERR b\n+x\\x00y\n-BADARG a\\r\\n-ERR b\n+K=a\\r\\n-ERR b\n"
		   "+a\\r\\n-ERR b\tb\\tc\n+a\\rb\\x00c\td\\n\n");
}

static void fields_and_rows_escape_their_values(void **state)
{
	const char *cells[] = { "a b", NULL, "c\\d", "" };
	struct written w;

	(void)state;
	begin(&w, true);
	assert_int_equal(reply_field(&w.reply, "Title", "a=b \xC3\xA9\t\\"), 0);
	assert_int_equal(reply_field(&w.reply, "Empty", NULL), 0);
	assert_int_equal(reply_fieldf(&w.reply, "Steps", "%d/%d", 2, 5), 0);
	assert_int_equal(reply_field_number(&w.reply, "Points", -3), 0);
	assert_int_equal(reply_row(&w.reply, cells, 4), 0);
	assert_int_equal(reply_row_on(&w.reply, "+x\ty", 4, cells, 3), 0);
	assert_int_equal(reply_cells(&w.reply, "ONE", NULL), 0);
	expect(&w, "+Title=a=b \xC3\xA9\\t\\\\\n+Empty=\n+Steps=2/5\n+Points=-3\n+a "
		   "b\t\tc\\\\d\t\n+x\ty\ta b\t\tc\\\\d\n+ONE\n");
}

static void pairs_quote_what_is_not_one_word(void **state)
{
	const struct reply_pair pairs[] = {
		{ "case", "3" },
		{ "note", "two \"words\"" },
		{ "skipped", NULL },
		{ "empty", "" },
		{ "path", "a\\b" },
		{ "utf8", "\xC3\xA9" },
		{ "bad", "\xFF\n" },
	};
	struct written w;

	(void)state;
	begin(&w, true);
	assert_int_equal(reply_pairs(&w.reply, pairs, ARRAY_SIZE(pairs)), 0);
	assert_int_equal(reply_pairs(&w.reply, pairs + 2, 2), 0);
	expect(&w, "+case=3 note=\"two \\\"words\\\"\" empty=\"\" path=\"a\\\\b\" utf8=\xC3\xA9 "
		   "bad=\"\\xff\\n\"\n"
		   "+empty=\"\"\n");
}

static void text_lines_announce_their_number(void **state)
{
	static const struct {
		const char *text;
		const char *bytes;
	} rows[] = {
		{ "", "*0\n" },
		{ "\n", "*1\n+\n" },
		{ "a", "*1\n+a\n" },
		{ "a\n", "*1\n+a\n" },
		{ "a\n\nb", "*3\n+a\n+\n+b\n" },
		{ "a\r\nb\r\n", "*2\n+a\n+b\n" },
		{ "a\r", "*1\n+a\\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct written w;

		begin(&w, true);
		assert_int_equal(reply_text_lines(&w.reply, rows[i].text, strlen(rows[i].text)), 0);
		expect(&w, rows[i].bytes);
	}
}

static void long_lines_are_cut_at_a_character(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	struct written w;

	(void)state;
	for (size_t i = 0; i < WIRE_ERROR_MAX - 1; i++)
		assert_int_equal(buffer_append_char(&text, 'x'), 0);
	begin(&w, true);
	assert_int_equal(reply_error(&w.reply, REPLY_ERR, "%sy", text.data), 0);
	assert_int_equal(w.out.len, strlen("-ERR \n") + WIRE_ERROR_MAX);
	buffer_clear(&w.out);
	assert_int_equal(reply_error(&w.reply, REPLY_ERR, "%s\xC3\xA9", text.data), 0);
	assert_int_equal(w.out.len, strlen("-ERR ...\n") + WIRE_ERROR_MAX - 1);
	assert_true(text_is_utf8(w.out.data, w.out.len));
	assert_string_equal(w.out.data + w.out.len - 5, "x...\n");
	buffer_done(&w.out);
}

static void lines_have_at_most_their_limit(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	const char *cells[40];
	struct written w;

	(void)state;
	for (size_t i = 0; i < WIRE_REPLY_LINE_MAX; i++)
		assert_int_equal(buffer_append_char(&text, i % 2 ? '\n' : '\x01'), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		cells[i] = text.data;
	begin(&w, true);
	assert_int_equal(reply_simple(&w.reply, text.data), 0);
	assert_in_range(w.out.len, WIRE_REPLY_LINE_MAX - 8, WIRE_REPLY_LINE_MAX + 8);
	buffer_clear(&w.out);
	assert_int_equal(reply_field(&w.reply, "Key", text.data), 0);
	assert_in_range(w.out.len, WIRE_REPLY_LINE_MAX / 2, WIRE_REPLY_LINE_MAX + 8);
	buffer_clear(&w.out);
	assert_int_equal(reply_row(&w.reply, cells, ARRAY_SIZE(cells)), 0);
	assert_in_range(w.out.len, WIRE_REPLY_LINE_MAX / 8, WIRE_REPLY_LINE_MAX + 8);
	buffer_clear(&w.out);
	assert_int_equal(reply_pairs(&w.reply, &(struct reply_pair){ "k", text.data }, 1), 0);
	assert_in_range(w.out.len, WIRE_REPLY_LINE_MAX / 16, WIRE_REPLY_LINE_MAX + 8);
	buffer_done(&w.out);
}

static void a_line_of_the_limit_is_whole(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	struct written w;

	(void)state;
	for (size_t i = 0; i < WIRE_REPLY_LINE_MAX; i++)
		assert_int_equal(buffer_append_char(&text, 'x'), 0);
	begin(&w, true);
	assert_int_equal(reply_simple(&w.reply, text.data), 0);
	assert_int_equal(w.out.len, WIRE_REPLY_LINE_MAX + 2);
	assert_string_equal(w.out.data + w.out.len - 4, "xxx\n");
	buffer_done(&w.out);
}

static void errors_stick(void **state)
{
	struct written w;

	(void)state;
	begin(&w, true);
	assert_int_equal(reply_simple(&w.reply, "before"), 0);
	assert_int_equal(reply_fail(&w.reply, -ENOMEM), -ENOMEM);
	assert_int_equal(reply_fail(&w.reply, -EIO), -ENOMEM);
	assert_int_equal(reply_simple(&w.reply, "x"), -ENOMEM);
	assert_int_equal(reply_simplef(&w.reply, "%s", "x"), -ENOMEM);
	assert_int_equal(reply_error(&w.reply, REPLY_ERR, "x"), -ENOMEM);
	assert_int_equal(reply_number(&w.reply, 1), -ENOMEM);
	assert_int_equal(reply_bulk(&w.reply, "x", 1), -ENOMEM);
	assert_int_equal(reply_array(&w.reply, 1), -ENOMEM);
	assert_int_equal(reply_field(&w.reply, "k", "v"), -ENOMEM);
	assert_int_equal(reply_cells(&w.reply, "x", NULL), -ENOMEM);
	assert_int_equal(reply_pairs(&w.reply, NULL, 0), -ENOMEM);
	assert_int_equal(reply_text_lines(&w.reply, BYTES("x")), -ENOMEM);
	assert_string_equal(w.out.data, "+before\n");
	buffer_done(&w.out);
}

static void codes_have_names_and_help(void **state)
{
	(void)state;
	for (enum reply_code code = 0; code < REPLY_CODES; code++) {
		const char *name = reply_code_name(code);

		assert_int_equal(reply_code_from_name(name, strlen(name)), code);
		assert_true(strlen(reply_code_help(code)) > 0);
	}
	assert_string_equal(reply_code_name(REPLY_CODES), "UNKNOWN");
	assert_int_equal(reply_code_from_name("ER", 2), REPLY_CODES);
	assert_int_equal(reply_code_from_name("ERRx", 4), REPLY_CODES);
	assert_int_equal(reply_code_from_name("err", 3), REPLY_CODES);
}

static void an_error_is_text_also_where_a_character_was_cut(void **state)
{
	struct written w;

	(void)state;
	begin(&w, true);
	assert_int_equal(reply_error(&w.reply, REPLY_ERR, "'%.3s' \u00e9", "a\u20ac"), 0);
	expect(&w, "-ERR 'a?\?' \u00e9\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_ends_in_crlf),
		cmocka_unit_test(lf_only_has_no_cr),
		cmocka_unit_test(content_never_breaks_a_line),
		cmocka_unit_test(fields_and_rows_escape_their_values),
		cmocka_unit_test(pairs_quote_what_is_not_one_word),
		cmocka_unit_test(text_lines_announce_their_number),
		cmocka_unit_test(long_lines_are_cut_at_a_character),
		cmocka_unit_test(an_error_is_text_also_where_a_character_was_cut),
		cmocka_unit_test(lines_have_at_most_their_limit),
		cmocka_unit_test(a_line_of_the_limit_is_whole),
		cmocka_unit_test(errors_stick),
		cmocka_unit_test(codes_have_names_and_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
