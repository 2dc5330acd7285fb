/* SPDX-License-Identifier: MIT */
/*
 * A judge that is compiled once. Its compiler leaves bytes in the box that no other compilation
 * would, and the judge tells them as what it notes: as many different notes, as many compilations.
 */
#include "runner_harness.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define NOTE_MAX  200
#define TRIES_MAX 300

#define STAMP	"head -c 9 /dev/urandom | od -An -v -tx1 | tr -d ' \\n' >stamp\n"
#define TELL	"cat \"${0%/*}/stamp\" >\"${3}judgemessage.txt\"; exit 43\n"

struct judge {
	enum job_check check;
	const char *make, *tell;
};

static const struct judge stamped = { JOB_CHECK_CHECKER, STAMP, TELL };

static struct job *judged(const char *program, const struct judge *what)
{
	struct job *job = shell_job(program);
	struct job_judge *judge = job_add_judge(job, what->check);

	assert_non_null(judge);
	judge->compile_limits = judge->run_limits = job->run_limits;
	judge->compile_limits.disk_bytes = 32 * 1024 * 1024;
	assert_int_equal(job_judge_add_file(judge, "make", what->make, strlen(what->make), false), 0);
	assert_int_equal(job_judge_add_file(judge, "judge", what->tell, strlen(what->tell), false), 0);
	assert_int_equal(strlist_split_words(&judge->compile, "sh /box/make"), 0);
	assert_int_equal(strlist_split_words(&judge->run, "sh /box/judge"), 0);
	return job;
}

/* What the judge notes, which says "wrong". */
static void check_job(struct runner *runner, struct job *job, char ret_note[static NOTE_MAX])
{
	_cleanup_answer_ struct answer answer;

	runner_do(runner, job, &answer);
	if (answer.done.verdict != VERDICT_PASS)
		fail_msg("%s", answer.done.detail);
	if (answer.cases[0].verdict != VERDICT_WRONG)
		fail_msg("%s: %s", verdict_name(answer.cases[0].verdict), answer.cases[0].detail);
	(void)snprintf(ret_note, NOTE_MAX, "%.*s", NOTE_MAX - 1, answer.cases[0].detail);
	assert_string_not_equal(ret_note, "");
}

static void check_judge(struct runner *runner, const struct judge *judge, char ret_note[static NOTE_MAX])
{
	check_job(runner, judged("echo\n", judge), ret_note);
}

/* Which of the two it is, of two checks. */
static void check_twice(struct runner *runner, const struct judge *judge, bool is_kept)
{
	char first[NOTE_MAX], second[NOTE_MAX];

	check_judge(runner, judge, first);
	check_judge(runner, judge, second);
	if (is_kept)
		assert_string_equal(first, second);
	else
		assert_string_not_equal(first, second);
}

static void two_checks_are_one_compilation(void **state)
{
	check_twice(runner_of(state), &stamped, true);
}

static void other_learners_and_kinds_share_it(void **state)
{
	struct runner *runner = runner_of(state);
	const struct judge talks = { JOB_CHECK_INTERACTIVE, STAMP, TELL };
	char first[NOTE_MAX], second[NOTE_MAX];

	check_judge(runner, &stamped, first);
	check_job(runner, judged("echo other; exit 0\n", &stamped), second);
	assert_string_equal(first, second);
	check_job(runner, judged("cat\n", &talks), second);
	assert_string_equal(first, second);
}

static void cases_come_with_their_own_files(void **state)
{
	const struct judge judge = { JOB_CHECK_CHECKER, STAMP,
		"exec 2>&1; cat /box/stamp \"$1\" \"$2\" - >\"${3}judgemessage.txt\"; exit 43\n" };
	char notes[2][NOTE_MAX];

	for (int i = 0; i < 2; i++) {
		struct job *job = judged(i == 0 ? "echo -one\n" : "echo -two\n", &judge);

		job_input(job, 0, i == 0 ? "-input" : "-INPUT");
		job_expect(job, 0, i == 0 ? "-answer" : "-ANSWER");
		check_job(runner_of(state), job, notes[i]);
	}
	assert_string_equal(notes[0] + 18, "-input-answer-one");
	assert_string_equal(notes[1] + 18, "-INPUT-ANSWER-two");
	assert_memory_equal(notes[0], notes[1], 18);
}

static void changed_judge_is_compiled_again(void **state)
{
	struct runner *runner = runner_of(state);
	const struct judge other_make = { JOB_CHECK_CHECKER, STAMP "\n", TELL };
	const struct judge other_file = { JOB_CHECK_CHECKER, STAMP, TELL "\n" };
	char first[NOTE_MAX], note[NOTE_MAX];
	struct job *job;

	check_judge(runner, &stamped, first);
	check_judge(runner, &other_make, note);
	assert_string_not_equal(first, note);
	check_judge(runner, &other_file, note);
	assert_string_not_equal(first, note);
	job = judged("echo\n", &stamped);
	assert_int_equal(strlist_add(&job->judge->compile, "word"), 0);
	check_job(runner, job, note);
	assert_string_not_equal(first, note);
	job = judged("echo\n", &stamped);
	job->judge->compile_limits.cpu_us += 1000000;
	check_job(runner, job, note);
	assert_string_not_equal(first, note);
	check_judge(runner, &stamped, note);
	assert_string_equal(first, note);
}

/* It fails three times of four. A job tries twice; what the second try made is not kept. */
static void failed_compilation_is_tried_again(void **state)
{
	const struct judge judge = { JOB_CHECK_CHECKER, STAMP "case $(cat stamp) in [0-3]*) exit 0;; esac; exit 1\n",
		TELL };
	char note[NOTE_MAX] = "";
	bool is_kept = false;

	for (int tries = 0; tries < TRIES_MAX && !is_kept; tries++) {
		_cleanup_answer_ struct answer answer;
		const char *detail = answer.cases[0].detail;

		runner_do(runner_of(state), judged("echo\n", &judge), &answer);
		if (answer.done.verdict != VERDICT_PASS)
			continue;
		is_kept = strcmp(note, detail) == 0;
		(void)snprintf(note, sizeof(note), "%.100s", detail);
	}
	assert_true(is_kept);
	check_twice(runner_of(state), &judge, true);
}

static void killed_compilation_is_not_kept(void **state)
{
	const struct judge judge = { JOB_CHECK_CHECKER, "echo part >/box/part; sleep 1\n" STAMP, TELL };
	struct runner *runner = runner_of(state);
	struct job *job = judged("echo\n", &judge);
	_cleanup_answer_ struct answer answer;
	uint64_t id = job->id;

	assert_int_equal(channel_send_job(runner->fd, job), 0);
	job_free(job);
	(void)poll(NULL, 0, 300); /* whether it is at it by then makes no difference to what has to be */
	assert_int_equal(channel_send_cancel(runner->fd, id), 0);
	runner_collect(runner, id, &answer);
	assert_int_equal(answer.done.verdict, VERDICT_SKIPPED);
	check_twice(runner, &judge, true);
}

static void what_a_run_writes_is_gone(void **state)
{
	const struct judge judge = { JOB_CHECK_CHECKER, STAMP "echo data >/box/data\n",
		"exec 2>/dev/null; ls -A /box /tmp . >\"${3}judgemessage.txt.new\"\n"
		"echo $(cat /box/stamp /box/data \"${3}judgemessage.txt.new\") >\"${3}judgemessage.txt\"\n"
		"rm /box/stamp; chmod 777 /box /box/data; echo evil >>/box/data; echo evil >/box/new\n"
		"echo evil >/tmp/new; mv /box/data /box/moved; exit 43\n" };
	char note[NOTE_MAX];

	check_judge(runner_of(state), &judge, note);
	assert_null(strstr(note, "evil"));
	check_twice(runner_of(state), &judge, true);
}

/* What the compiler left in its other folders is no part of what is kept, nor of what a run finds. */
static void a_run_finds_the_same_after_compilation_and_without(void **state)
{
	const struct judge judge = { JOB_CHECK_CHECKER,
		STAMP "mkdir /box/parts; echo one >/box/parts/one; echo 'echo ran' >/box/tool; chmod 755 /box/tool\n"
		      "echo left >/tmp/left\n",
		"echo $(cat /box/stamp) $(ls -lAR --time-style=+ /box /tmp; sh /box/tool; pwd; env | sort) "
		">\"${3}judgemessage.txt\"; exit 43\n" };

	check_twice(runner_of(state), &judge, true);
}

static void box_with_a_link_is_compiled_each_time(void **state)
{
	const struct judge judge = { JOB_CHECK_CHECKER, STAMP "ln -s stamp /box/link\n", TELL };

	check_twice(runner_of(state), &judge, false);
}

static void box_that_is_too_large_is_compiled_each_time(void **state)
{
	const struct judge small = { JOB_CHECK_CHECKER, STAMP "head -c 8000000 /dev/zero >/box/zeros\n", TELL };
	const struct judge large = { JOB_CHECK_CHECKER, STAMP "head -c 8388608 /dev/zero >/box/zeros\n", TELL };

	check_twice(runner_of(state), &small, true);
	check_twice(runner_of(state), &large, false);
}

/* Five of them don't fit into what a slot keeps. */
static void least_recently_used_goes_first(void **state)
{
	struct runner *runner = runner_of(state);
	char make[5][128], first[5][NOTE_MAX], note[NOTE_MAX];

	for (int i = 0; i < 5; i++) {
		const struct judge judge = { JOB_CHECK_CHECKER, make[i], TELL };

		(void)snprintf(make[i], sizeof(make[i]), "#%d\n%s", i,
			STAMP "head -c 8000000 /dev/zero >/box/zeros\n");
		check_judge(runner, &judge, first[i]);
	}
	for (int i = 4; i >= 0; i--) {
		const struct judge judge = { JOB_CHECK_CHECKER, make[i], TELL };

		check_judge(runner, &judge, note);
		if (i > 0)
			assert_string_equal(note, first[i]);
		else
			assert_string_not_equal(note, first[i]);
	}
}

/* Attacks. */

static void learner_finds_and_replaces_nothing(void **state)
{
	static const char attack[] =
		"for d in / /box /scratch /tmp /service /dev/shm /usr /etc; do\n"
		"  for f in stamp judge make; do echo evil >$d/$f; mkdir -p $d/box && echo evil >$d/box/$f; done\n"
		"done 2>/dev/null\n"
		"grep -raslF 'of-the-ju''dge-57' /scratch /tmp /service /etc /box /proc/1/mem /proc/1/environ\n"
		"ls /box | grep -v '^main'\n"
		"for p in 1 2 3 4 5 6 7 8 9; do cat /proc/$p/root/box/stamp; done 2>/dev/null\n"
		"kill -9 -1 2>/dev/null; exit 0\n";
	const struct judge judge = { JOB_CHECK_CHECKER, "# secret of-the-judge-57\n" STAMP,
		"# secret of-the-judge-57\necho $(cat /box/stamp - | cut -c1-40) $(ls /box) >\"${3}judgemessage.txt\"; "
		"exit 43\n" };
	struct runner *runner = runner_of(state);
	char before[NOTE_MAX], after[NOTE_MAX];
	_cleanup_answer_ struct answer answer;

	check_judge(runner, &judge, before);
	runner_do(runner, judged(attack, &judge), &answer);
	assert_int_equal(answer.cases[0].verdict, VERDICT_WRONG); /* it came to its end */
	assert_string_equal(answer.cases[0].stdout_text ? answer.cases[0].stdout_text : "", "");
	check_judge(runner, &judge, after);
	assert_string_equal(before, after);
	assert_null(strstr(after, "evil"));
}

/* Files of the judge's names, and a judge's, among the learner's. */
static void learners_files_are_no_part_of_it(void **state)
{
	struct runner *runner = runner_of(state);
	char before[NOTE_MAX], after[NOTE_MAX];
	struct job *job = judged("echo\n", &stamped);

	check_judge(runner, &stamped, before);
	assert_int_equal(job_add_file(job, "judge", "exit 42\n", 8, true), 0);
	assert_int_equal(job_add_file(job, "stamp", "evil", 4, true), 0);
	assert_int_equal(strlist_split_words(&job->compile, "true"), 0);
	job->compile_limits = job->run_limits;
	check_job(runner, job, after);
	assert_string_equal(before, after);
}

/* The folder of a service is the one that both sandboxes see while the judge is compiled. */
static void learners_compiler_has_no_hand_in_it(void **state)
{
	const struct judge client = { JOB_CHECK_SERVICE, STAMP "ls -A /service >>/box/stamp\n",
		"cat /box/stamp; exit 43\n" };
	struct runner *runner = runner_of(state);
	char notes[2][NOTE_MAX];

	need_program("/usr/bin/python3");
	for (int i = 0; i < 2; i++) {
		struct job *job = judged("exec python3 -c 'import socket, sys\ns = socket.socket(socket.AF_UNIX)\n"
					 "s.bind(sys.argv[1]); s.listen(); s.accept()' \"$1\"\n", &client);

		assert_int_equal(job_add_file(job, "left.sh", "echo >/service/evil\n", 20, false), 0);
		assert_int_equal(strlist_split_words(&job->compile, "sh /box/left.sh"), 0);
		job->compile_limits = job->run_limits;
		check_job(runner, job, notes[i]);
	}
	assert_string_equal(notes[0], notes[1]);
	assert_null(strstr(notes[0], "evil"));
}

/* Other ways to run. */

static void with_runner(const char *option, bool is_kept)
{
	const char *const options[] = { "--slots=1", option, NULL };
	struct runner runner;

	runner_start(&runner, options);
	check_twice(&runner, &stamped, is_kept);
	runner_stop(&runner);
}

static void strict_profile_keeps_it_too(void **state)
{
	(void)runner_of(state);
	with_runner("--profile=strict", true);
}

static void without_isolation_nothing_is_kept(void **state)
{
	(void)state;
	with_runner("--mode=none", false);
}

static void a_new_worker_compiles_for_itself(void **state)
{
	struct runner *runner = runner_of(state);
	pid_t former = harness_find(runner->pid, "practice-worker", 0), worker = former;
	char before[NOTE_MAX], after[NOTE_MAX];

	check_judge(runner, &stamped, before);
	assert_int_equal(kill(former, SIGKILL), 0);
	for (int waited_ms = 0; worker == 0 || worker == former; waited_ms += 20) {
		assert_true(waited_ms < HARNESS_WAIT_MS);
		(void)poll(NULL, 0, 20);
		worker = harness_find(runner->pid, "practice-worker", 0);
	}
	check_judge(runner, &stamped, after);
	assert_string_not_equal(before, after);
}

static int run(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_checks_are_one_compilation),
		cmocka_unit_test(other_learners_and_kinds_share_it),
		cmocka_unit_test(cases_come_with_their_own_files),
		cmocka_unit_test(changed_judge_is_compiled_again),
		cmocka_unit_test(failed_compilation_is_tried_again),
		cmocka_unit_test(killed_compilation_is_not_kept),
		cmocka_unit_test(what_a_run_writes_is_gone),
		cmocka_unit_test(a_run_finds_the_same_after_compilation_and_without),
		cmocka_unit_test(box_with_a_link_is_compiled_each_time),
		cmocka_unit_test(box_that_is_too_large_is_compiled_each_time),
		cmocka_unit_test(least_recently_used_goes_first),
		cmocka_unit_test(learner_finds_and_replaces_nothing),
		cmocka_unit_test(learners_files_are_no_part_of_it),
		cmocka_unit_test(learners_compiler_has_no_hand_in_it),
		cmocka_unit_test(strict_profile_keeps_it_too),
		cmocka_unit_test(without_isolation_nothing_is_kept),
		cmocka_unit_test(a_new_worker_compiles_for_itself),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run);
}
