/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "base/text.h"
#include "grade/compare.h"
#include "grade/compare_kinds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run_n(const char *how, const char *expected, size_t expected_len, const char *actual,
	size_t actual_len, char note[static COMPARE_NOTE_MAX])
{
	struct comparison comparison;

	assert_int_equal(comparison_parse(how, &comparison), 0);
	return comparison_run(&comparison, expected, expected_len, actual, actual_len, note);
}

static int run(const char *how, const char *expected, const char *actual,
	char note[static COMPARE_NOTE_MAX])
{
	return run_n(how, expected, strlen(expected), actual, strlen(actual), note);
}

static void parse_takes_every_kind(void **state)
{
	static const struct {
		const char *text;
		enum compare_kind kind;
	} rows[] = {
		{ "exact", COMPARE_EXACT },
		{ "trim", COMPARE_TRIM },
		{ "tokens", COMPARE_TOKENS },
		{ "lines-unordered", COMPARE_LINES_UNORDERED },
		{ "float 1e-6", COMPARE_FLOAT },
		{ "float  0", COMPARE_FLOAT },
		{ "regex", COMPARE_REGEX },
		{ "proof 12 passed", COMPARE_PROOF },
		{ "stripped", COMPARE_STRIPPED },
		{ "included", COMPARE_INCLUDED },
		{ "search", COMPARE_SEARCH },
		{ "tap", COMPARE_TAP },
		{ "default", COMPARE_DEFAULT },
		{ "default case_sensitive float_tolerance 1e-6", COMPARE_DEFAULT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct comparison comparison;

		assert_int_equal(comparison_parse(rows[i].text, &comparison), 0);
		assert_int_equal(comparison.kind, rows[i].kind);
		assert_memory_equal(rows[i].text, compare_kind_name(rows[i].kind),
			strlen(compare_kind_name(rows[i].kind)));
	}
	assert_null(compare_kind_name((enum compare_kind)99));
}

static void parse_rejects_what_is_not_a_comparison(void **state)
{
	static const char *const rows[] = { "", " ", "Exact", "exac", "exactly", "exact 1",
		"trim x", "float", "float ", "float x", "float -1", "float nan", "float inf",
		"float 1 2", "proof", "proof ", "tap 3", "proof a\nb", "default odd",
		"default float_tolerance", "default float_tolerance -1", "default float_tolerance x" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct comparison comparison = { .kind = COMPARE_TAP };

		assert_int_equal(comparison_parse(rows[i], &comparison), -EINVAL);
		assert_int_equal(comparison.kind, COMPARE_TAP);
	}
}

static void parse_reads_the_argument(void **state)
{
	struct comparison comparison;

	(void)state;
	assert_int_equal(comparison_parse("float 0.5", &comparison), 0);
	assert_true(comparison.tolerance > 0.49 && comparison.tolerance < 0.51);
	assert_int_equal(comparison_parse("proof  all 3 passed", &comparison), 0);
	assert_string_equal(comparison.proof, "all 3 passed");
}

/* A NULL note: equal. */
struct row {
	const char *how, *expected, *actual, *note;
};

static void check_rows(const struct row *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		char note[COMPARE_NOTE_MAX] = "untouched";
		int r = run(rows[i].how, rows[i].expected, rows[i].actual, note);

		assert_string_equal(note, rows[i].note ? rows[i].note : "");
		assert_int_equal(r, rows[i].note ? 0 : 1);
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void exact_tells_the_first_difference(void **state)
{
	static const struct row rows[] = {
		{ "exact", "", "", NULL },
		{ "exact", "a\nb\n", "a\nb\n", NULL },
		{ "exact", "a\nb\n", "a\nc\n", "line 2, column 1: expected \"b\", got \"c\"" },
		{ "exact", "a\n", "a",
			"line 1, column 2: expected the end of the line, got the end of the "
			"output" },
		{ "exact", "a", "a\n",
			"line 1, column 2: expected the end of the output, got the end of the "
			"line" },
		{ "exact", "a\n", "",
			"line 1, column 1: expected \"a\", got the end of the output" },
		{ "exact", "a\n", "a\nb\n",
			"line 2, column 1: expected the end of the output, got \"b\"" },
		{ "exact", "äö\n", "äu\n", "line 1, column 2: expected \"ö\", got \"u\"" },
		{ "exact", "ä\n", "ö\n", "line 1, column 1: expected \"ä\", got \"ö\"" },
		{ "exact", "a b\n", "a\tb\n", "line 1, column 2: expected \" b\", got \"\\x09b\"" },
		{ "exact", "a\n", "a\r\n",
			"line 1, column 2: expected the end of the line, got \"\\x0d\"" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void trim_ignores_only_ends(void **state)
{
	static const struct row rows[] = {
		{ "trim", "a\nb\n", "a \t\r\nb", NULL },
		{ "trim", "a\n", "a\n\n \n\r\n", NULL },
		{ "trim", "", " \n\n", NULL },
		{ "trim", "a\n\n\n", "a", NULL },
		{ "trim", "a\n\nb\n", "a\n \nb\n", NULL },
		{ "trim", "a\nb\n", "a\n\nb\n",
			"line 2, column 1: expected \"b\", got an empty line" },
		{ "trim", " a\n", "a\n", "line 1, column 1: expected \" a\", got \"a\"" },
		{ "trim", "a  b\n", "a b\n", "line 1, column 3: expected \" b\", got \"b\"" },
		{ "trim", "a\nb\n", "a\n",
			"line 2, column 1: expected \"b\", got the end of the output" },
		{ "trim", "a\n", "a\nb\n",
			"line 2, column 1: expected the end of the output, got \"b\"" },
		{ "trim", "ab\n", "abc\n",
			"line 1, column 3: expected the end of the line, got \"c\"" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void tokens_need_only_the_same_words(void **state)
{
	static const struct row rows[] = {
		{ "tokens", "1 2\n3\n", " 1\n\t2 3", NULL },
		{ "tokens", "", "\n", NULL },
		{ "tokens", "1 2 3", "1 2 4", "word 3, line 1: expected \"3\", got \"4\"" },
		{ "tokens", "1 2 3", "1\n2\n",
			"word 3, line 3: expected \"3\", got the end of the output" },
		{ "tokens", "1", "1\n2",
			"word 2, line 2: expected the end of the output, got \"2\"" },
		{ "tokens", "12", "1 2", "word 1, line 1: expected \"12\", got \"1\"" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void unordered_lines_are_a_multiset(void **state)
{
	static const struct row rows[] = {
		{ "lines-unordered", "a\nb\nb\n", "b\na\nb", NULL },
		{ "lines-unordered", "", "", NULL },
		{ "lines-unordered", "a\nb\n", "b \na\r\n\n", NULL },
		{ "lines-unordered", "a\nb\n", "b\na\nc\n",
			"line 3 is not among the expected lines: \"c\"" },
		{ "lines-unordered", "a\nb\nb\n", "a\na\nb\n", "line 2 is there too often: \"a\"" },
		{ "lines-unordered", "a\nb\nb\n", "a\nb\n", "a line is missing: \"b\"" },
		{ "lines-unordered", "a\n\nb\n", "b\na\n", "a line is missing: \"\"" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void unordered_lines_hold_when_the_table_grows(void **state)
{
	_cleanup_buffer_ struct buffer up = { 0 }, down = { 0 };
	char note[COMPARE_NOTE_MAX];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		assert_int_equal(buffer_printf(&up, "%d\n", i), 0);
		assert_int_equal(buffer_printf(&down, "%d\n", 4999 - i), 0);
	}
	assert_int_equal(run_n("lines-unordered", up.data, up.len, down.data, down.len, note), 1);
	down.data[0] = '5';
	assert_int_equal(run_n("lines-unordered", up.data, up.len, down.data, down.len, note), 0);
	assert_string_equal(note, "line 1 is not among the expected lines: \"5999\"");
}

static void default_is_the_default_validator(void **state)
{
	static const struct {
		const char *how, *expected, *actual;
		int equal;
	} rows[] = {
		/* Words, white space only between them, letters in any case. */
		{ "default", "Hello  World\n", "hello\nWORLD", 1 },
		{ "default", "1 2", "1 2 3", 0 },
		{ "default", "1 2 3", "1 2", 0 },
		{ "default", "", " \n", 1 },
		{ "default", "12", "1 2", 0 },
		/* Without a tolerance numbers are words. */
		{ "default", "0.5", "0.50", 0 },
		{ "default case_sensitive", "Hello", "Hello", 1 },
		{ "default case_sensitive", "Hello", "hello", 0 },
		{ "default space_change_sensitive", "a  b\n", "A  b\n", 1 },
		{ "default space_change_sensitive", "a  b\n", "a b\n", 0 },
		{ "default space_change_sensitive", "a b\n", "a b", 0 },
		{ "default space_change_sensitive", "a b", "a b\n", 0 },
		{ "default space_change_sensitive", "a b", " a b", 0 },
		{ "default space_change_sensitive", "a\nb", "a b", 0 },
		/* Any form of a number; within one of the two is enough. */
		{ "default float_tolerance 1e-6", "0.0314", "3.14000000e-2", 1 },
		{ "default float_tolerance 1e-2", "200", "2.01e2", 1 },
		{ "default float_tolerance 1e-2", "200", "203", 0 },
		{ "default float_absolute_tolerance 1e-2", "200", "201", 0 },
		{ "default float_absolute_tolerance 0.5", "200", "200.5", 1 },
		{ "default float_absolute_tolerance 0.5", "200", "200.51", 0 },
		{ "default float_relative_tolerance 0.5", "0", "0.1", 0 },
		{ "default float_relative_tolerance 0.5", "-4", "-6", 1 },
		{ "default float_relative_tolerance 0.5 float_absolute_tolerance 0.25", "0", "0.25", 1 },
		{ "default float_tolerance 1", "1", "one", 0 },
		{ "default float_tolerance 1", "One", "one", 1 },
		{ "default float_tolerance 1", "inf NaN", "Inf nan", 1 },
		{ "default float_tolerance 1", "inf", "1e300", 0 },
		{ "default float_tolerance 1", "1", "inf", 0 },
		{ "default float_tolerance 1", "1", "nan", 0 },
		{ "default case_sensitive float_tolerance 1", "X 1", "x 1", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char note[COMPARE_NOTE_MAX];

		if (run(rows[i].how, rows[i].expected, rows[i].actual, note) != rows[i].equal)
			fail_msg("row %zu: %s: %s", i, rows[i].how, note);
		assert_int_equal(note[0] == '\0', rows[i].equal);
	}
}

static void float_is_near_absolutely_or_relatively(void **state)
{
	static const struct row rows[] = {
		{ "float 1e-6", "1.0", "1.0000009", NULL },
		{ "float 1e-6", "0", "0.0000009", NULL },
		{ "float 1e-6", "1000000", "1000000.9", NULL },
		{ "float 1e-6", "-1e3", "-1000.0005", NULL },
		{ "float 0", "1.50", "1.5", NULL },
		{ "float 0", "+.5", "0.5", NULL },
		{ "float 0.25", "1", "1.25", NULL },
		{ "float 0.25", "0", "0.25", NULL },
		{ "float 0.25", "8", "10", NULL },
		{ "float 0.25", "x 1", "x 1.1", NULL },
		{ "float 1", "inf -Infinity NaN", "INF -inf nan", NULL },
		{ "float 0.25", "1", "1.26", "word 1, line 1: expected \"1\", got \"1.26\"" },
		{ "float 1e-6", "1.0", "1.00001",
			"word 1, line 1: expected \"1.0\", got \"1.00001\"" },
		{ "float 1", "x", "y", "word 1, line 1: expected \"x\", got \"y\"" },
		{ "float 1", "1", "nan", "word 1, line 1: expected \"1\", got \"nan\"" },
		{ "float 1", "inf", "-inf", "word 1, line 1: expected \"inf\", got \"-inf\"" },
		{ "float 1", "inf", "1e300", "word 1, line 1: expected \"inf\", got \"1e300\"" },
		{ "float 1", "16", "0x10", "word 1, line 1: expected \"16\", got \"0x10\"" },
		{ "float 1", "1", "1.", NULL },
		{ "float 1", "1", "1e", "word 1, line 1: expected \"1\", got \"1e\"" },
		{ "float 1", "-1", "--1", "word 1, line 1: expected \"-1\", got \"--1\"" },
		{ "float 1", "1", "1,0", "word 1, line 1: expected \"1\", got \"1,0\"" },
		{ "float 1", "1e999", "1e998",
			"word 1, line 1: expected \"1e999\", got \"1e998\"" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void a_number_longer_than_the_limit_is_a_word(void **state)
{
	char zeros[COMPARE_NUMBER_MAX + 2], note[COMPARE_NOTE_MAX];

	(void)state;
	memset(zeros, '0', sizeof(zeros));
	assert_int_equal(run_n("float 1", "0", 1, zeros, COMPARE_NUMBER_MAX, note), 1);
	assert_int_equal(run_n("float 1", "0", 1, zeros, COMPARE_NUMBER_MAX + 1, note), 0);
}

static void regex_matches_whole_lines(void **state)
{
	static const struct row rows[] = {
		{ "regex", "a+\n[0-9]+ ms\n", "aaa\n12 ms\n", NULL },
		{ "regex", "a|ab\n", "ab \r\n\n", NULL },
		{ "regex", "(a|b)c|d", "bc", NULL },
		{ "regex", "^x$\n", "x", NULL },
		{ "regex", "", "", NULL },
		{ "regex", "a\n\nb", "a\n\nb", NULL },
		{ "regex", "a", "ba", "line 1, as a pattern: expected \"a\", got \"ba\"" },
		{ "regex", "a", "ab", "line 1, as a pattern: expected \"a\", got \"ab\"" },
		{ "regex", "a\nb", "a",
			"line 2, as a pattern: expected \"b\", got the end of the output" },
		{ "regex", ".*", "a\nb",
			"line 2, as a pattern: expected the end of the output, got \"b\"" },
		{ "regex", ".*\n.*", "a",
			"line 2, as a pattern: expected \".*\", got the end of the output" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void regex_tells_an_unsound_pattern(void **state)
{
	char note[COMPARE_NOTE_MAX];

	(void)state;
	assert_int_equal(run("regex", "(", "(", note), -EINVAL);
	assert_int_equal(run("regex", "[", "", note), -EINVAL);
	assert_int_equal(run_n("regex", "a\0b", 3, "a", 1, note), -EINVAL);
}

static void regex_bounds_patterns_and_lines(void **state)
{
	static char text[COMPARE_MATCHED_MAX + 1];
	char note[COMPARE_NOTE_MAX];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(
		run_n("regex", text, COMPARE_PATTERN_MAX, text, COMPARE_PATTERN_MAX, note), 1);
	assert_int_equal(run_n("regex", text, COMPARE_PATTERN_MAX + 1, text, 1, note), -EINVAL);
	assert_int_equal(run_n("regex", "a*", 2, text, COMPARE_MATCHED_MAX, note), 1);
	assert_int_equal(run_n("regex", "a*", 2, text, COMPARE_MATCHED_MAX + 1, note), 0);
}

static void regex_bounds_the_number_of_patterns(void **state)
{
	_cleanup_buffer_ struct buffer lines = { 0 };
	char note[COMPARE_NOTE_MAX];

	(void)state;
	for (int i = 0; i < COMPARE_PATTERNS_MAX; i++)
		assert_int_equal(buffer_append_string(&lines, "a\n"), 0);
	assert_int_equal(run_n("regex", lines.data, lines.len, lines.data, lines.len, note), 1);
	assert_int_equal(buffer_append_string(&lines, "a\n"), 0);
	assert_int_equal(
		run_n("regex", lines.data, lines.len, lines.data, lines.len, note), -EINVAL);
}

static void proof_is_a_line_of_its_own(void **state)
{
	static const struct row rows[] = {
		{ "proof 3 passed", "", "noise\n3 passed\r\nmore\n", NULL },
		{ "proof 3 passed ", "", "3 passed", NULL },
		{ "proof 3 passed", "", "13 passed\n3 passed.\n 3 passed\n",
			"the tests did not run to their end: the line \"3 passed\" is missing" },
		{ "proof 3 passed", "3 passed", "",
			"the tests did not run to their end: the line \"3 passed\" is missing" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

#define CUT_SHORT "the tests did not run to their end: "

static void tap_needs_one_plan_and_all_results(void **state)
{
	static const struct row rows[] = {
		{ "tap", "", "1..2\nok 1 - a\nok 2\n", NULL },
		{ "tap", "", "TAP version 13\nok\n# talk\nok 2 # SKIP why\n1..2 # all\n", NULL },
		{ "tap", "", "1..1\n    not ok 1 - of a subtest\nokay\nok 1\n1..x\n", NULL },
		{ "tap", "", "1..1\r\nok 1\r\n", NULL },
		{ "tap", "", "", CUT_SHORT "their plan (1..N) is missing" },
		{ "tap", "", "ok 1\n", CUT_SHORT "their plan (1..N) is missing" },
		{ "tap", "", "1..2\nok 1\n", CUT_SHORT "1 of 2 results" },
		{ "tap", "", "1..1\nok 1\nok 2\n", CUT_SHORT "2 of 1 results" },
		{ "tap", "", "1..2\nok 1\nnot ok 2 - sums\n", "a test failed: 2 - sums" },
		{ "tap", "", "1..1\nnot ok # TODO later\n", "a test failed: # TODO later" },
		{ "tap", "", "1..1\nnot ok\n", "a test failed: it has no name" },
		{ "tap", "", "1..1\n1..1\nok 1\n", "the tests' output has two plans" },
		{ "tap", "", "1..2\nok 2\nok 1\n", "test 2 is out of order" },
		{ "tap", "", "ok 1\n1..2\nok 2\n",
			"a test's result comes after the plan at the end" },
		{ "tap", "", "1..1\nBail out! no disk\n", "the tests gave up (Bail out!)" },
		{ "tap", "", "1..0\n",
			"the plan of the tests is not 1..N with N from 1 to 1000000" },
		{ "tap", "", "1..1000001\n",
			"the plan of the tests is not 1..N with N from 1 to 1000000" },
		{ "tap", "", "1..1000000\n", CUT_SHORT "0 of 1000000 results" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

/* Where C strings would end: output with a NUL byte is not equal to the same output without what
 * follows it. */
static void stripped_ignores_only_the_ends_of_the_whole(void **state)
{
	static const struct row rows[] = {
		{ "stripped", "a b", "\n a b \r\n\n", NULL },
		{ "stripped", "a\r\nb\n", "a\nb", NULL },
		{ "stripped", "a\nb", "a \nb",
			"line 1, column 2: expected the end of the line, got \" \"" },
		{ "stripped", "a", "a\rb",
			"line 1, column 2: expected the end of the output, got \"\\x0db\"" },
		{ "stripped", "", " \n", NULL },
		{ "stripped", "a", "",
			"line 1, column 1: expected \"a\", got the end of the output" },
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

static void included_is_enough_anywhere(void **state)
{
	static const struct row rows[] = {
		{ "included", "b\nc\n", "a b\r\nc d", NULL },
		{ "included", "", "", NULL },
		{ "included", "b", "a\n", "the output does not have \"b\" in it" },
		{ "included", "aa", "a a", "the output does not have \"aa\" in it" },
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

static void search_matches_anywhere(void **state)
{
	static const struct row rows[] = {
		{ "search", "[0-9]+ km", "it is 12 km\n", NULL },
		{ "search", "^it", "so it", "nothing in the output matches the pattern \"^it\"" },
		{ "search", "km$", "12 km\n\n", NULL },
		{ "search", "^b$", "a\nb\nc", "nothing in the output matches the pattern \"^b$\"" },
		{ "search", "a\\u0062", "ab", NULL },
		{ "search", "a.c",
			"\xff\xfe"
			"abc\xff",
			NULL },
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

static void a_search_that_takes_too_long_ends(void **state)
{
	char text[2048], note[COMPARE_NOTE_MAX];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(run("search", "(a+)+(a+)+(a+)+[bc]", text, note), 0);
	assert_non_null(strstr(note, "takes too long"));
}

/* Cheap from each place of the output, but there are many. */
static void a_search_that_begins_too_often_ends(void **state)
{
	static char text[1 << 20];
	char note[COMPARE_NOTE_MAX];

	(void)state;
	for (size_t i = 0; i + 5 < sizeof(text); i += 5)
		memcpy(text + i, "Hello", 5);
	text[strlen(text) - 1] = 'd'; /* else the matcher sees at once that none can be there */
	(void)alarm(120);
	assert_int_equal(run("search", "Hello.*World", text, note), 0);
	assert_non_null(strstr(note, "takes too long"));
	assert_int_equal(run("search", "[a-zA-Z]+[0-9]", text, note), 0);
	assert_non_null(strstr(note, "takes too long"));
	assert_int_equal(run("search", "Hello.*Hello", text, note), 1);
	(void)alarm(0);
}

static void search_bounds_the_pattern(void **state)
{
	char pattern[COMPARE_PATTERN_MAX + 2], note[COMPARE_NOTE_MAX];

	(void)state;
	assert_int_equal(run("search", "(", "a", note), -EINVAL);
	assert_int_equal(run("search", "\\C", "a", note), -EINVAL);
	memset(pattern, 'a', sizeof(pattern));
	pattern[COMPARE_PATTERN_MAX] = '\0';
	assert_int_equal(run("search", pattern, "a", note), 0);
	pattern[COMPARE_PATTERN_MAX] = 'a';
	pattern[COMPARE_PATTERN_MAX + 1] = '\0';
	assert_int_equal(run("search", pattern, "a", note), -EINVAL);
}

static void nul_bytes_are_bytes(void **state)
{
	static const char *const kinds[] = { "exact", "trim", "tokens", "lines-unordered",
		"float 1", "regex" };
	char note[COMPARE_NOTE_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_int_equal(run_n(kinds[i], "1", 1, "1\0", 2, note), 0);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(run_n(kinds[i], "1\0a", 3, "1\0a", 3, note), 1);
	assert_int_equal(run_n("proof ok", "", 0, "ok\0", 3, note), 0);
	assert_int_equal(run_n("tap", "", 0, "1..1\nok\0\n", 9, note), 0);
}

static void empty_texts_may_be_null(void **state)
{
	static const char *const kinds[] = { "exact", "trim", "tokens", "lines-unordered",
		"float 1", "regex" };
	char note[COMPARE_NOTE_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_int_equal(run_n(kinds[i], NULL, 0, NULL, 0, note), 1);
	assert_int_equal(run_n("tap", NULL, 0, NULL, 0, note), 0);
	assert_int_equal(run_n("proof x", NULL, 0, NULL, 0, note), 0);
}

static void a_note_is_one_harmless_line(void **state)
{
	char note[COMPARE_NOTE_MAX];

	(void)state;
	assert_int_equal(run("exact", "a", "\033[2J\xff\xe2\x80\xae", note), 0);
	assert_string_equal(
		note, "line 1, column 1: expected \"a\", got \"\\x1b[2J\\xff\\xe2\\x80\\xae\"");
}

static void a_note_is_cut_at_whole_characters(void **state)
{
	_cleanup_buffer_ struct buffer wide = { 0 };
	char note[COMPARE_NOTE_MAX];

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(buffer_append_string(&wide, "\xf0\x9f\x98\x80"), 0);
	assert_int_equal(run_n("exact", "\xf0\x9f\x99\x80", 4, wide.data, wide.len, note), 0);
	assert_true(text_is_utf8(note, strlen(note)));
	assert_non_null(strstr(note, "…"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_takes_every_kind),
		cmocka_unit_test(parse_rejects_what_is_not_a_comparison),
		cmocka_unit_test(parse_reads_the_argument),
		cmocka_unit_test(exact_tells_the_first_difference),
		cmocka_unit_test(trim_ignores_only_ends),
		cmocka_unit_test(tokens_need_only_the_same_words),
		cmocka_unit_test(unordered_lines_are_a_multiset),
		cmocka_unit_test(unordered_lines_hold_when_the_table_grows),
		cmocka_unit_test(default_is_the_default_validator),
		cmocka_unit_test(float_is_near_absolutely_or_relatively),
		cmocka_unit_test(a_number_longer_than_the_limit_is_a_word),
		cmocka_unit_test(regex_matches_whole_lines),
		cmocka_unit_test(regex_tells_an_unsound_pattern),
		cmocka_unit_test(regex_bounds_patterns_and_lines),
		cmocka_unit_test(regex_bounds_the_number_of_patterns),
		cmocka_unit_test(proof_is_a_line_of_its_own),
		cmocka_unit_test(tap_needs_one_plan_and_all_results),
		cmocka_unit_test(stripped_ignores_only_the_ends_of_the_whole),
		cmocka_unit_test(included_is_enough_anywhere),
		cmocka_unit_test(search_matches_anywhere),
		cmocka_unit_test(a_search_that_takes_too_long_ends),
		cmocka_unit_test(a_search_that_begins_too_often_ends),
		cmocka_unit_test(search_bounds_the_pattern),
		cmocka_unit_test(nul_bytes_are_bytes),
		cmocka_unit_test(empty_texts_may_be_null),
		cmocka_unit_test(a_note_is_one_harmless_line),
		cmocka_unit_test(a_note_is_cut_at_whole_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
