/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/answer.h"
#include "daemon/caserow.h"

#include <string.h>

struct fixture {
	struct buffer out;
	struct reply reply;
	struct answer answer;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->reply = (struct reply)REPLY_INIT(&fixture->out, true);
	answer_init(&fixture->answer, &fixture->reply);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	answer_done(&fixture->answer);
	buffer_done(&fixture->out);
	free(fixture);
	return 0;
}

static void assert_sent(struct fixture *fixture, const char *text)
{
	answer_send(&fixture->answer, &fixture->reply);
	assert_int_equal(fixture->reply.error, 0);
	assert_string_equal(fixture->out.data, text);
}

static void nothing_is_an_empty_array(void **state)
{
	assert_sent(*state, "*0\n");
}

static void elements_are_counted(void **state)
{
	struct fixture *fixture = *state;

	answer_field(&fixture->answer, "A", "x");
	answer_field(&fixture->answer, "B", NULL);
	answer_fieldf(&fixture->answer, "C", "%d\t%s", 1, "y");
	answer_number(&fixture->answer, "D", -5);
	answer_row(&fixture->answer, (const char *const[]){ "a", "b" }, 2);
	assert_sent(fixture, "*5\n+A=x\n+B=\n+C=1\\ty\n+D=-5\n+a\tb\n");
}

static void times_are_in_utc(void **state)
{
	struct fixture *fixture = *state;

	answer_time(&fixture->answer, "T", 1000000000LL * 1000000 + 999999);
	answer_time(&fixture->answer, "N", 0);
	assert_sent(fixture, "*2\n+T=2001-09-09T01:46:40Z\n+N=\n");
}

static void a_text_is_cut_into_lines(void **state)
{
	struct fixture *fixture = *state;

	answer_lines(&fixture->answer, "L", "one\r\ntwo\n\nfour", 14, 10);
	answer_lines(&fixture->answer, "N", NULL, 0, 10);
	assert_sent(fixture, "*4\n+L=one\n+L=two\n+L=\n+L=four\n");
}

static void more_lines_than_wanted_are_told(void **state)
{
	struct fixture *fixture = *state;

	answer_lines(&fixture->answer, "L", "1\n2\n", 4, 2);
	answer_lines(&fixture->answer, "M", "1\n2\n3\n", 6, 2);
	assert_sent(fixture, "*5\n+L=1\n+L=2\n+M=1\n+M=2\n+M=...\n");
}

static void nul_and_bad_bytes_do_no_harm(void **state)
{
	struct fixture *fixture = *state;

	answer_lines(&fixture->answer, "L", "a\0b\xff\x1b", 5, 2);
	assert_sent(fixture, "*1\n+L=a\\x00b\\xff\\x1b\n");
}

static void a_case_is_a_row_of_pairs(void **state)
{
	struct fixture *fixture = *state;
	const struct caserow row = { .number = 2,
		.name = "two",
		.verdict = VERDICT_WRONG,
		.exit_status = 1,
		.wall_us = 1999,
		.cpu_us = 500,
		.memory_bytes = 4096,
		.note = "line 1: \"x\"" };
	struct buffer text = { 0 };

	assert_int_equal(caserow_append(&text, &row), 0);
	assert_string_equal(text.data,
		"case=2 name=two verdict=wrong wall_ms=1 cpu_ms=0 memory_kb=4 exit=1 "
		"signal=0 note=\"line 1: \\\"x\\\"\"");
	assert_int_equal(caserow_reply(&fixture->reply, &row), 0);
	assert_memory_equal(fixture->out.data + 1, text.data, text.len);
	buffer_done(&text);
}

static void a_note_is_told_as_far_as_the_step_shows(void **state)
{
	static const struct {
		const char *detail, *full, *verdict_only;
		enum verdict verdict;
	} rows[] = {
		{ "n", "n", NULL, VERDICT_WRONG },
		{ "n", "n", "n", VERDICT_TIMEOUT },
		{ "", NULL, NULL, VERDICT_PASS },
		{ NULL, NULL, NULL, VERDICT_WRONG },
		{ "secret\x1f" "try 0", "secret; try 0", "try 0", VERDICT_WRONG },
		{ "\x1f" "well done", "well done", "well done", VERDICT_PASS },
		{ "secret\x1f", "secret; ", NULL, VERDICT_WRONG },
		{ JOB_JUDGE_FAILED ": secret", JOB_JUDGE_FAILED ": secret", JOB_JUDGE_FAILED, VERDICT_INTERNAL },
		{ "the sandbox failed", "the sandbox failed", "the sandbox failed", VERDICT_INTERNAL },
	};
	struct caserow_note note;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *full = caserow_note(rows[i].detail, rows[i].verdict, DIFF_SHOW_FULL, &note);

		assert_int_equal(full != NULL, rows[i].full != NULL);
		if (full)
			assert_string_equal(full, rows[i].full);
		full = caserow_note(rows[i].detail, rows[i].verdict, DIFF_SHOW_VERDICT, &note);
		assert_int_equal(full != NULL, rows[i].verdict_only != NULL);
		if (full)
			assert_string_equal(full, rows[i].verdict_only);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_an_empty_array, set_up, tear_down),
		cmocka_unit_test_setup_teardown(elements_are_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(times_are_in_utc, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_text_is_cut_into_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(more_lines_than_wanted_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nul_and_bad_bytes_do_no_harm, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_case_is_a_row_of_pairs, set_up, tear_down),
		cmocka_unit_test(a_note_is_told_as_far_as_the_step_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
