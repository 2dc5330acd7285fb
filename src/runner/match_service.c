/* SPDX-License-Identifier: MIT */
/* A server in the learner's sandbox, its client in the judge's, and a folder that both see. */
#include "base/cleanup.h"
#include "runner/jail.h"
#include "runner/match_parts.h"
#include "runner/scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#define CRASH_WAIT_US 100000u /* for a server's crash to be seen, after its client complained */
#define LOOK_US	      2000u   /* for the socket */

int match_empty_service(const struct session *program, struct failure *failure)
{
	char path[SCRATCH_SOCKET_SIZE];
	_cleanup_close_ int dir_fd = -1;

	(void)snprintf(path, sizeof(path), "%s" JAIL_SERVICE_DIR, program->paths.root);
	dir_fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir_fd < 0 || scratch_wipe(dir_fd) < 0)
		return failure_set(failure, -EIO, "the folder of the service");
	return 0;
}

static bool has_socket(const struct match *match)
{
	char path[SCRATCH_SOCKET_SIZE];
	struct stat status;

	scratch_socket_path(&match->sides[PROGRAM].session->paths, path);
	return lstat(path, &status) == 0 && S_ISSOCK(status.st_mode);
}

static int await_socket(struct match *match, bool *ret_found)
{
	uint64_t deadline = task_now_us() + MATCH_SOCKET_US;
	int r = STEP_DONE;

	*ret_found = has_socket(match);
	while (r == STEP_DONE && !*ret_found && match->sides[PROGRAM].is_running &&
		task_now_us() < deadline) {
		r = match_step(match, LOOK_US);
		*ret_found = has_socket(match);
	}
	return r;
}

static void tell_no_socket(const struct match *match, struct outcome *outcome)
{
	bool has_ended = !match->sides[PROGRAM].report.result.stopped;

	if (outcome->verdict != VERDICT_PASS)
		return;
	outcome->verdict = has_ended ? VERDICT_WRONG : VERDICT_TIMEOUT;
	if (has_ended)
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"your program ended before it made a socket at %s/socket",
			JAIL_SERVICE_DIR);
	else
		(void)snprintf(outcome->detail, sizeof(outcome->detail),
			"your program made no socket at %s/socket within %u s", JAIL_SERVICE_DIR,
			MATCH_SOCKET_US / 1000000);
}

/* A client that fails because the server crashed can be reported before it. */
static bool has_crashed_under_judge(const struct match *match)
{
	const struct run_result *program = &match->sides[PROGRAM].report.result;

	return match->sides[PROGRAM].has_ended && !program->stopped && program->status != 0 &&
	       !match_judge_says(match, JOB_JUDGE_PASS) && !match_judge_says(match, JOB_JUDGE_WRONG);
}

/* The client's run, and then the server's end. */
static int serve(struct match *match)
{
	int r = match_start(match, JUDGE);

	while (r == STEP_DONE && match->sides[JUDGE].is_running) {
		r = match_step(match, MATCH_STEP_US);
		if (match->sides[PROGRAM].has_ended && match->sides[JUDGE].is_running)
			match->program_was_first = true;
	}
	if (r == STEP_DONE)
		r = match_finish(match, PROGRAM,
			match_judge_says(match, JOB_JUDGE_PASS) ? 1 : CRASH_WAIT_US);
	match->program_was_first |= r == STEP_DONE && has_crashed_under_judge(match);
	return r;
}

int match_run_service(struct match *match, struct written *program, struct written *judge,
	struct outcome *outcome)
{
	bool has_found = false;
	int r = match_empty_service(match->sides[PROGRAM].session, match->failure);

	if (r == STEP_DONE)
		r = match_start(match, PROGRAM);
	if (r == STEP_DONE)
		r = await_socket(match, &has_found);
	if (r == STEP_DONE)
		r = has_found ? serve(match) : match_finish(match, PROGRAM, 1);
	if (r == STEP_DONE)
		r = written_read(match->sides[PROGRAM].session, 0, program, match->failure);
	if (r == STEP_DONE && has_found)
		r = written_read(
			match->sides[JUDGE].session, JOB_STDOUT_KEPT, judge, match->failure);
	if (r != STEP_DONE)
		return r;
	match_judge_program(match, program, outcome);
	if (has_found)
		match_decide(match, judge->out_bytes, judge, outcome);
	else
		tell_no_socket(match, outcome);
	/* What the lesson's client says is for the learner, what the server prints is not part of
	 * the check. */
	buffer_done(&program->out);
	program->out = judge->out;
	program->out_bytes = judge->out_bytes;
	judge->out = (struct buffer){ 0 };
	return STEP_DONE;
}
