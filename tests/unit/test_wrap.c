/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "base/text.h"
#include "ctl/wrap.h"

#include <string.h>

static void expect(const struct term *term, size_t columns, const char *text, const char *expected)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct wrap wrap = {
		.columns = columns, .first = "* ", .rest = "  ", .first_width = 2, .rest_width = 2
	};

	assert_int_equal(wrap_append(&out, term, &wrap, text, strlen(text)), 0);
	assert_string_equal(text_of(&out), expected);
}

static void lines_break_at_spaces_and_exactly_at_the_width(void **state)
{
	const struct term term = PLAIN(80);

	(void)state;
	expect(&term, 17, "one two three four", "* one two three\n  four\n");
	expect(&term, 18, "one two three four", "* one two three\n  four\n");
	expect(&term, 20, "one two three four", "* one two three four\n");
}

static void spaces_are_folded_and_empty_text_is_no_line(void **state)
{
	const struct term term = PLAIN(80);

	(void)state;
	expect(&term, 40, "  a \t b  ", "* a b\n");
	expect(&term, 40, "", "");
	expect(&term, 40, "  ", "");
}

static void a_hard_break_ends_the_line(void **state)
{
	const struct term term = PLAIN(80);

	(void)state;
	expect(&term, 40, "a\nb", "* a\n  b\n");
}

static void a_word_that_is_too_long_is_broken(void **state)
{
	const struct term term = PLAIN(80);

	(void)state;
	expect(&term, 14, "x abcdefghijklmnop", "* x\n  abcdefghijkl\n  mnop\n");
	expect(&term, 14, "日本日本日本日本", "* 日本日本日本\n  日本\n");
}

static void a_narrow_place_keeps_the_least(void **state)
{
	const struct term term = PLAIN(80);

	(void)state;
	expect(&term, 1, "0123456789a", "* 0123456789\n  a\n");
}

static void styles_are_closed_and_opened_over_lines(void **state)
{
	const struct term plain = PLAIN(80), coloured = COLOURED(80);

	(void)state;
	expect(&plain, 14, "\001A@firstWord secondWord\001@@ x", "* firstWord\n  secondWord x\n");
	expect(&coloured, 14, "\001A@firstWord secondWord\001@@ x",
		"* \033[0;1mfirstWord\033[0m\n  \033[0;1msecondWord\033[0m x\n");
}

static void marks_take_no_columns(void **state)
{
	(void)state;
	assert_int_equal(wrap_width("\001A@ab\001@@c", 9), 3);
	assert_int_equal(wrap_width("\033[0;1mab\033[0mc", 13), 3);
	assert_int_equal(wrap_width("\001", 1), 0);
	assert_int_equal(wrap_width("\033[0", 3), 0);
}

static void prose_is_made_harmless(void **state)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term term = PLAIN(40);

	(void)state;
	assert_int_equal(wrap_prose(&out, &term, 3, "a\033[2J b\001A"), 0);
	assert_string_equal(out.data, "   a\\x1b[2J b\\x01A\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_break_at_spaces_and_exactly_at_the_width),
		cmocka_unit_test(spaces_are_folded_and_empty_text_is_no_line),
		cmocka_unit_test(a_hard_break_ends_the_line),
		cmocka_unit_test(a_word_that_is_too_long_is_broken),
		cmocka_unit_test(a_narrow_place_keeps_the_least),
		cmocka_unit_test(styles_are_closed_and_opened_over_lines),
		cmocka_unit_test(marks_take_no_columns),
		cmocka_unit_test(prose_is_made_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
