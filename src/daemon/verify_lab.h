/* SPDX-License-Identifier: MIT */
/*
 * A sandbox of one's own: programs are run by a practice-runner that this process starts, without
 * the daemon, its socket or its store. Jobs are handed in one after the other and run beside each
 * other, as many as there are slots; their results are complete after lab_wait().
 */
#pragma once

#include "base/cleanup.h"
#include "daemon/jobs.h"
#include "job/job.h"

struct lab;

struct lab_case {
	enum verdict verdict; /* skipped until it was told */
	int exit_status, signal;
	uint64_t stdout_total, cpu_us, wall_us;
	char *stdout_text; /* owned; NULL beyond the `keep` of the result */
	size_t stdout_len;
	char *stderr_text; /* owned, ends in NUL; as stdout_text */
	char detail[JOB_DETAIL_MAX];
};

struct lab_result {
	size_t keep; /* in: of so many cases, from the first, the output is kept */
	bool is_done;
	enum verdict compile;
	char *compiler_text; /* owned; what the compiler said, may be empty or NULL */
	size_t compiler_len;
	struct lab_case *cases; /* owned */
	size_t n_cases;
	char problem[JOB_DETAIL_MAX + 32]; /* why it could not be run; "": it was */
};
void lab_result_done(struct lab_result *result);

/* Starts the runner and waits until it says how it isolates. 0, -EPERM with the reason in
   ret_problem (programs can't be isolated here), -errno. */
#define LAB_PROBLEM_MAX 512
int lab_new(const struct runner_settings *settings, struct lab **ret_lab,
	char ret_problem[static LAB_PROBLEM_MAX]);
void lab_free(struct lab *lab);
DEFINE_CLEANUP_FREE(struct lab *, lab_free)

/* Takes the job over, also on failure; may wait until there is room. ret_result stays where it is
   until lab_wait(). 0, -ENOMEM or what the event loop says. */
int lab_submit(struct lab *lab, struct job *job, struct lab_result *ret_result);
/* Until all that was submitted has ended. 0 or what the event loop says. */
int lab_wait(struct lab *lab);

/* Called whenever one has ended: how many of those that were submitted so far. */
void lab_on_progress(struct lab *lab,
	void (*progress)(void *userdata, size_t ended, size_t submitted), void *userdata);
