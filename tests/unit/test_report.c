/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include "ctl/field.h"
#include "ctl/report.h"

#include <string.h>

static struct thing row_of(const char *pairs)
{
	struct thing row = { 0 };

	assert_int_equal(thing_parse_line(pairs, strlen(pairs), &row), 0);
	return row;
}

static void verdicts_are_told_in_words(void **state)
{
	static const struct {
		const char *row, *expected;
	} rows[] = {
		{ "verdict=pass", "passed" },
		{ "verdict=wrong", "wrong output" },
		{ "verdict=timeout exit=0 signal=9", "took too long" },
		{ "verdict=runtime exit=3 signal=0", "ended with exit status 3" },
		{ "verdict=runtime exit=-1 signal=11", "ended by signal 11" },
		{ "verdict=runtime", "ended badly" },
		{ "verdict=of-the-future", "of-the-future" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_thing_ struct thing row = row_of(rows[i].row);
		_cleanup_buffer_ struct buffer out = { 0 };

		assert_int_equal(report_verdict(&out, &row), 0);
		assert_string_equal(out.data, rows[i].expected);
	}
}

static void case_lines_are_aligned(void **state)
{
	_cleanup_thing_ struct thing passed = row_of("case=1 name=a verdict=pass wall_ms=12");
	_cleanup_thing_ struct thing skipped = row_of("case=2 name=bb verdict=skipped wall_ms=0");
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term wide = PLAIN(80), narrow = PLAIN(59);

	(void)state;
	assert_int_equal(report_case_line(&out, &wide, &passed), 0);
	assert_int_equal(report_case_line(&out, &wide, &skipped), 0);
	assert_int_equal(report_case_line(&out, &narrow, &passed), 0);
	assert_string_equal(out.data, "  ✓ a                   passed                      12 ms\n"
				      "  ↷ bb                  not run\n"
				      "  ✓ a         passed\n");
}

static void a_head_is_one_line_or_several(void **state)
{
	const struct report_subject subject = { "a/b", "hello", "in c" };
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term wide = PLAIN(60), narrow = PLAIN(59);

	(void)state;
	assert_int_equal(report_head(&out, &wide, "Attempt 1", &subject), 0);
	assert_int_equal(report_head(&out, &narrow, "Attempt 1", &subject), 0);
	assert_string_equal(out.data,
		"Attempt 1: a/b, step hello, in c\nAttempt 1: a/b\n  step hello\n  in c\n");
}

static struct thing attempt_of(const char *const *fields)
{
	struct thing attempt = { 0 };

	for (; *fields; fields += 2)
		assert_int_equal(thing_add(&attempt, fields[0], fields[1]), 0);
	return attempt;
}

static void failed_cases_are_shown_with_what_belongs_to_them(void **state)
{
	static const char *const fields[] = { "Attempt", "7", "Case", "case=1 name=a verdict=pass",
		"Diff", "- not shown", "Case", "case=2 name=b verdict=wrong note=\"line 1\"",
		"Diff", "- x", "Diff", "+ y", "Stderr", "oops", NULL };
	_cleanup_thing_ struct thing attempt = attempt_of(fields);
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct ctl ctl = { .out = PLAIN(40) };

	(void)state;
	assert_int_equal(report_details(&out, &ctl, &attempt), 0);
	assert_string_equal(out.data,
		"\n✗ b: wrong output\n    line 1\n    - expected  + your output\n    - x\n    + y\n"
		"\n  Its messages (stderr)\n    oops\n");
}

static void failed_cases_past_the_limit_are_counted(void **state)
{
	_cleanup_thing_ struct thing attempt = { 0 };
	_cleanup_buffer_ struct buffer some = { 0 }, all = { 0 };
	struct ctl ctl = { .out = PLAIN(40) };

	(void)state;
	assert_int_equal(thing_add(&attempt, "Attempt", "7"), 0);
	for (size_t i = 0; i <= REPORT_FAILED_MAX; i++)
		assert_int_equal(thing_add(&attempt, "Case", "case=1 name=b verdict=wrong"), 0);
	assert_int_equal(report_details(&some, &ctl, &attempt), 0);
	assert_non_null(strstr(some.data, "1 more case failed; practicectl attempt -l 7"));
	ctl.options.full = true;
	assert_int_equal(report_details(&all, &ctl, &attempt), 0);
	assert_null(strstr(all.data, "more cases"));
}

static void long_output_is_cut_unless_all_is_wanted(void **state)
{
	_cleanup_thing_ struct thing thing = { 0 };
	_cleanup_buffer_ struct buffer some = { 0 }, all = { 0 }, line = { 0 };
	struct ctl ctl = { .out = PLAIN(40) };

	(void)state;
	for (size_t i = 0; i < 121; i++)
		assert_int_equal(buffer_append_char(&line, 'x'), 0);
	assert_int_equal(thing_add(&thing, "Stdout", line.data), 0);
	assert_int_equal(report_lines(&some, &ctl, "Output", &thing, "Stdout"), 0);
	assert_non_null(strstr(some.data, "x…\n"));
	ctl.options.full = true;
	assert_int_equal(report_lines(&all, &ctl, "Output", &thing, "Stdout"), 0);
	assert_non_null(strstr(all.data, line.data));
}

static void fields_are_lined_up_and_wrapped(void **state)
{
	_cleanup_buffer_ struct buffer out = { 0 };
	const struct term wide = PLAIN(60), narrow = PLAIN(30);

	(void)state;
	assert_int_equal(field_put(&out, &wide, "State", 0, "active"), 0);
	assert_int_equal(field_put(&out, &wide, "", 0, "more"), 0);
	assert_int_equal(field_put(&out, &wide, "Empty", 0, ""), 0);
	assert_int_equal(
		field_printf(&out, &narrow, "Warning", "%s", "one two three four five"), 0);
	assert_string_equal(out.data, "       State: active\n              more\n  Warning: one "
				      "two three four\n    five\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_are_told_in_words),
		cmocka_unit_test(case_lines_are_aligned),
		cmocka_unit_test(a_head_is_one_line_or_several),
		cmocka_unit_test(failed_cases_are_shown_with_what_belongs_to_them),
		cmocka_unit_test(failed_cases_past_the_limit_are_counted),
		cmocka_unit_test(long_output_is_cut_unless_all_is_wanted),
		cmocka_unit_test(fields_are_lined_up_and_wrapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
