/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "learn/variant.h"

#include <errno.h>
#include <string.h>

static int parse(const char *text, size_t n_cases, struct variant *ret_variant,
	char error[static VARIANT_ERROR_MAX])
{
	error[0] = '\0';
	return variant_parse(text, strlen(text), n_cases, ret_variant, error);
}

static void sections_are_read_as_they_stand(void **state)
{
	static const char text[] =
		"@case\n@args\n-v\n@@file\n\n@in\n1\n\n@@2\n@out\n3\n@chop\n@status 7\n"
		"@case\n@status any\n@in\n";
	_cleanup_variant_ struct variant variant = { 0 };
	char error[VARIANT_ERROR_MAX];

	(void)state;
	assert_int_equal(parse(text, 2, &variant, error), 0);
	assert_int_equal(variant.n_cases, 2);
	assert_int_equal(variant.cases[0].args.count, 3);
	assert_string_equal(variant.cases[0].args.items[1], "@file");
	assert_string_equal(variant.cases[0].args.items[2], "");
	assert_string_equal(variant.cases[0].input, "1\n\n@2\n");
	assert_string_equal(variant.cases[0].expected, "3");
	assert_int_equal(variant.cases[0].expected_len, 1);
	assert_int_equal(variant.cases[0].expected_status, 7);
	assert_string_equal(variant.cases[1].input, "");
	assert_null(variant.cases[1].expected);
	assert_int_equal(variant.cases[1].expected_status, -1);
	assert_true(variant_lacks_expected(&variant));
}

static void mistakes_are_told_with_their_line(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "line 0: 0 cases, the step has 1" },
		{ "1\n", "line 1: expected a line that begins with '@'" },
		{ "@in\n", "line 1: expected @case" },
		{ "@case\n1\n", "line 2: expected a line that begins with '@'" },
		{ "@case\n@case\n", "line 2: more than 1 cases" },
		{ "@case\n@in\n@in\n", "line 3: the case has this section already" },
		{ "@case\n@what\n", "line 2: expected @case, @args" },
		{ "@case\n@status 256\n", "line 2: @status: expected a number" },
		{ "@case\n@status\n", "line 2: expected @case, @args" },
		{ "@case\n@in\n@chop\n", "line 3: @chop: there is no line end" },
		{ "@case\n@in\n1\n@chop\n2\n", "line 5: expected a line that begins" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct variant variant = { 0 };
		char error[VARIANT_ERROR_MAX];

		assert_int_equal(parse(rows[i].text, 1, &variant, error), -EINVAL);
		assert_memory_equal(error, rows[i].error, strlen(rows[i].error));
		assert_null(variant.cases);
	}
}

static void what_is_written_reads_the_same(void **state)
{
	static const char text[] = "@case\n@args\n@@a\n@in\n@@1\n2\n@chop\n@out\n@status any\n"
				   "@case\n@out\nx\n@status 3\n";
	_cleanup_variant_ struct variant variant = { 0 };
	_cleanup_buffer_ struct buffer written = { 0 };
	char error[VARIANT_ERROR_MAX];

	(void)state;
	assert_int_equal(parse(text, 2, &variant, error), 0);
	assert_int_equal(variant_write(&variant, &written), 0);
	assert_string_equal(written.data, text);
}

static void limits_hold_at_them_and_one_past(void **state)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	struct variant variant = { 0 };
	char error[VARIANT_ERROR_MAX];

	(void)state;
	assert_int_equal(buffer_append_string(&text, "@case\n@in\n"), 0);
	while (text.len < VARIANT_BYTES_MAX)
		assert_int_equal(buffer_append_char(&text, 'x'), 0);
	assert_int_equal(variant_parse(text.data, text.len, 1, &variant, error), 0);
	variant_done(&variant);
	assert_int_equal(variant_parse(text.data, text.len + 1, 1, &variant, error), -EINVAL);
	buffer_clear(&text);
	assert_int_equal(buffer_append_string(&text, "@case\n@args\n"), 0);
	for (unsigned i = 0; i < LESSON_ARGS_MAX; i++)
		assert_int_equal(buffer_append_string(&text, "a\n"), 0);
	assert_int_equal(variant_parse(text.data, text.len, 1, &variant, error), 0);
	variant_done(&variant);
	assert_int_equal(buffer_append_string(&text, "a\n"), 0);
	assert_int_equal(variant_parse(text.data, text.len, 1, &variant, error), -EINVAL);
}

static void a_job_gets_the_data_and_keeps_its_names(void **state)
{
	_cleanup_variant_ struct variant variant = { 0 };
	_cleanup_(job_freep) struct job *job = job_new();
	char error[VARIANT_ERROR_MAX];
	struct job_case *one;

	(void)state;
	assert_int_equal(parse("@case\n@args\na\n@in\n1\n@status 2\n", 1, &variant, error), 0);
	assert_int_equal(variant_fill_job(&variant, job), -EINVAL);
	one = job_add_case(job, "add1");
	assert_non_null(one);
	one->expected = strdup("old");
	one->expected_len = 3;
	assert_int_equal(variant_fill_job(&variant, job), 0);
	assert_string_equal(job->cases[0].name, "add1");
	assert_string_equal(job->cases[0].input, "1\n");
	assert_string_equal(job->cases[0].args.items[0], "a");
	assert_null(job->cases[0].expected);
	assert_int_equal(job->cases[0].expected_len, 0);
	assert_int_equal(job->cases[0].expected_status, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_are_read_as_they_stand),
		cmocka_unit_test(mistakes_are_told_with_their_line),
		cmocka_unit_test(what_is_written_reads_the_same),
		cmocka_unit_test(limits_hold_at_them_and_one_past),
		cmocka_unit_test(a_job_gets_the_data_and_keeps_its_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
