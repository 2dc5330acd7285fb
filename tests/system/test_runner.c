/* SPDX-License-Identifier: MIT */
/* What the runner says about programs: verdicts, limits, input and output, several cases, cancel.
 */
#include "runner_harness.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static void ready_says_what_is_in_force(void **state)
{
	const struct runner *runner = runner_of(state);

	assert_int_equal(runner->ready.index, 1);
	assert_non_null(strstr(runner->ready.detail, "seccomp"));
	assert_non_null(strstr(runner->ready.detail, "pid"));
}

static void expected_output_passes(void **state)
{
	struct job *job = shell_job("echo hello\n");

	job_expect(job, 0, "hello\n");
	check_run(runner_of(state), job, VERDICT_PASS, "hello\n");
}

static void other_output_is_wrong_and_says_where(void **state)
{
	struct job *job = shell_job("echo hallo\n");
	_cleanup_answer_ struct answer answer;

	job_expect(job, 0, "hello\n");
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_WRONG);
	assert_int_equal(answer.cases[0].exit_status, 0);
	assert_string_equal(answer.cases[0].stdout_text, "hallo\n");
	assert_true(answer.cases[0].detail[0] != '\0');
	assert_int_equal(answer.done.verdict, VERDICT_PASS);
}

static void comparison_of_the_job_is_used(void **state)
{
	struct job *job = shell_job("echo '  1.0000001   x '\n");

	job->compare = strdup("float 1e-3");
	job_expect(job, 0, "1 x\n");
	check_run(runner_of(state), job, VERDICT_PASS, NULL);
}

static void output_without_expectation_is_not_compared(void **state)
{
	check_run(runner_of(state), shell_job("echo anything\n"), VERDICT_PASS, "anything\n");
}

static void input_and_arguments_arrive(void **state)
{
	struct job *job = shell_job("read line; echo \"$line|$1|$2|$#\"\n");

	job_input(job, 0, "from stdin\nmore\n");
	assert_int_equal(strlist_add(&job->cases[0].args, "a b"), 0);
	assert_int_equal(strlist_add(&job->cases[0].args, ""), 0);
	check_run(runner_of(state), job, VERDICT_PASS, "from stdin|a b||2\n");
}

static void each_case_has_its_own_input_and_arguments(void **state)
{
	struct job *job = shell_job("cat; echo \"$@\"\n");
	_cleanup_answer_ struct answer answer;

	job_input(job, 0, "a much longer input for the first\n");
	assert_int_equal(strlist_split_words(&job->cases[0].args, "x y z"), 0);
	(void)job_more(job, "2");
	job_input(job, 1, "short\n");
	(void)job_more(job, "3");
	runner_do(runner_of(state), job, &answer);
	assert_string_equal(
		answer.cases[0].stdout_text, "a much longer input for the first\nx y z\n");
	assert_string_equal(answer.cases[1].stdout_text, "short\n\n");
	assert_string_equal(answer.cases[2].stdout_text, "\n");
}

static void exit_status_is_told_and_unexpected_is_runtime(void **state)
{
	_cleanup_answer_ struct answer answer;

	runner_do(runner_of(state), shell_job("exit 7\n"), &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_RUNTIME);
	assert_int_equal(answer.cases[0].exit_status, 7);
	assert_int_equal(answer.cases[0].signal, 0);
}

static void expected_exit_status_passes(void **state)
{
	struct job *job = shell_job("exit 7\n");

	job->cases[0].expected_status = 7;
	check_run(runner_of(state), job, VERDICT_PASS, "");
	job = shell_job("exit 8\n");
	job->cases[0].expected_status = -1;
	check_run(runner_of(state), job, VERDICT_PASS, "");
}

static void success_where_failure_is_expected_is_wrong(void **state)
{
	struct job *job = shell_job("exit 0\n");

	job->cases[0].expected_status = 1;
	check_run(runner_of(state), job, VERDICT_WRONG, "");
}

static void signal_is_runtime_and_told(void **state)
{
	_cleanup_answer_ struct answer answer;

	runner_do(runner_of(state), shell_job("kill -SEGV $$\n"), &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_RUNTIME);
	assert_int_equal(answer.cases[0].signal, SIGSEGV);
	assert_int_equal(answer.cases[0].exit_status, -1);
}

static void stderr_is_carried(void **state)
{
	_cleanup_answer_ struct answer answer;

	runner_do(runner_of(state), shell_job("echo oops >&2\n"), &answer);
	assert_string_equal(answer.cases[0].stderr_text, "oops\n");
	assert_int_equal(answer.cases[0].verdict, VERDICT_PASS);
}

static void standard_files_can_be_opened_by_name(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job = shell_job("cat /dev/stdin; echo oops >/dev/stderr; echo again >&2\n");
	_cleanup_answer_ struct answer answer;

	if (!strstr(runner->ready.detail, " procfs")) {
		print_message("skipped: no procfs in the sandbox of this host\n");
		job_free(job);
		skip();
	}
	job_input(job, 0, "in\n");
	runner_do(runner, job, &answer);
	assert_string_equal(answer.cases[0].stdout_text, "in\n");
	assert_string_equal(answer.cases[0].stderr_text, "oops\nagain\n");
}

static void sleeping_program_times_out_by_wall_clock(void **state)
{
	struct job *job = shell_job("echo before; sleep 30\n");
	_cleanup_answer_ struct answer answer;

	job->run_limits.wall_us = 300000;
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_TIMEOUT);
	assert_in_range(answer.cases[0].wall_us, 300000, 2000000);
	assert_in_range(answer.cases[0].cpu_us, 0, 200000);
	assert_string_equal(answer.cases[0].stdout_text, "before\n");
}

static void busy_program_times_out_by_cpu_clock(void **state)
{
	struct job *job = shell_job("while :; do :; done\n");
	_cleanup_answer_ struct answer answer;

	job->run_limits.cpu_us = 200000;
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_TIMEOUT);
	assert_in_range(answer.cases[0].cpu_us, 150000, 2000000);
}

static void case_after_a_timeout_runs(void **state)
{
	struct job *job = shell_job("test $1 = slow && sleep 30; echo fast\n");
	_cleanup_answer_ struct answer answer;

	job->run_limits.wall_us = 300000;
	assert_int_equal(strlist_add(&job->cases[0].args, "slow"), 0);
	assert_int_equal(strlist_add(&job_more(job, "2")->args, "quick"), 0);
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_TIMEOUT);
	assert_int_equal(answer.cases[1].verdict, VERDICT_PASS);
	assert_string_equal(answer.cases[1].stdout_text, "fast\n");
}

static void memory_that_is_touched_is_verdict_memory(void **state)
{
	struct job *job = python_job("x = []\nwhile True: x.append(bytearray(1 << 20))\n");
	_cleanup_answer_ struct answer answer;

	job->run_limits.memory_bytes = 128u * 1024 * 1024;
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_MEMORY);
	assert_in_range(answer.cases[0].memory_bytes, 32u * 1024 * 1024, 129u * 1024 * 1024);
}

static void allocation_beyond_the_limit_is_verdict_memory(void **state)
{
	check_run(runner_of(state), python_job("x = bytearray(1 << 34)\n"), VERDICT_MEMORY, "");
}

static void endless_recursion_in_c_is_verdict_memory(void **state)
{
	struct job *job = c_job("int f(volatile int *p) { volatile int a[1000]; a[0] = *p + 1; "
				"return f(a) + a[999]; }\n"
				"int main(void) { volatile int x = 0; return f(&x); }\n");

	job->run_limits.memory_bytes = 64u * 1024 * 1024;
	check_run(runner_of(state), job, VERDICT_MEMORY, "");
}

static void deep_recursion_within_the_limit_is_legal(void **state)
{
	check_run(runner_of(state),
		c_job("#include <stdio.h>\n"
		      "int f(int n) { volatile char a[1000]; a[n % 1000] = 1; return n == 0 ? 0 : "
		      "f(n - 1) + a[n % 1000]; }\n"
		      "int main(void) { printf(\"%d\\n\", f(200000)); return 0; }\n"),
		VERDICT_PASS, "200000\n");
}

static void output_flood_is_verdict_output(void **state)
{
	struct job *job =
		shell_job("while :; do echo "
			  "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done\n");
	_cleanup_answer_ struct answer answer;

	job->run_limits.output_bytes = 100000;
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_OUTPUT);
	assert_int_equal(answer.cases[0].stdout_len, JOB_STDOUT_KEPT);
	assert_int_equal(answer.cases[0].stdout_total, 100001);
}

static void output_just_at_the_limit_is_allowed(void **state)
{
	struct job *job = shell_job("printf 1234567890\n");

	job->run_limits.output_bytes = 10;
	check_run(runner_of(state), job, VERDICT_PASS, "1234567890");
	job = shell_job("printf 12345678901\n");
	job->run_limits.output_bytes = 10;
	check_run(runner_of(state), job, VERDICT_OUTPUT, NULL);
}

static void scratch_has_its_size(void **state)
{
	struct job *job = shell_job("head -c 8388608 /dev/zero >a && echo one; head -c 16777216 "
				    "/dev/zero >b || echo full\n");

	job->run_limits.output_bytes = 64 * 1024 * 1024; /* a file may be as large as this */
	check_run(runner_of(state), job, VERDICT_PASS, "one\nfull\n");
}

static void compiled_program_runs_all_its_cases(void **state)
{
	struct job *job = c_job("#include <stdio.h>\nint main(int c, char **v) { printf(\"%s\\n\", "
				"c > 1 ? v[1] : \"none\"); }\n");
	_cleanup_answer_ struct answer answer;

	for (int i = 1; i < 20; i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "%d", i);
		assert_int_equal(strlist_add(&job_more(job, name)->args, name), 0);
	}
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.compiled.type, JOB_EVENT_COMPILED);
	assert_int_equal(answer.compiled.verdict, VERDICT_PASS);
	assert_string_equal(answer.cases[0].stdout_text, "none\n");
	assert_string_equal(answer.cases[19].stdout_text, "19\n");
}

static void compile_error_is_told_and_cases_are_skipped(void **state)
{
	struct job *job = c_job("int main(void) { return oops; }\n");
	_cleanup_answer_ struct answer answer;

	(void)job_more(job, "2");
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.compiled.verdict, VERDICT_COMPILE);
	assert_non_null(strstr(answer.compiled.stderr_text, "oops"));
	assert_int_equal(answer.cases[0].verdict, VERDICT_SKIPPED);
	assert_int_equal(answer.cases[1].verdict, VERDICT_SKIPPED);
	assert_int_equal(answer.done.verdict, VERDICT_PASS);
}

static void compiler_that_never_ends_times_out(void **state)
{
	struct job *job = shell_job("echo never\n");
	_cleanup_answer_ struct answer answer;

	assert_int_equal(strlist_split_words(&job->compile, "sleep 30"), 0);
	job->compile_limits.wall_us = 300000;
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.compiled.verdict, VERDICT_TIMEOUT);
	assert_int_equal(answer.cases[0].verdict, VERDICT_SKIPPED);
}

static void rest_is_skipped_after_the_first_failure_where_asked(void **state)
{
	struct job *job = shell_job("test \"$1\" != bad\n");
	_cleanup_answer_ struct answer answer;

	assert_int_equal(strlist_add(&job_more(job, "2")->args, "bad"), 0);
	(void)job_more(job, "3");
	job->stop = JOB_STOP_AT_FIRST;
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_PASS);
	assert_int_equal(answer.cases[1].verdict, VERDICT_RUNTIME);
	assert_int_equal(answer.cases[2].verdict, VERDICT_SKIPPED);
}

static void missing_interpreter_is_our_fault(void **state)
{
	struct job *job = shell_job("echo hello\n");
	_cleanup_answer_ struct answer answer;

	strlist_done(&job->run);
	assert_int_equal(strlist_add(&job->run, "no-such-interpreter"), 0);
	runner_do(runner_of(state), job, &answer);
	assert_int_equal(answer.done.verdict, VERDICT_INTERNAL);
	assert_non_null(strstr(answer.done.detail, "no-such-interpreter"));
}

static void missing_own_program_is_the_learners(void **state)
{
	struct job *job = shell_job("echo hello\n");

	strlist_done(&job->run);
	assert_int_equal(strlist_add(&job->run, "/box/program"), 0);
	check_run(runner_of(state), job, VERDICT_RUNTIME, "");
}

static void test_suite_needs_proof_beside_its_status(void **state)
{
	struct job *job = shell_job("echo '3 tests, all passed'\n");

	job->in_box = true;
	job->compare = strdup("proof 3 tests, all passed");
	check_run(runner_of(state), job, VERDICT_PASS, NULL);
	job = shell_job("exit 0\n");
	job->in_box = true;
	job->compare = strdup("proof 3 tests, all passed");
	check_run(runner_of(state), job, VERDICT_WRONG, NULL);
	job = shell_job("echo '3 tests, all passed'; exit 1\n");
	job->in_box = true;
	job->compare = strdup("proof 3 tests, all passed");
	check_run(runner_of(state), job, VERDICT_WRONG, NULL);
}

static void test_suite_works_in_its_folder_anew_each_case(void **state)
{
	struct job *job = shell_job("ls; pwd; echo x >made\n");
	_cleanup_answer_ struct answer answer;

	job->in_box = true;
	(void)job_more(job, "2");
	runner_do(runner_of(state), job, &answer);
	assert_string_equal(answer.cases[0].stdout_text, "main.sh\n/box\n");
	assert_string_equal(answer.cases[1].stdout_text, "main.sh\n/box\n");
}

static void cancel_ends_a_job_early(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job = shell_job("sleep 30\n");
	_cleanup_answer_ struct answer answer;
	uint64_t id = job->id;

	job->run_limits.wall_us = 40000000;
	(void)job_more(job, "2");
	assert_int_equal(channel_send_job(runner->fd, job), 0);
	job_free(job);
	(void)poll(NULL, 0, 100); /* so that it runs; it must also hold when it doesn't yet */
	assert_int_equal(channel_send_cancel(runner->fd, id), 0);
	runner_collect(runner, id, &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_SKIPPED);
	assert_int_equal(answer.cases[1].verdict, VERDICT_SKIPPED);
	assert_int_equal(answer.done.verdict, VERDICT_SKIPPED);
	check_run(runner, shell_job("echo next\n"), VERDICT_PASS, "next\n");
}

static void cancel_a_waiting_job(struct runner *runner)
{
	struct job *first = shell_job("sleep 0.05; echo first\n");
	struct job *second = shell_job("exit 0\n");
	_cleanup_answer_ struct answer answer, skipped;
	uint64_t first_id = first->id, second_id = second->id;

	assert_int_equal(channel_send_job(runner->fd, first), 0);
	assert_int_equal(channel_send_job(runner->fd, second), 0);
	assert_int_equal(channel_send_cancel(runner->fd, second_id), 0);
	runner_collect(runner, first_id, &answer);
	runner_collect(runner, second_id, &skipped);
	assert_string_equal(answer.cases[0].stdout_text, "first\n");
	assert_int_equal(skipped.cases[0].verdict, VERDICT_SKIPPED);
	assert_int_equal(skipped.done.verdict, VERDICT_SKIPPED);
	job_free(first);
	job_free(second);
}

/* None of its programs runs, however short. */
static void cancel_of_a_waiting_job_skips_it(void **state)
{
	for (int i = 0; i < 20; i++)
		cancel_a_waiting_job(runner_of(state));
}

static void jobs_wait_for_a_slot_in_order(void **state)
{
	struct runner *runner = runner_of(state);
	uint64_t ids[5];

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		_cleanup_(job_freep) struct job *job = shell_job("echo here\n");

		ids[i] = job->id;
		assert_int_equal(channel_send_job(runner->fd, job), 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		_cleanup_answer_ struct answer answer;

		runner_collect(runner, ids[i], &answer);
		assert_int_equal(answer.cases[0].verdict, VERDICT_PASS);
	}
}

static void large_input_is_read_whole(void **state)
{
	struct job *job = shell_job("wc -c\n");
	const size_t len = 3 * 1024 * 1024; /* more than may be written */

	job->cases[0].input = calloc(1, len);
	job->cases[0].input_len = len;
	check_run(runner_of(state), job, VERDICT_PASS, "3145728\n");
}

static const struct {
	const char *program, *file, *text, *run;
} languages[] = {
	{ "/usr/bin/python3", "m.py", "import json, random, threading\nprint(json.dumps([1]))\n",
		"python3 /box/m.py" },
	{ "/bin/bash", "m.sh", "a=(1 2); cat <(echo [1])\n", "bash /box/m.sh" },
	{ "/usr/bin/awk", "m.awk", "BEGIN { print \"[1]\" }", "awk -f /box/m.awk" },
	{ "/usr/bin/perl", "m.pl", "use strict; print \"[1]\\n\";", "perl /box/m.pl" },
	{ "/usr/bin/node", "m.js", "setTimeout(() => console.log(JSON.stringify([1])), 1)\n",
		"node /box/m.js" },
	{ "/usr/bin/ruby", "m.rb", "puts '[1]'\n", "ruby /box/m.rb" },
	{ "/usr/bin/lua", "m.lua", "print('[1]')\n", "lua /box/m.lua" },
};

static void languages_of_the_host_work(void **state)
{
	struct runner *runner = runner_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(languages); i++) {
		struct job *job;

		if (access(languages[i].program, X_OK) < 0) {
			print_message("left out: %s is not on this host\n", languages[i].program);
			continue;
		}
		job = shell_job("");
		assert_int_equal(job_add_file(job, languages[i].file, languages[i].text,
					 strlen(languages[i].text), false),
			0);
		strlist_done(&job->run);
		assert_int_equal(strlist_split_words(&job->run, languages[i].run), 0);
		job->run_limits.address_space = strstr(languages[i].run, "node") == NULL;
		check_run(runner, job, VERDICT_PASS, "[1]\n");
	}
}

static void cpp_compiles_and_runs(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job = shell_job("");
	const char *text =
		"#include <iostream>\n#include <thread>\n"
		"int main() { std::thread t([] { std::cout << \"thread\\n\"; }); t.join(); }\n";

	need_program("/usr/bin/g++");
	assert_int_equal(job_add_file(job, "m.cc", text, strlen(text), false), 0);
	strlist_done(&job->run);
	assert_int_equal(
		strlist_split_words(&job->compile, "g++ -std=c++17 -pthread -o /box/m /box/m.cc"),
		0);
	assert_int_equal(strlist_add(&job->run, "/box/m"), 0);
	check_run(runner, job, VERDICT_PASS, "thread\n");
}

static int run_as(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ready_says_what_is_in_force),
		cmocka_unit_test(expected_output_passes),
		cmocka_unit_test(other_output_is_wrong_and_says_where),
		cmocka_unit_test(comparison_of_the_job_is_used),
		cmocka_unit_test(output_without_expectation_is_not_compared),
		cmocka_unit_test(input_and_arguments_arrive),
		cmocka_unit_test(each_case_has_its_own_input_and_arguments),
		cmocka_unit_test(exit_status_is_told_and_unexpected_is_runtime),
		cmocka_unit_test(expected_exit_status_passes),
		cmocka_unit_test(success_where_failure_is_expected_is_wrong),
		cmocka_unit_test(signal_is_runtime_and_told),
		cmocka_unit_test(stderr_is_carried),
		cmocka_unit_test(standard_files_can_be_opened_by_name),
		cmocka_unit_test(sleeping_program_times_out_by_wall_clock),
		cmocka_unit_test(busy_program_times_out_by_cpu_clock),
		cmocka_unit_test(case_after_a_timeout_runs),
		cmocka_unit_test(memory_that_is_touched_is_verdict_memory),
		cmocka_unit_test(allocation_beyond_the_limit_is_verdict_memory),
		cmocka_unit_test(endless_recursion_in_c_is_verdict_memory),
		cmocka_unit_test(deep_recursion_within_the_limit_is_legal),
		cmocka_unit_test(output_flood_is_verdict_output),
		cmocka_unit_test(output_just_at_the_limit_is_allowed),
		cmocka_unit_test(scratch_has_its_size),
		cmocka_unit_test(compiled_program_runs_all_its_cases),
		cmocka_unit_test(compile_error_is_told_and_cases_are_skipped),
		cmocka_unit_test(compiler_that_never_ends_times_out),
		cmocka_unit_test(rest_is_skipped_after_the_first_failure_where_asked),
		cmocka_unit_test(missing_interpreter_is_our_fault),
		cmocka_unit_test(missing_own_program_is_the_learners),
		cmocka_unit_test(test_suite_needs_proof_beside_its_status),
		cmocka_unit_test(test_suite_works_in_its_folder_anew_each_case),
		cmocka_unit_test(cancel_ends_a_job_early),
		cmocka_unit_test(cancel_of_a_waiting_job_skips_it),
		cmocka_unit_test(jobs_wait_for_a_slot_in_order),
		cmocka_unit_test(large_input_is_read_whole),
		cmocka_unit_test(languages_of_the_host_work),
		cmocka_unit_test(cpp_compiles_and_runs),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run_as);
}
