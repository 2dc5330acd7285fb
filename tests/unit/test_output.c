/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "ctl/output.h"

#include <string.h>

static void add(struct thing *thing, const char *key, const char *value)
{
	assert_int_equal(thing_add(thing, key, value), 0);
}

static void expect_thing(
	const struct options *options, const struct thing *thing, const char *expected)
{
	_cleanup_buffer_ struct buffer out = { 0 };

	assert_int_equal(output_thing(&out, options, thing), 0);
	assert_string_equal(text_of(&out), expected);
}

static void json_value_is_a_number_when_all_digits(void **state)
{
	static const struct {
		const char *value, *expected;
	} rows[] = {
		{ "7", "{\"points\":7}\n" },
		{ "0", "{\"points\":0}\n" },
		{ "999999999999999", "{\"points\":999999999999999}\n" },
		{ "1000000000000000", "{\"points\":\"1000000000000000\"}\n" },
		{ "007", "{\"points\":\"007\"}\n" },
		{ "-1", "{\"points\":-1}\n" },
		{ "-0", "{\"points\":\"-0\"}\n" },
		{ "-", "{\"points\":\"-\"}\n" },
		{ "", "{\"points\":\"\"}\n" },
	};
	const struct options options = { .format = OUTPUT_JSON };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_thing_ struct thing thing = { 0 };

		add(&thing, "Points", rows[i].value);
		expect_thing(&options, &thing, rows[i].expected);
	}
}

static void json_keys_are_lower_case_with_underscores(void **state)
{
	const struct options options = { .format = OUTPUT_JSON };
	_cleanup_thing_ struct thing thing = { 0 };

	(void)state;
	add(&thing, "MaxPoints", "1");
	add(&thing, "WALL_MS", "2");
	add(&thing, "Title", "3");
	expect_thing(&options, &thing, "{\"max_points\":1,\"wall_ms\":2,\"title\":\"3\"}\n");
}

static void json_repeated_keys_are_arrays_even_once(void **state)
{
	const struct options options = { .format = OUTPUT_JSON };
	_cleanup_thing_ struct thing thing = { 0 };

	(void)state;
	add(&thing, "Goal", "one");
	add(&thing, "Step", "name=a\tpoints=1");
	add(&thing, "Step", "name=b\tpoints=2");
	expect_thing(&options, &thing,
		"{\"goal\":[\"one\"],\"step\":[{\"name\":\"a\",\"points\":1},{\"name\":\"b\","
		"\"points\":2}]}\n");
}

static void json_step_that_is_a_name_is_a_word(void **state)
{
	const struct options options = { .format = OUTPUT_JSON };
	_cleanup_thing_ struct thing thing = { 0 };

	(void)state;
	add(&thing, "Step", "hello");
	add(&thing, "Language", "c");
	expect_thing(&options, &thing, "{\"step\":\"hello\",\"language\":\"c\"}\n");
}

static void json_diff_belongs_to_its_case(void **state)
{
	const struct options options = { .format = OUTPUT_JSON };
	_cleanup_thing_ struct thing thing = { 0 };

	(void)state;
	add(&thing, "Case", "case=1 verdict=pass");
	add(&thing, "Case", "case=2 verdict=wrong");
	add(&thing, "Diff", "- a");
	expect_thing(&options, &thing,
		"{\"case\":[{\"case\":1,\"verdict\":\"pass\"},{\"case\":2,\"verdict\":\"wrong\","
		"\"diff\":[\"- a\"]}]}\n");
}

static void properties_are_pairs_or_values_alone(void **state)
{
	char key[] = "State", *keys[] = { key };
	struct options options = { .properties = { .items = keys, .count = 1 } };
	_cleanup_thing_ struct thing thing = { 0 };

	(void)state;
	add(&thing, "Id", "x");
	add(&thing, "State", "new\nline");
	expect_thing(&options, &thing, "State=new\\nline\n");
	options.value_only = true;
	expect_thing(&options, &thing, "new\\nline\n");
}

static void rows_are_tsv_with_a_header(void **state)
{
	struct options options = { .format = OUTPUT_TSV };
	_cleanup_rows_ struct rows rows = { 0 };
	_cleanup_buffer_ struct buffer out = { 0 };
	static const char *const cells[] = { "a", "b\tc", "d", "" };

	(void)state;
	assert_int_equal(strlist_add(&rows.columns, "X"), 0);
	assert_int_equal(strlist_add(&rows.columns, "Y"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		assert_int_equal(strlist_add(&rows.cells, cells[i]), 0);
	assert_int_equal(output_rows(&out, &options, &rows), 0);
	assert_string_equal(out.data, "X\tY\na\tb\\tc\nd\t\n");
	buffer_clear(&out);
	options.format = OUTPUT_JSON;
	assert_int_equal(output_rows(&out, &options, &rows), 0);
	assert_string_equal(out.data, "[{\"x\":\"a\",\"y\":\"b\\tc\"},{\"x\":\"d\",\"y\":\"\"}]\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_value_is_a_number_when_all_digits),
		cmocka_unit_test(json_keys_are_lower_case_with_underscores),
		cmocka_unit_test(json_repeated_keys_are_arrays_even_once),
		cmocka_unit_test(json_step_that_is_a_name_is_a_word),
		cmocka_unit_test(json_diff_belongs_to_its_case),
		cmocka_unit_test(properties_are_pairs_or_values_alone),
		cmocka_unit_test(rows_are_tsv_with_a_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
