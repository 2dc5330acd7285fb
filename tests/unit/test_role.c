/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/role.h"

#include <string.h>

#define SOCKET "/service/socket"

static struct job *sample_job(enum job_check check)
{
	struct job *job = job_new();
	struct job_case *job_case;
	struct job_judge *judge;

	assert_non_null(job);
	assert_int_equal(job_add_file(job, "main.c", "learner", 7, false), 0);
	assert_int_equal(strlist_add(&job->run, "/box/program"), 0);
	assert_int_equal(strlist_add(&job->compile, "cc"), 0);
	job->compare = strdup("proof secret");
	job->run_limits.processes = 10;
	job_case = job_add_case(job, "one");
	assert_int_equal(strlist_add(&job_case->args, "word"), 0);
	job_case->input = strdup("input");
	job_case->input_len = 5;
	job_case->expected = strdup("answer");
	job_case->expected_len = 6;
	if (check == JOB_CHECK_OUTPUT)
		return job;
	judge = job_add_judge(job, check);
	assert_non_null(judge);
	assert_int_equal(job_judge_add_file(judge, "judge.py", "lesson", 6, false), 0);
	assert_int_equal(strlist_split_words(&judge->run, "python3 /box/judge.py"), 0);
	assert_int_equal(strlist_add(&judge->args, "--flag"), 0);
	judge->run_limits.processes = 4;
	return job;
}

static void program_never_gets_what_is_the_judges(void **state)
{
	(void)state;
	for (enum job_check check = JOB_CHECK_OUTPUT; check < JOB_CHECK_COUNT; check++) {
		_cleanup_(job_freep) struct job *job = sample_job(check);
		_cleanup_buffer_ struct buffer bytes = { 0 };
		struct role role;

		assert_int_equal(role_init_program(&role, job, SOCKET), 0);
		assert_int_equal(job_encode(&role.job, &bytes), 0);
		assert_non_null(memmem(bytes.data, bytes.len, "learner", 7));
		assert_null(memmem(bytes.data, bytes.len, "answer", 6));
		assert_null(memmem(bytes.data, bytes.len, "secret", 6));
		assert_null(memmem(bytes.data, bytes.len, "lesson", 6));
		assert_null(memmem(bytes.data, bytes.len, "judge", 5));
		assert_false(role.has_feedback);
		role_done(&role);
	}
}

static void input_is_the_programs_unless_the_judge_talks_to_it(void **state)
{
	static const bool is_programs[JOB_CHECK_COUNT] = {
		[JOB_CHECK_OUTPUT] = true,
		[JOB_CHECK_CHECKER] = true,
	};

	(void)state;
	for (enum job_check check = JOB_CHECK_OUTPUT; check < JOB_CHECK_COUNT; check++) {
		_cleanup_(job_freep) struct job *job = sample_job(check);
		struct role role;

		assert_int_equal(role_init_program(&role, job, SOCKET), 0);
		assert_int_equal(role.job.cases[0].input_len, is_programs[check] ? 5 : 0);
		role_done(&role);
	}
}

static void a_server_gets_its_socket_and_no_word_of_the_client(void **state)
{
	_cleanup_(job_freep) struct job *job = sample_job(JOB_CHECK_SERVICE);
	struct role role;

	(void)state;
	assert_int_equal(role_init_program(&role, job, SOCKET), 0);
	assert_int_equal(role.job.cases[0].args.count, 1);
	assert_string_equal(role.job.cases[0].args.items[0], SOCKET);
	role_done(&role);
	assert_int_equal(role_init_judge(&role, job, SOCKET), 0);
	assert_int_equal(role.job.run.count, 2);
	assert_string_equal(role.job.cases[0].args.items[0], SOCKET);
	assert_string_equal(role.job.cases[0].args.items[1], "word");
	assert_false(role.has_feedback);
	role_done(&role);
}

static void other_judges_get_the_cases_files(void **state)
{
	static const char *const words[] = { "python3", "/box/judge.py", "input", "answer",
		"feedback/", "--flag" };
	_cleanup_(job_freep) struct job *job = sample_job(JOB_CHECK_INTERACTIVE);
	struct role role;

	(void)state;
	assert_int_equal(role_init_judge(&role, job, SOCKET), 0);
	assert_int_equal(role.job.run.count, ARRAY_SIZE(words));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_string_equal(role.job.run.items[i], words[i]);
	assert_true(role.has_feedback);
	assert_int_equal(role.job.cases[0].args.count, 0);
	assert_memory_equal(role.job.cases[0].input, "input", 5);
	assert_memory_equal(role.job.cases[0].expected, "answer", 6);
	role_done(&role);
}

static void judge_never_gets_the_learners_files(void **state)
{
	_cleanup_(job_freep) struct job *job = sample_job(JOB_CHECK_CHECKER);
	_cleanup_buffer_ struct buffer bytes = { 0 };
	struct role role;

	(void)state;
	assert_int_equal(role_init_judge(&role, job, SOCKET), 0);
	assert_int_equal(job_encode(&role.job, &bytes), 0);
	assert_null(memmem(bytes.data, bytes.len, "learner", 7));
	assert_null(memmem(bytes.data, bytes.len, "main.c", 6));
	role_done(&role);
}

/* The learner's may take its own and the judge's, and then there are still as many for the judge.
 */
static void judge_has_room_for_its_processes(void **state)
{
	_cleanup_(job_freep) struct job *job = sample_job(JOB_CHECK_SERVICE);
	struct role program, judge;

	(void)state;
	assert_int_equal(role_init_program(&program, job, SOCKET), 0);
	assert_int_equal(role_init_judge(&judge, job, SOCKET), 0);
	assert_true(program.job.run_limits.processes >= 10 + 4);
	assert_true(judge.job.run_limits.processes >= program.job.run_limits.processes + 4);
	role_done(&program);
	role_done(&judge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(program_never_gets_what_is_the_judges),
		cmocka_unit_test(input_is_the_programs_unless_the_judge_talks_to_it),
		cmocka_unit_test(a_server_gets_its_socket_and_no_word_of_the_client),
		cmocka_unit_test(other_judges_get_the_cases_files),
		cmocka_unit_test(judge_never_gets_the_learners_files),
		cmocka_unit_test(judge_has_room_for_its_processes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
