/* SPDX-License-Identifier: MIT */
/* From what the kernel told about a run to a verdict. No I/O. */
#pragma once

#include "job/job.h"
#include "runner/run.h"

/* What is known of a run that has ended. */
struct outcome_facts {
	const struct run_result *result;
	const struct job_limits *limits;
	uint64_t stdout_bytes, stderr_bytes;
	const char *stderr_text; /* what is kept of it */
	size_t stderr_len;
	int expected_status; /* as in struct job_case */
	bool is_proof;	     /* a test suite: a failed exit status means "wrong", not "runtime" */
	bool own_program;    /* the program is the submission's own, so that it may fail to start by
				the learner's fault */
};

struct outcome {
	enum verdict
		verdict; /* pass: nothing against it so far, the output is still to be compared */
	int exit_status; /* -1 when ended by a signal */
	int signal;
	char detail[JOB_DETAIL_MAX];
};

/*
 * In this order: not started (internal, or runtime when it was the submission's own program); over
 * the CPU or wall limit or ended by SIGXCPU: timeout; more output than allowed or SIGXFSZ: output;
 * failed, and either the kernel ended a process of it for want of memory, or its memory came near the
 * limit (seven eighths), or its last words name the lack of memory: memory; a signal: runtime; an exit status other than the expected: wrong when it was 0
 * or the run is a test suite, else runtime.
 */
void outcome_judge(const struct outcome_facts *facts, struct outcome *ret_outcome);
