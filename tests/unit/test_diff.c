/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "base/text.h"
#include "grade/diff.h"
#include "grade/diff_lines.h"

#include <stdlib.h>
#include <string.h>

static const struct diff_options FULL = {
	.show = DIFF_SHOW_FULL,
	.context = 3,
	.max_lines = 100,
	.max_columns = 200,
};

/* The rows, each ended by LF; owned by the caller. */
static char *diff_n(const char *expected, size_t expected_len, const char *actual,
	size_t actual_len, const struct diff_options *options)
{
	_cleanup_strlist_ struct strlist rows = { 0 };
	struct buffer text = { 0 };

	assert_int_equal(diff_lines(expected, expected_len, actual, actual_len, options, &rows), 0);
	assert_int_equal(buffer_append_string(&text, ""), 0);
	for (size_t i = 0; i < rows.count; i++)
		assert_int_equal(buffer_printf(&text, "%s\n", rows.items[i]), 0);
	return buffer_steal(&text);
}

static char *diff(const char *expected, const char *actual, const struct diff_options *options)
{
	return diff_n(expected, strlen(expected), actual, strlen(actual), options);
}

struct row {
	const char *expected, *actual, *rows;
};

static void check_rows(const struct row *rows, size_t n_rows, const struct diff_options *options)
{
	for (size_t i = 0; i < n_rows; i++) {
		_cleanup_free_ char *got = diff(rows[i].expected, rows[i].actual, options);

		assert_string_equal(got, rows[i].rows);
	}
}

#define CHECK_ROWS(rows, options) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), options)

static void equal_texts_have_no_rows(void **state)
{
	static const struct row rows[] = { { "", "", "" }, { "a\n", "a\n", "" }, { "a", "a", "" },
		{ "\n\n", "\n\n", "" } };
	_cleanup_free_ char *nothing = diff_n(NULL, 0, NULL, 0, &FULL);

	(void)state;
	CHECK_ROWS(rows, &FULL);
	assert_string_equal(nothing, "");
}

static void lines_are_aligned(void **state)
{
	static const struct row rows[] = {
		{ "a\nb\nc\n", "a\nx\nc\n", "  a\n- b\n+ x\n  c\n" },
		{ "a\nb\nc\n", "a\nc\n", "  a\n- b\n  c\n" },
		{ "a\nc\n", "a\nb\nc\n", "  a\n+ b\n  c\n" },
		{ "a\n", "", "- a\n" },
		{ "", "a\n", "+ a\n" },
		{ "a\nb\nc\nd\n", "b\nc\nx\nd\n", "- a\n  b\n  c\n+ x\n  d\n" },
		{ "1\n2\n3\n4\n5\n", "1\n3\n4\n6\n5\n", "  1\n- 2\n  3\n  4\n+ 6\n  5\n" },
		{ "a\nb\n", "c\nd\ne\n", "- a\n- b\n+ c\n+ d\n+ e\n" },
		{ "a\na\nb\na\n", "a\nb\na\na\n", "  a\n- a\n  b\n+ a\n  a\n" },
	};

	(void)state;
	CHECK_ROWS(rows, &FULL);
}

static void white_space_is_visible_where_it_matters(void **state)
{
	static const struct row rows[] = {
		{ "Now practicing: sockets\n", "Now practicing:sockets\n",
			"- Now practicing:·sockets\n+ Now practicing:sockets\n" },
		{ "a b\n", "a b  \n", "- a b\n+ a b··\n" },
		{ "a b\n", "a  b\n", "- a b\n+ a ·b\n" },
		{ "a b\n", "a\tb\n", "- a·b\n+ a→b\n" },
		{ "x y\n", "x z\n", "- x y\n+ x z\n" },
		{ "one two three\n", "eins zwei drei\n", "- one two three\n+ eins zwei drei\n" },
		{ "hello world\n", "Hello  world\n", "- hello world\n+ Hello· world\n" },
		{ "a\n", "a\r\n", "- a\n+ a␍\n" },
		{ "a \tb\n", "a \tc\n", "- a →b\n+ a →c\n" },
		{ "k\tv\nx\n", "k\tv\ny\n", "  k\tv\n- x\n+ y\n" },
		{ "a\n", "a\n \n", "  a\n+ ·\n" },
	};

	(void)state;
	CHECK_ROWS(rows, &FULL);
}

static void a_missing_newline_at_the_end_is_told(void **state)
{
	static const struct row rows[] = {
		{ "a\n", "a", "- a\n+ a⏎ missing\n" },
		{ "a", "a\n", "- a⏎ missing\n+ a\n" },
		{ "a", "b", "- a\n+ b\n" },
		{ "a\nb\n", "a\nc", "  a\n- b\n+ c⏎ missing\n" },
		{ "", "a", "+ a\n" },
	};

	(void)state;
	CHECK_ROWS(rows, &FULL);
}

static void ends_can_be_ignored(void **state)
{
	static const struct row rows[] = {
		{ "a\nb\n", "a \r\nb\n\n", "" },
		{ "a\nb\nc\n", "a \nx\t\nc", "  a \n- b\n+ x\n  c\n" },
		{ "a\n\n\n", "b", "- a\n+ b\n" },
	};
	struct diff_options options = FULL;

	(void)state;
	options.ignore_ends = true;
	CHECK_ROWS(rows, &options);
}

static void control_characters_are_harmless(void **state)
{
	_cleanup_free_ char *got =
		diff_n("a\033b\n", 4, "\0\x7f\xff\xc2\x85\xe2\x80\xaez\n", 10, &FULL);
	_cleanup_free_ char *same = diff("\033[2J\r\na\n", "\033[2J\r\nb\n", &FULL);

	(void)state;
	assert_string_equal(got, "- a\\x1bb\n+ \\x00\\x7f\\xff\\xc2\\x85\\xe2\\x80\\xaez\n");
	assert_string_equal(same, "  \\x1b[2J␍\n- a\n+ b\n");
}

static void equal_stretches_are_folded(void **state)
{
	static const struct row rows[] = {
		/* At the bound a fold would save nothing, one past it it does. */
		{ "1\n2\nx\n", "1\n2\ny\n", "  1\n  2\n- x\n+ y\n" },
		{ "1\n2\n3\nx\n", "1\n2\n3\ny\n", "~ 2 equal lines\n  3\n- x\n+ y\n" },
		{ "x\n1\n2\n3\n", "y\n1\n2\n3\n", "- x\n+ y\n  1\n~ 2 equal lines\n" },
		{ "x\n1\n2\n3\nz\n", "y\n1\n2\n3\nw\n", "- x\n+ y\n  1\n  2\n  3\n- z\n+ w\n" },
		{ "x\n1\n2\n3\n4\nz\n", "y\n1\n2\n3\n4\nw\n",
			"- x\n+ y\n  1\n~ 2 equal lines\n  4\n- z\n+ w\n" },
	};
	struct diff_options options = FULL;

	(void)state;
	options.context = 1;
	CHECK_ROWS(rows, &options);
}

static void only_the_first_difference_is_shown_on_demand(void **state)
{
	static const struct row rows[] = {
		{ "a\nb\nsecret\nx\n", "a\nc\nd\nx\n", "  a\n- b\n+ c\n" },
		{ "1\n2\n3\nb\n", "1\n2\n3\n", "~ 2 equal lines\n  3\n- b\n" },
		{ "1\n", "1\n2\n", "  1\n+ 2\n" },
		{ "secret 1\nsecret 2\n", "", "- secret 1\n" },
	};
	struct diff_options options = FULL;

	(void)state;
	options.show = DIFF_SHOW_FIRST;
	CHECK_ROWS(rows, &options);
}

static void a_verdict_shows_nothing(void **state)
{
	static const struct row rows[] = { { "a\n", "b\n", "" } };
	struct diff_options options = FULL;

	(void)state;
	options.show = DIFF_SHOW_VERDICT;
	CHECK_ROWS(rows, &options);
}

static void rows_past_the_limit_are_counted(void **state)
{
	static const struct row at[] = { { "a\nb\n", "c\n", "- a\n- b\n+ c\n" } };
	static const struct row past[] = { { "a\nb\n", "c\nd\n", "- a\n- b\n~ 2 more rows\n" } };
	struct diff_options options = FULL;

	(void)state;
	options.max_lines = 3;
	CHECK_ROWS(at, &options);
	CHECK_ROWS(past, &options);
}

static void rows_are_appended(void **state)
{
	_cleanup_strlist_ struct strlist rows = { 0 };
	struct diff_options options = FULL;

	(void)state;
	options.max_lines = 1;
	assert_int_equal(strlist_add(&rows, "before"), 0);
	assert_int_equal(diff_lines("a", 1, "b", 1, &options, &rows), 0);
	assert_int_equal(rows.count, 2);
	assert_string_equal(rows.items[0], "before");
	assert_string_equal(rows.items[1], "~ 2 more rows");
	assert_null(rows.items[2]);
}

static void long_lines_are_cut(void **state)
{
	static const struct row rows[] = {
		{ "12345678", "1234567x", "- 12345678\n+ 1234567x\n" },
		{ "123456789", "x", "- 1234567…\n+ x\n" },
		{ "日本日本", "x", "- 日本日本\n+ x\n" },
		{ "日本日本日", "x", "- 日本日…\n+ x\n" },
		{ "x\001\001", "y", "- x\\x01…\n+ y\n" },
		{ "0123456789a", "0123456789b", "- …6789a\n+ …6789b\n" },
		{ "0123456789a23456", "0123456789", "- …6789a2…\n+ …6789\n" },
	};
	struct diff_options options = FULL;

	(void)state;
	options.max_columns = 8;
	CHECK_ROWS(rows, &options);
}

/* Every other line is new: as many edits as the aligner takes, then two more. */
static char *diff_with_edits(int n_edits)
{
	_cleanup_buffer_ struct buffer expected = { 0 }, actual = { 0 };
	struct diff_options options = { .show = DIFF_SHOW_FULL };

	for (int i = 0; i < n_edits; i++) {
		assert_int_equal(buffer_printf(&actual, "new %d\nold %d\n", i, i), 0);
		assert_int_equal(buffer_printf(&expected, "old %d\n", i), 0);
	}
	return diff_n(expected.data, expected.len, actual.data, actual.len, &options);
}

static void too_many_edits_are_one_block(void **state)
{
	_cleanup_free_ char *at = diff_with_edits(DIFF_ALIGN_EDITS_MAX);
	_cleanup_free_ char *past = diff_with_edits(DIFF_ALIGN_EDITS_MAX + 1);

	(void)state;
	assert_null(strstr(at, "- "));
	assert_non_null(strstr(at, "+ new 0\n  old 0\n+ new 1\n"));
	assert_non_null(strstr(past, "- old 0\n- old 1\n"));
	assert_non_null(strstr(past, "+ new 0\n+ old 0\n"));
}

/* n lines that differ at both ends, so that nothing is stripped. */
static char *diff_with_lines(int n_lines)
{
	_cleanup_buffer_ struct buffer expected = { 0 }, actual = { 0 };
	struct diff_options options = { .show = DIFF_SHOW_FULL };

	for (int i = 0; i < n_lines; i++) {
		bool is_end = i == 0 || i == n_lines - 1;

		assert_int_equal(buffer_printf(&expected, "%s%d\n", is_end ? "e" : "", i), 0);
		assert_int_equal(buffer_printf(&actual, "%s%d\n", is_end ? "a" : "", i), 0);
	}
	return diff_n(expected.data, expected.len, actual.data, actual.len, &options);
}

static void too_many_lines_are_one_block(void **state)
{
	_cleanup_free_ char *at = diff_with_lines(DIFF_ALIGN_LINES_MAX);
	_cleanup_free_ char *past = diff_with_lines(DIFF_ALIGN_LINES_MAX + 1);
	_cleanup_free_ char *far_past = diff_with_lines(DIFF_ALIGN_LINES_MAX + 5);

	(void)state;
	assert_string_equal(at, "- e0\n+ a0\n~ 1998 equal lines\n- e1999\n+ a1999\n");
	assert_non_null(strstr(past, "- 1999\n- e2000\n+ a0\n+ 1\n"));
	assert_non_null(strstr(far_past, "- 2000\n~ 4 more expected lines\n+ a0\n"));
	assert_non_null(strstr(far_past, "+ 2000\n~ 4 more lines of output\n"));
}

/* A rule that holds for any two texts: without the added rows the expected lines are left, without
 * the removed ones the actual. */
static void check_is_faithful(const char *expected, const char *actual)
{
	_cleanup_buffer_ struct buffer a = { 0 }, b = { 0 };
	_cleanup_strlist_ struct strlist rows = { 0 };
	const struct diff_options options = { .show = DIFF_SHOW_FULL, .context = 1000 };

	assert_int_equal(
		diff_lines(expected, strlen(expected), actual, strlen(actual), &options, &rows), 0);
	assert_int_equal(buffer_append_string(&a, "") + buffer_append_string(&b, ""), 0);
	for (size_t i = 0; i < rows.count; i++) {
		if (rows.items[i][0] != '+')
			assert_int_equal(buffer_printf(&a, "%s\n", rows.items[i] + 2), 0);
		if (rows.items[i][0] != '-')
			assert_int_equal(buffer_printf(&b, "%s\n", rows.items[i] + 2), 0);
	}
	if (rows.count == 0)
		assert_string_equal(expected, actual);
	else {
		assert_string_equal(a.data, expected);
		assert_string_equal(b.data, actual);
	}
}

static void every_diff_is_faithful(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char texts[2][41] = { { 0 } };

		for (size_t t = 0; t < 2; t++) {
			size_t n = (seed >> 16) % 20;

			for (size_t i = 0; i < n; i++) {
				seed = seed * 1103515245 + 12345;
				texts[t][2 * i] = (char)('a' + (seed >> 16) % 3);
				texts[t][2 * i + 1] = '\n';
			}
			seed = seed * 1103515245 + 12345;
		}
		check_is_faithful(texts[0], texts[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_texts_have_no_rows),
		cmocka_unit_test(lines_are_aligned),
		cmocka_unit_test(white_space_is_visible_where_it_matters),
		cmocka_unit_test(a_missing_newline_at_the_end_is_told),
		cmocka_unit_test(ends_can_be_ignored),
		cmocka_unit_test(control_characters_are_harmless),
		cmocka_unit_test(equal_stretches_are_folded),
		cmocka_unit_test(only_the_first_difference_is_shown_on_demand),
		cmocka_unit_test(a_verdict_shows_nothing),
		cmocka_unit_test(rows_past_the_limit_are_counted),
		cmocka_unit_test(rows_are_appended),
		cmocka_unit_test(long_lines_are_cut),
		cmocka_unit_test(too_many_edits_are_one_block),
		cmocka_unit_test(too_many_lines_are_one_block),
		cmocka_unit_test(every_diff_is_faithful),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
