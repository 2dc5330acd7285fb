/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/referee.h"

#include <string.h>

#define EXITED(status) ((status) << 8)

static const struct job_limits limits = { .output_bytes = 1000 };

/* A judge's end; status as wait4() gives it. */
static struct referee_judge judge_of(const struct run_result *result)
{
	return (struct referee_judge){
		.result = result, .limits = &limits, .message = "", .last_words = ""
	};
}

static enum referee_word word_of(struct run_result result, uint64_t output_bytes)
{
	struct referee_judge judge = judge_of(&result);

	judge.output_bytes = output_bytes;
	return referee_word(&judge);
}

static void only_two_statuses_are_a_word(void **state)
{
	(void)state;
	for (int status = 0; status < 256; status++) {
		enum referee_word wanted = status == 42	  ? REFEREE_PASS
					   : status == 43 ? REFEREE_WRONG
							  : REFEREE_BROKEN;

		assert_int_equal(
			word_of((struct run_result){ .status = EXITED(status) }, 0), wanted);
	}
}

static void other_ends_are_the_judges_fault(void **state)
{
	(void)state;
	assert_int_equal(word_of((struct run_result){ .status = 11 }, 0), REFEREE_BROKEN);
	assert_int_equal(word_of((struct run_result){ .status = EXITED(42), .exec_error = 2 }, 0),
		REFEREE_BROKEN);
	assert_int_equal(
		word_of((struct run_result){ .status = EXITED(42), .cpu_exceeded = true }, 0),
		REFEREE_BROKEN);
	assert_int_equal(word_of((struct run_result){ .status = 9, .wall_exceeded = true }, 0),
		REFEREE_LATE);
	assert_int_equal(word_of((struct run_result){ .status = EXITED(42) }, 1000), REFEREE_PASS);
	assert_int_equal(
		word_of((struct run_result){ .status = EXITED(42) }, 1001), REFEREE_BROKEN);
}

static void a_judge_that_gives_a_score_is_not_taken_for_a_pass(void **state)
{
	const struct run_result right = { .status = EXITED(42) }, wrong = { .status = EXITED(43) };
	const struct outcome program = { .verdict = VERDICT_PASS };
	struct referee_facts facts = { .program = &program, .judge = judge_of(&right) };
	struct outcome outcome;

	(void)state;
	facts.judge.has_score = true;
	referee_decide(&facts, &outcome);
	assert_int_equal(outcome.verdict, VERDICT_INTERNAL);
	assert_non_null(strstr(outcome.detail, "not your program: it gives a score, which is not served"));
	facts.judge.result = &wrong;
	referee_decide(&facts, &outcome);
	assert_int_equal(outcome.verdict, VERDICT_WRONG);
}

struct row {
	enum job_check check;
	enum verdict program;
	bool program_was_first;
	int judge; /* exit status */
	enum verdict verdict;
};

static void decide(const struct row *row, struct outcome *ret_outcome)
{
	const struct run_result result = { .status = EXITED(row->judge) };
	const struct outcome program = {
		.verdict = row->program, .exit_status = 5, .detail = "own end"
	};
	const struct referee_facts facts = { .check = row->check,
		.program = &program,
		.program_was_first = row->program_was_first,
		.judge = judge_of(&result) };

	referee_decide(&facts, ret_outcome);
}

static void who_is_right(void **state)
{
	static const struct row rows[] = {
		/* nothing speaks against the program: the judge's word */
		{ JOB_CHECK_CHECKER, VERDICT_PASS, true, 42, VERDICT_PASS },
		{ JOB_CHECK_CHECKER, VERDICT_PASS, true, 43, VERDICT_WRONG },
		{ JOB_CHECK_CHECKER, VERDICT_PASS, true, 1, VERDICT_INTERNAL },
		{ JOB_CHECK_INTERACTIVE, VERDICT_PASS, true, 43, VERDICT_WRONG },
		{ JOB_CHECK_SERVICE, VERDICT_PASS, false, 42, VERDICT_PASS },
		/* the judge said wrong first */
		{ JOB_CHECK_INTERACTIVE, VERDICT_RUNTIME, false, 43, VERDICT_WRONG },
		{ JOB_CHECK_INTERACTIVE, VERDICT_TIMEOUT, false, 43, VERDICT_WRONG },
		/* the program was first, or the judge said pass: its own end */
		{ JOB_CHECK_INTERACTIVE, VERDICT_RUNTIME, true, 43, VERDICT_RUNTIME },
		{ JOB_CHECK_INTERACTIVE, VERDICT_RUNTIME, true, 42, VERDICT_RUNTIME },
		{ JOB_CHECK_INTERACTIVE, VERDICT_RUNTIME, false, 42, VERDICT_RUNTIME },
		{ JOB_CHECK_INTERACTIVE, VERDICT_TIMEOUT, true, 1, VERDICT_TIMEOUT },
		/* a server's crash says more than what its client saw of it */
		{ JOB_CHECK_SERVICE, VERDICT_RUNTIME, false, 43, VERDICT_RUNTIME },
		{ JOB_CHECK_SERVICE, VERDICT_RUNTIME, true, 43, VERDICT_RUNTIME },
		/* the judge broke first: what the program did then is not its fault */
		{ JOB_CHECK_INTERACTIVE, VERDICT_RUNTIME, false, 1, VERDICT_INTERNAL },
		{ JOB_CHECK_SERVICE, VERDICT_RUNTIME, false, 1, VERDICT_INTERNAL },
		{ JOB_CHECK_INTERACTIVE, VERDICT_OUTPUT, false, 0, VERDICT_INTERNAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct outcome outcome;

		decide(&rows[i], &outcome);
		assert_string_equal(verdict_name(outcome.verdict), verdict_name(rows[i].verdict));
		assert_int_equal(outcome.exit_status, 5);
	}
}

static void the_judges_message_is_the_detail(void **state)
{
	const struct run_result wrong = { .status = EXITED(43) }, broken = { .status = EXITED(1) };
	const struct outcome program = { .verdict = VERDICT_PASS };
	struct referee_facts facts = { .program = &program, .judge = judge_of(&wrong) };
	struct outcome outcome;

	(void)state;
	facts.judge.message = "expected 3";
	referee_decide(&facts, &outcome);
	assert_string_equal(outcome.detail, "expected 3");
	facts.judge = judge_of(&broken);
	facts.judge.last_words = "ValueError: x";
	referee_decide(&facts, &outcome);
	assert_non_null(strstr(outcome.detail, "not your program"));
	assert_non_null(strstr(outcome.detail, "exit status 1, expected 42 or 43: ValueError: x"));
}

static void a_client_that_waits_for_its_server_is_a_timeout(void **state)
{
	const struct run_result late = { .status = 9, .wall_exceeded = true };
	const struct outcome program = { .verdict = VERDICT_PASS };
	struct referee_facts facts = {
		.check = JOB_CHECK_SERVICE, .program = &program, .judge = judge_of(&late)
	};
	struct outcome outcome;

	(void)state;
	referee_decide(&facts, &outcome);
	assert_int_equal(outcome.verdict, VERDICT_TIMEOUT);
	facts.check = JOB_CHECK_CHECKER; /* it has nobody to wait for */
	referee_decide(&facts, &outcome);
	assert_int_equal(outcome.verdict, VERDICT_INTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_two_statuses_are_a_word),
		cmocka_unit_test(other_ends_are_the_judges_fault),
		cmocka_unit_test(a_judge_that_gives_a_score_is_not_taken_for_a_pass),
		cmocka_unit_test(who_is_right),
		cmocka_unit_test(the_judges_message_is_the_detail),
		cmocka_unit_test(a_client_that_waits_for_its_server_is_a_timeout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
