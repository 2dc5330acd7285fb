/* SPDX-License-Identifier: MIT */
/* Private to match.c and the files of the kinds: one case with a judge, and the steps that it is
 * made of. */
#pragma once

#include "runner/match.h"
#include "runner/proxy.h"
#include "runner/task_step.h"

#define MATCH_STEP_US	20000u	 /* a stop is repeated after that */
#define MATCH_SOCKET_US 2000000u /* a server has that long to make its socket */

enum who {
	PROGRAM,
	JUDGE,
	SIDES,
};

struct side {
	struct session *session;
	const struct job_limits *limits;
	struct zygote_report report;
	bool is_running, has_ended, is_stopping;
};

struct match {
	struct task *task;
	uint32_t index;
	struct side sides[SIDES];
	struct proxy *proxy; /* interactive, until it is done */
	uint64_t deadline_us;
	bool program_was_first;
	uint32_t pass; /* from 0 */
	struct failure *failure;
};

int match_start(struct match *match, enum who who);
/* Orders the end of a run; match_step() repeats it until the run is reported. */
int match_stop(struct match *match, enum who who);
/* Something happened, or timeout_us are over. enum step or -errno. */
int match_step(struct match *match, uint64_t timeout_us);
/* Waits until the side has ended; stop_us from now on it is stopped, 0: never. enum step or -errno.
 */
int match_finish(struct match *match, enum who who, uint64_t stop_us);
/* The judge has ended, with this exit status. */
bool match_judge_says(const struct match *match, int status);

/* What speaks against the program by its own end. A run that we stopped was in order until then. */
void match_judge_program(
	const struct match *match, const struct written *written, struct outcome *ret_outcome);
/* The verdict of both; *outcome is the program's before. output_bytes: what the judge wrote. */
void match_decide(const struct match *match, uint64_t output_bytes, const struct written *judge,
	struct outcome *outcome);

/* The kinds. enum step or -errno; ret_program and ret_judge get what they wrote. */
int match_run_interactive(struct match *match, struct written *ret_program,
	struct written *ret_judge, struct outcome *ret_outcome);
int match_run_service(struct match *match, struct written *ret_program, struct written *ret_judge,
	struct outcome *ret_outcome);
/* Removes what is in the folder that both see; nobody of the two runs. 0 or -EIO. */
int match_empty_service(const struct session *program, struct failure *failure);
