/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "ctl/table.h"

#include <string.h>

static const struct table_column columns[] = {
	{ .heading = "NAME" },
	{ .heading = "TITLE", .weight = 1, .may_shrink = true },
	{ .heading = "N", .weight = 2, .is_right = true },
};

static void fill(struct table *table)
{
	static const char *const cells[] = { "one", "a title of some length", "7", "three", "",
		"12" };

	table->columns = columns;
	table->n_columns = ARRAY_SIZE(columns);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		assert_int_equal(table_add(table, cells[i], STYLE_OFF), 0);
}

static void expect(size_t width, bool has_header, const char *expected, bool was_cut)
{
	_cleanup_table_ struct table table = { 0 };
	_cleanup_buffer_ struct buffer out = { 0 };
	struct table_layout layout = { .columns = width, .has_header = has_header };
	const struct term term = PLAIN(80);

	fill(&table);
	assert_int_equal(table_render(&out, &term, &table, &layout), 0);
	assert_string_equal(text_of(&out), expected);
	assert_int_equal(layout.was_cut, was_cut);
}

static void columns_are_aligned_and_empty_is_a_dash(void **state)
{
	(void)state;
	expect(TABLE_UNLIMITED, true,
		"NAME  TITLE                   N\n"
		"one   a title of some length  7\n"
		"three -                      12\n",
		false);
}

static void a_table_that_just_fits_is_whole(void **state)
{
	(void)state;
	expect(31, false, "one   a title of some length  7\nthree -                      12\n",
		false);
}

static void one_column_less_shrinks_what_may_shrink(void **state)
{
	(void)state;
	expect(30, false, "one   a title of some leng…  7\nthree -                     12\n", true);
}

static void narrower_leaves_the_heaviest_out(void **state)
{
	(void)state;
	expect(25, false, "one   a title of some…  7\nthree -                12\n", true);
	expect(24, true, "NAME  TITLE\none   a title of some l…\nthree -\n", true);
	expect(22, false, "one   a title of some…\nthree -\n", true);
	expect(21, true, "NAME\none\nthree\n", true);
}

static void what_may_not_be_left_out_stays_even_if_too_wide(void **state)
{
	(void)state;
	expect(2, false, "one\nthree\n", true);
}

static void cells_are_made_harmless(void **state)
{
	_cleanup_table_ struct table table = { .columns = columns, .n_columns = 1 };
	_cleanup_buffer_ struct buffer out = { 0 };
	struct table_layout layout = { .columns = TABLE_UNLIMITED };
	const struct term term = PLAIN(80);

	(void)state;
	assert_int_equal(table_add(&table, "a\tb\nc\033[2J", STYLE_OFF), 0);
	assert_int_equal(table_render(&out, &term, &table, &layout), 0);
	assert_string_equal(out.data, "a b c\\x1b[2J\n");
}

static void wide_characters_count_twice(void **state)
{
	_cleanup_table_ struct table table = { .columns = columns, .n_columns = 2 };
	_cleanup_buffer_ struct buffer out = { 0 };
	struct table_layout layout = { .columns = TABLE_UNLIMITED };
	const struct term term = PLAIN(80);
	static const char *const cells[] = { "日本", "x", "abcd", "y" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		assert_int_equal(table_add(&table, cells[i], STYLE_OFF), 0);
	assert_int_equal(table_render(&out, &term, &table, &layout), 0);
	assert_string_equal(out.data, "日本 x\nabcd y\n");
}

static void colour_takes_no_columns(void **state)
{
	_cleanup_table_ struct table table = { .columns = columns, .n_columns = 2 };
	_cleanup_buffer_ struct buffer out = { 0 };
	struct table_layout layout = { .columns = TABLE_UNLIMITED };
	const struct term term = COLOURED(80);

	(void)state;
	assert_int_equal(table_add(&table, "ok", STYLE_GOOD), 0);
	assert_int_equal(table_add(&table, "x", STYLE_OFF), 0);
	assert_int_equal(table_render(&out, &term, &table, &layout), 0);
	assert_string_equal(out.data, "\033[0;1;32mok\033[0m   x\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned_and_empty_is_a_dash),
		cmocka_unit_test(a_table_that_just_fits_is_whole),
		cmocka_unit_test(one_column_less_shrinks_what_may_shrink),
		cmocka_unit_test(narrower_leaves_the_heaviest_out),
		cmocka_unit_test(what_may_not_be_left_out_stays_even_if_too_wide),
		cmocka_unit_test(cells_are_made_harmless),
		cmocka_unit_test(wide_characters_count_twice),
		cmocka_unit_test(colour_takes_no_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
