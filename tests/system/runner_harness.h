/* SPDX-License-Identifier: MIT */
/* Drives the real practice-runner through a socket pair, as practiced does. Everything fails the
 * running test on trouble. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "job/channel.h"
#include "job/job.h"

#include <sys/types.h>

struct runner {
	pid_t pid;
	int fd;
	struct channel_inbox inbox;
	struct job_event ready;
};

#define HARNESS_WAIT_MS 60000 /* for any one event: far beyond all limits of the jobs */
#define HARNESS_CASES	64

/* What came of a job: one entry a case, filled as told. */
struct answer {
	struct job_event compiled; /* type JOB_EVENT_READY: not told */
	struct job_event cases[HARNESS_CASES];
	unsigned told[HARNESS_CASES]; /* how often */
	struct job_event done;
};

/* NULL-terminated options of practice-runner. Waits for READY. */
void runner_start(struct runner *runner, const char *const *options);
void runner_stop(struct runner *runner);

/* The runner under the current test's state, started once a group; skips the test, saying why,
 * where this host can't isolate. */
struct runner *runner_of(void **state);
int runner_group_start(void **state);
int runner_group_stop(void **state);

/* One event, or the test fails after HARNESS_WAIT_MS. */
void runner_next_event(struct runner *runner, struct job_event *ret_event);

/* Sends the job and takes its events until DONE. Frees the job. */
void runner_do(struct runner *runner, struct job *job, struct answer *ret_answer);
void runner_collect(struct runner *runner, uint64_t job_id, struct answer *ret_answer);
void answer_done(struct answer *answer);
#define _cleanup_answer_ __attribute__((cleanup(answer_done)))

/* Jobs with generous limits and one case "1" that expects nothing: a shell script, a Python
 * program, a C program (compiled). */
struct job *shell_job(const char *script);
struct job *python_job(const char *program);
struct job *c_job(const char *program);
void job_expect(struct job *job, size_t index, const char *expected);
void job_input(struct job *job, size_t index, const char *input);
struct job_case *job_more(struct job *job, const char *name);

/* Skips the test with a sentence when the host lacks the program. */
void need_program(const char *path);

/* Runs the program's one case and compares its verdict and output; NULL: any output. */
void check_run(struct runner *runner, struct job *job, enum verdict verdict, const char *output);

/* Children of a process, all generations, depth first, appended to found[count...]; the new count.
 */
size_t harness_descendants(pid_t pid, pid_t *found, size_t max, size_t count);

/* The k-th descendant of that name ("practice-worker", "practice-forker", "practice-zygote"); 0 when
 * there is none. */
pid_t harness_find(pid_t runner, const char *name, size_t k);

/* The tests as we are and, when that is root, once more as an ordinary user. main()'s exit status.
 */
int run_as_everybody(int (*run)(const char *who));
