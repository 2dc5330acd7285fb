/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a job when one of practice-runner's own processes is killed, or stopped, under
 * it: a sandbox that breaks is made anew once; a worker that dies makes the job internal, and never
 * the learner's failure. The daemon then runs it once more (test_deaths.py).
 */
#include "runner_harness.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FIND_MS 20000

enum moment {
	WHILE_COMPILING,
	IN_A_CASE,
	IN_THE_SECOND_CASE,
	WHILE_JUDGING,
	MOMENTS,
};

enum victim {
	VICTIM_WORKER,
	VICTIM_FORKER,
	VICTIM_ZYGOTE,
	VICTIMS,
};

static const char *const victims[VICTIMS] = {
	[VICTIM_WORKER] = "practice-worker",
	[VICTIM_FORKER] = "practice-forker",
	[VICTIM_ZYGOTE] = "practice-zygote",
};

/* Two cases; whoever is at the moment's place sleeps there, long enough to be found. */
static struct job *job_that_rests(enum moment moment, const char *seconds)
{
	char script[128];
	struct job *job;
	struct job_judge *judge;

	(void)snprintf(
		script, sizeof(script), "test \"$1\" = rest && sleep %s\necho out\n", seconds);
	job = shell_job(script);
	(void)job_more(job, "2");
	if (moment == IN_A_CASE || moment == IN_THE_SECOND_CASE)
		assert_int_equal(
			strlist_add(&job->cases[moment == IN_A_CASE ? 0 : 1].args, "rest"), 0);
	if (moment == WHILE_COMPILING) {
		assert_int_equal(strlist_split_words(&job->compile, "sleep"), 0);
		assert_int_equal(strlist_add(&job->compile, seconds), 0);
	}
	if (moment == WHILE_JUDGING) {
		(void)snprintf(script, sizeof(script), "sleep %s; exit 42\n", seconds);
		judge = job_add_judge(job, JOB_CHECK_CHECKER);
		judge->compile_limits = judge->run_limits = job->run_limits;
		assert_int_equal(
			job_judge_add_file(judge, "judge", script, strlen(script), false), 0);
		assert_int_equal(strlist_split_words(&judge->run, "sh /box/judge"), 0);
	}
	return job;
}

/* Until a process of that name is there which is not `former`. */
static pid_t await(struct runner *runner, const char *name, pid_t former)
{
	for (int waited_ms = 0; waited_ms < FIND_MS; waited_ms += 5) {
		pid_t pid = harness_find(runner->pid, name, 0);

		if (pid > 0 && pid != former)
			return pid;
		(void)poll(NULL, 0, 5);
	}
	fail_msg("no process %s", name);
	return 0;
}

/* The zygote that the sleeping program is a child of; of other names the first. */
static pid_t victim_of(struct runner *runner, const char *name, pid_t sleeper)
{
	if (strcmp(name, "practice-zygote") != 0)
		return harness_find(runner->pid, name, 0);
	for (size_t k = 0; k < 8; k++) {
		pid_t zygote = harness_find(runner->pid, name, k), below[8];
		size_t count = harness_descendants(zygote, below, ARRAY_SIZE(below), 0);

		for (size_t i = 0; i < count; i++)
			if (below[i] == sleeper)
				return zygote;
	}
	return 0;
}

/* What the job ends as; no case of it ever failed. */
static enum verdict ending(struct runner *runner, uint64_t id)
{
	_cleanup_answer_ struct answer answer;

	runner_collect(runner, id, &answer);
	for (size_t i = 0; i < 2; i++) {
		assert_true(answer.told[i] <= 1);
		assert_true(answer.told[i] == 0 || answer.cases[i].verdict == VERDICT_PASS);
	}
	return answer.done.verdict;
}

static enum verdict kill_under_job(struct runner *runner, enum moment moment, enum victim victim)
{
	struct job *job = job_that_rests(moment, "0.7");
	enum verdict verdict;
	pid_t pid;

	assert_int_equal(channel_send_job(runner->fd, job), 0);
	pid = victim_of(runner, victims[victim], await(runner, "sleep", 0));
	assert_true(pid > 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	verdict = ending(runner, job->id);
	job_free(job);
	return verdict;
}

static void death_of_a_sandbox_is_not_seen_in_the_verdict(void **state)
{
	struct runner *runner = runner_of(state);

	for (enum moment moment = 0; moment < MOMENTS; moment++)
		assert_int_equal(kill_under_job(runner, moment, VICTIM_ZYGOTE), VERDICT_PASS);
}

static void death_of_a_worker_is_internal(void **state)
{
	struct runner *runner = runner_of(state);

	for (enum moment moment = 0; moment < MOMENTS; moment++)
		assert_int_equal(
			kill_under_job(runner, moment, VICTIM_WORKER), VERDICT_INTERNAL);
	check_run(runner, shell_job("echo next\n"), VERDICT_PASS, "next\n");
}

/* The job may have no more need of it, then the next one finds it dead. */
static void death_of_a_forker_is_no_failure(void **state)
{
	struct runner *runner = runner_of(state);

	for (enum moment moment = 0; moment < MOMENTS; moment++) {
		enum verdict verdict = kill_under_job(runner, moment, VICTIM_FORKER);

		assert_true(verdict == VERDICT_PASS || verdict == VERDICT_INTERNAL);
		if (verdict == VERDICT_PASS) {
			_cleanup_answer_ struct answer answer;

			runner_do(runner, shell_job("exit 0\n"), &answer);
			assert_true(answer.told[0] == 0 || answer.cases[0].verdict == VERDICT_PASS);
		}
	}
	check_run(runner, shell_job("echo next\n"), VERDICT_PASS, "next\n");
}

/* Each with a runner of its own, all at once: what is waited for are the watchdogs. */
static void stopped_processes_are_found_out(void **state)
{
	static const char *const options[] = { "--slots=1", NULL };
	struct runner runners[ARRAY_SIZE(victims)];
	struct job *jobs[ARRAY_SIZE(victims)];

	(void)runner_of(state);
	for (size_t v = 0; v < ARRAY_SIZE(victims); v++) {
		pid_t sleeper;

		runner_start(&runners[v], options);
		jobs[v] = job_that_rests(IN_A_CASE, "0.3");
		jobs[v]->run_limits.wall_us = 1500000;
		jobs[v]->in_box = true; /* the forker is needed after each case */
		jobs[v]->compile_limits.wall_us = 0;
		assert_int_equal(channel_send_job(runners[v].fd, jobs[v]), 0);
		sleeper = await(&runners[v], "sleep", 0);
		assert_int_equal(kill(victim_of(&runners[v], victims[v], sleeper), SIGSTOP), 0);
	}
	for (size_t v = 0; v < ARRAY_SIZE(victims); v++) {
		assert_int_equal(ending(&runners[v], jobs[v]->id),
			v == VICTIM_ZYGOTE ? VERDICT_PASS : VERDICT_INTERNAL);
		job_free(jobs[v]);
		runner_stop(&runners[v]);
	}
}

static void death_of_the_launcher_ends_the_runner_only_when_it_is_needed(void **state)
{
	static const char *const options[] = { "--slots=1", NULL };
	struct runner runner;
	struct job_event event;

	(void)runner_of(state);
	runner_start(&runner, options);
	assert_int_equal(kill(harness_find(runner.pid, "practice-launch", 0), SIGKILL), 0);
	check_run(&runner, shell_job("echo still\n"), VERDICT_PASS, "still\n");
	assert_int_equal(kill(harness_find(runner.pid, "practice-worker", 0), SIGKILL), 0);
	assert_int_equal(
		poll(&(struct pollfd){ .fd = runner.fd, .events = POLLIN }, 1, FIND_MS), 1);
	assert_int_equal(channel_receive_event(runner.fd, &runner.inbox, &event), -EPIPE);
	runner_stop(&runner);
}

/* Processes that its user has, and it may have one. */
static void worker_that_cannot_be_started_is_tried_again(void **state)
{
	static const char *const options[] = { "--slots=1", NULL };
	struct rlimit old, none;
	struct job *job = shell_job("echo later\n");
	struct runner runner;
	pid_t launcher, worker;

	(void)runner_of(state);
	if (geteuid() == 0) {
		job_free(job);
		print_message("root has no limit of processes\n");
		skip();
	}
	runner_start(&runner, options);
	launcher = harness_find(runner.pid, "practice-launch", 0);
	assert_int_equal(prlimit(launcher, RLIMIT_NPROC, NULL, &old), 0);
	none = (struct rlimit){ .rlim_cur = 1, .rlim_max = old.rlim_max };
	assert_int_equal(prlimit(launcher, RLIMIT_NPROC, &none, NULL), 0);
	worker = harness_find(runner.pid, "practice-worker", 0);
	for (int ms = 0; ms < FIND_MS && kill(worker, SIGKILL) == 0; ms += 5) /* until it is waited for */
		(void)poll(NULL, 0, 5);
	assert_int_equal(channel_send_job(runner.fd, job), 0);
	assert_int_equal(poll(&(struct pollfd){ .fd = runner.fd, .events = POLLIN }, 1, 500), 0);
	assert_int_equal(prlimit(launcher, RLIMIT_NPROC, &old, NULL), 0);
	assert_int_equal(ending(&runner, job->id), VERDICT_PASS);
	job_free(job);
	runner_stop(&runner);
}

static int run_as(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(death_of_a_sandbox_is_not_seen_in_the_verdict),
		cmocka_unit_test(death_of_a_worker_is_internal),
		cmocka_unit_test(death_of_a_forker_is_no_failure),
		cmocka_unit_test(stopped_processes_are_found_out),
		cmocka_unit_test(death_of_the_launcher_ends_the_runner_only_when_it_is_needed),
		cmocka_unit_test(worker_that_cannot_be_started_is_tried_again),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run_as);
}
