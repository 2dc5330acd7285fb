/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/strlist.h"

#include <stdio.h>
#include <string.h>

static void add_copies_and_ends_in_null(void **state)
{
	_cleanup_strlist_ struct strlist list = { 0 };
	char name[] = "first";

	(void)state;
	assert_int_equal(strlist_add(&list, name), 0);
	name[0] = 'F';
	assert_int_equal(strlist_add_n(&list, "second word", 6), 0);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0], "first");
	assert_string_equal(list.items[1], "second");
	assert_null(list.items[2]);
}

static void every_length_has_room_for_its_null(void **state)
{
	_cleanup_strlist_ struct strlist list = { 0 };
	char word[16];

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		(void)snprintf(word, sizeof(word), "%zu", i);
		assert_int_equal(strlist_add(&list, word), 0);
		assert_null(list.items[i + 1]);
	}
	assert_string_equal(list.items[999], "999");
	strlist_truncate(&list, 3);
	assert_int_equal(strlist_add(&list, "again"), 0);
	assert_string_equal(list.items[3], "again");
}

static void take_owns_and_null_is_no_memory(void **state)
{
	_cleanup_strlist_ struct strlist list = { 0 };

	(void)state;
	assert_int_equal(strlist_take(&list, strdup("mine")), 0);
	assert_int_equal(strlist_take(&list, NULL), -ENOMEM);
	assert_int_equal(list.count, 1);
}

static void copy_appends_all(void **state)
{
	_cleanup_strlist_ struct strlist list = { 0 }, from = { 0 };

	(void)state;
	assert_int_equal(strlist_split_words(&list, "a"), 0);
	assert_int_equal(strlist_split_words(&from, "b c"), 0);
	assert_int_equal(strlist_copy(&list, &from), 0);
	assert_int_equal(list.count, 3);
	assert_true(strlist_contains(&list, "c"));
	assert_false(strlist_contains(&list, "C"));
	assert_int_equal(from.count, 2);
}

static void words_are_split_at_white_space(void **state)
{
	_cleanup_strlist_ struct strlist list = { 0 };

	(void)state;
	assert_int_equal(strlist_split_words(&list, " \t "), 0);
	assert_int_equal(list.count, 0);
	assert_int_equal(strlist_split_words(&list, "  one\ttwo \n'three four'"), 0);
	assert_int_equal(list.count, 4);
	assert_string_equal(list.items[2], "'three");
}

static void quotes_group_words(void **state)
{
	static const struct {
		const char *string, *words[4];
	} rows[] = {
		{ "", { 0 } },
		{ "a b", { "a", "b" } },
		{ "\"a b\" c", { "a b", "c" } },
		{ "'a \\n b'", { "a \\n b" } },
		{ "a\\ b", { "a b" } },
		{ "\"a\\\"b\"", { "a\"b" } },
		{ "x'y'\"z\"", { "xyz" } },
		{ "'' \"\"", { "", "" } },
		{ "a'\"'b", { "a\"b" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_strlist_ struct strlist list = { 0 };

		assert_int_equal(strlist_split_quoted(&list, rows[i].string), 0);
		for (size_t j = 0; j < list.count; j++)
			assert_string_equal(list.items[j], rows[i].words[j]);
		assert_null(rows[i].words[list.count]);
	}
}

static void open_quotes_leave_the_list_alone(void **state)
{
	static const char *const rows[] = { "a 'b", "a \"b", "a b\\", "a \"\\\"", "a 'b\\'" };
	_cleanup_strlist_ struct strlist list = { 0 };

	(void)state;
	assert_int_equal(strlist_add(&list, "before"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows) - 1; i++) {
		assert_int_equal(strlist_split_quoted(&list, rows[i]), -EINVAL);
		assert_int_equal(list.count, 1);
	}
	assert_int_equal(strlist_split_quoted(&list, rows[4]), 0); /* no escapes within '...' */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(add_copies_and_ends_in_null),
		cmocka_unit_test(every_length_has_room_for_its_null),
		cmocka_unit_test(take_owns_and_null_is_no_memory),
		cmocka_unit_test(copy_appends_all),
		cmocka_unit_test(words_are_split_at_white_space),
		cmocka_unit_test(quotes_group_words),
		cmocka_unit_test(open_quotes_leave_the_list_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
