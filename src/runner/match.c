/* SPDX-License-Identifier: MIT */
/*
 * One loop for all kinds: match_step() waits for the two zygotes' reports, the supervisor and the
 * proxy's pipes, at most for as long as it is told; the kinds differ in whom they start when, and
 * whom they stop then. Each zygote keeps its own program's limits; a stop is an order that is
 * repeated until it is obeyed.
 */
#include "runner/match.h"

#include "base/cleanup.h"
#include "runner/capture.h"
#include "runner/feedback.h"
#include "runner/limits.h"
#include "runner/match_parts.h"
#include "runner/referee.h"
#include "runner/scratch.h"

#include <stdio.h>
#include <string.h>

#define JUDGE_EXTRA_US                                                                             \
	2000000u /* an interactive judge may take that much longer than the program */
#define SERVER_EXTRA_US (MATCH_SOCKET_US + 1000000u)

static uint64_t later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

void match_clamp(struct job *job)
{
	struct job_limits *judge = &job->judge->run_limits;

	limits_clamp(&job->judge->compile_limits);
	limits_clamp(judge);
	if (job->check == JOB_CHECK_SERVICE)
		job->run_limits.wall_us =
			later(job->run_limits.wall_us, judge->wall_us + SERVER_EXTRA_US);
	else
		judge->wall_us = later(judge->wall_us, job->run_limits.wall_us + JUDGE_EXTRA_US);
}

int match_start(struct match *match, enum who who)
{
	struct side *side = &match->sides[who];

	side->is_running = true;
	match->deadline_us =
		later(match->deadline_us, task_now_us() + side->limits->wall_us + TASK_GRACE_US);
	return session_order(side->session, ZYGOTE_RUN, match->index, match->failure);
}

int match_stop(struct match *match, enum who who)
{
	struct side *side = &match->sides[who];
	bool is_first = !side->is_stopping;

	if (!side->is_running)
		return 0;
	side->is_stopping = true;
	return session_stop(side->session, is_first, match->failure);
}

static int receive(struct match *match, enum who who)
{
	struct side *side = &match->sides[who];
	int r = session_receive(side->session, &side->report, match->failure);

	if (r == -EDQUOT && who == JUDGE)
		return -EIO; /* the lesson's fault, not the learner's */
	if (r < 0)
		return r;
	if (side->report.type != REPORT_RAN || side->report.index != match->index)
		return failure_set(match->failure, -EBADMSG, "the zygote reports something else");
	side->is_running = false;
	side->has_ended = true;
	return 0;
}

int match_step(struct match *match, uint64_t timeout_us)
{
	struct pollfd wait[3 + PROXY_POLL_FDS] = {
		[PROGRAM] = { .fd = match->sides[PROGRAM].is_running
					    ? match->sides[PROGRAM].session->fd
					    : -1,
			.events = POLLIN },
		[JUDGE] = { .fd = match->sides[JUDGE].is_running ? match->sides[JUDGE].session->fd
								 : -1,
			.events = POLLIN },
		[SIDES] = { .fd = match->task->channel_fd, .events = POLLIN },
	};
	const struct timespec time = { .tv_nsec = (long)timeout_us * 1000 };
	int r = 0;

	task_send_told(match->task);
	if (match->proxy)
		proxy_poll(match->proxy, &wait[SIDES + 1]);
	(void)ppoll(wait, match->proxy ? ARRAY_SIZE(wait) : SIDES + 1, &time, NULL);
	/* First what was written: a program's last words come before its end. */
	if (match->proxy)
		r = proxy_pump(match->proxy);
	for (enum who who = PROGRAM; who < SIDES && r == 0; who++)
		if (wait[who].fd >= 0 && wait[who].revents != 0)
			r = receive(match, who);
	if (r == 0 && wait[SIDES].revents != 0)
		r = task_hear(match->task);
	for (enum who who = PROGRAM; who < SIDES && r == 0; who++)
		if (match->sides[who].is_stopping)
			r = match_stop(match, who);
	if (r < 0)
		return r;
	if (match->task->canceled)
		return STEP_CANCELED;
	return task_now_us() >= match->deadline_us ? STEP_OVERDUE : STEP_DONE;
}

/* Waits until the side has ended; stop_us from now on it is stopped, 0: never. enum step or -errno.
 */
int match_finish(struct match *match, enum who who, uint64_t stop_us)
{
	uint64_t stop_at = task_now_us() + stop_us;
	int r = 0;

	while (r == STEP_DONE && match->sides[who].is_running) {
		r = match_step(match, MATCH_STEP_US);
		if (r == STEP_DONE && stop_us > 0 && task_now_us() >= stop_at)
			r = match_stop(match, who);
	}
	return r;
}

void match_judge_program(
	const struct match *match, const struct written *written, struct outcome *ret_outcome)
{
	const struct job *job = match->task->job;
	struct zygote_report report = match->sides[PROGRAM].report;
	int expected_status = job->cases[match->index].expected_status;

	if (report.result.stopped) {
		report.result.status = 0;
		expected_status = -1;
	}
	task_judge(match->task, &report, &job->run_limits, &job->run, written, expected_status,
		ret_outcome);
}

void match_decide(const struct match *match, uint64_t output_bytes, const struct written *judge,
	struct outcome *outcome)
{
	const struct side *side = &match->sides[JUDGE];
	const struct outcome program = *outcome;
	char last_words[ZYGOTE_MESSAGE_MAX], message[ZYGOTE_MESSAGE_MAX];
	struct referee_facts facts = {
		.check = match->task->job->check,
		.program = &program,
		.program_was_first = match->program_was_first,
		.judge = {
			.result = &side->report.result,
			.limits = side->limits,
			.output_bytes = output_bytes,
			.message = message,
			.last_words = last_words,
			.has_score = side->report.has_score,
		},
	};

	memcpy(message, side->report.message, sizeof(message));
	if (message[0] == '\0' && facts.check == JOB_CHECK_SERVICE)
		feedback_last_line(judge->out.data, judge->out.len, message, sizeof(message));
	else if (message[0] == '\0')
		feedback_first_line(judge->out.data, judge->out.len, message, sizeof(message));
	feedback_last_line(judge->err.data, judge->err.len, last_words, sizeof(last_words));
	referee_decide(&facts, outcome);
}

bool match_judge_says(const struct match *match, int status)
{
	const struct run_result *result = &match->sides[JUDGE].report.result;

	return match->sides[JUDGE].has_ended && result->exec_error == 0 &&
	       result->status == status << 8;
}

/* Checker. */

static int plug_input(struct match *match, enum who who, const struct buffer *input)
{
	_cleanup_close_ int fd = -1;
	int r = capture_new("input", &fd);

	if (r == 0)
		r = capture_fill(fd, input->data, input->len);
	if (r < 0)
		return failure_set(match->failure, r, "memory for the judge's input");
	return session_plug(match->sides[who].session, 0, fd, match->failure);
}

/* What the judge has left for the program, all of it: its zygote bounds it. */
static int plug_pass(struct match *match)
{
	_cleanup_buffer_ struct buffer next = { 0 };
	int r = capture_read(match->task->next_fd, SIZE_MAX, &next);

	return r < 0 ? failure_set(match->failure, r, "read the next pass")
		     : plug_input(match, PROGRAM, &next);
}

static int run_checker(struct match *match, struct written *program, struct written *judge,
	struct outcome *outcome)
{
	int r = match->pass > 0 ? plug_pass(match) : STEP_DONE;

	if (r == STEP_DONE)
		r = match_start(match, PROGRAM);
	if (r == STEP_DONE)
		r = match_finish(match, PROGRAM, 0);
	if (r != STEP_DONE)
		return r;
	match->program_was_first = true;
	r = written_read(match->sides[PROGRAM].session,
		match->sides[PROGRAM].limits->output_bytes + 1, program, match->failure);
	if (r < 0)
		return r;
	match_judge_program(match, program, outcome);
	if (outcome->verdict != VERDICT_PASS)
		return STEP_DONE;
	r = plug_input(match, JUDGE, &program->out);
	if (r == STEP_DONE)
		r = match_start(match, JUDGE);
	if (r == STEP_DONE)
		r = match_finish(match, JUDGE, 0);
	if (r == STEP_DONE)
		r = written_read(
			match->sides[JUDGE].session, JOB_STDOUT_KEPT, judge, match->failure);
	if (r == STEP_DONE)
		match_decide(match, judge->out_bytes, judge, outcome);
	return r;
}

/* Passes. */

static void fail_judge(struct outcome *outcome, const char *how)
{
	outcome->verdict = VERDICT_INTERNAL;
	(void)snprintf(outcome->detail, sizeof(outcome->detail), JOB_JUDGE_FAILED ": %s", how);
}

/* Whether the program is to run once more; a judge that asks for it in a way that it may not has failed. */
static bool goes_on(struct match *match, struct outcome *outcome)
{
	const struct side *judge = &match->sides[JUDGE];
	char how[80];

	if (!judge->has_ended || !judge->report.has_next)
		return false;
	if (outcome->verdict == VERDICT_WRONG && match_judge_says(match, JOB_JUDGE_WRONG))
		fail_judge(outcome, "it says \"wrong\" and leaves a nextpass.in");
	if (outcome->verdict != VERDICT_PASS)
		return false;
	if (match->pass + 1 < match->task->job->judge->passes)
		return true;
	(void)snprintf(how, sizeof(how), "it asks for more than %u passes", match->task->job->judge->passes);
	fail_judge(outcome, how);
	return false;
}

static void begin_pass(struct match *match)
{
	for (enum who who = PROGRAM; who < SIDES; who++) {
		struct side *side = &match->sides[who];

		*side = (struct side){ .session = side->session, .limits = side->limits };
	}
	match->program_was_first = false;
}

/* Limits are those of one pass, and so is what is told of a case: the most of each. */
static void keep_most(struct run_result *most, const struct run_result *result)
{
	most->wall_us = later(most->wall_us, result->wall_us);
	most->cpu_us = later(most->cpu_us, result->cpu_us);
	most->memory_bytes = later(most->memory_bytes, result->memory_bytes);
}

static int run_passes(struct match *match, struct written *program, struct outcome *ret_outcome)
{
	static int (*const run[JOB_CHECK_COUNT])(
		struct match *, struct written *, struct written *, struct outcome *) = {
		[JOB_CHECK_CHECKER] = run_checker,
		[JOB_CHECK_INTERACTIVE] = match_run_interactive,
		[JOB_CHECK_SERVICE] = match_run_service,
	};
	struct run_result most = { 0 };
	int r;

	for (;; match->pass++) {
		_cleanup_(written_done) struct written judge = { 0 };

		written_done(program);
		*program = (struct written){ 0 };
		begin_pass(match);
		r = run[match->task->job->check](match, program, &judge, ret_outcome);
		if (r != STEP_DONE)
			return r;
		keep_most(&most, &match->sides[PROGRAM].report.result);
		if (!goes_on(match, ret_outcome))
			break;
	}
	keep_most(&match->sides[PROGRAM].report.result, &most);
	return STEP_DONE;
}

static void add_said(const struct side *judge, struct outcome *outcome)
{
	size_t len = strlen(outcome->detail);

	if (judge->has_ended && judge->report.said[0] != '\0' &&
		(outcome->verdict == VERDICT_PASS || outcome->verdict == VERDICT_WRONG))
		(void)snprintf(outcome->detail + len, sizeof(outcome->detail) - len, "%c%s",
			JOB_DETAIL_SAID, judge->report.said);
}

int match_run_case(struct task *task, uint32_t index, bool *ret_stuck, struct failure *failure)
{
	struct match match = {
		.task = task,
		.index = index,
		.sides = {
			[PROGRAM] = { .session = task->session, .limits = &task->job->run_limits },
			[JUDGE] = { .session = &task->judge, .limits = &task->job->judge->run_limits },
		},
		.failure = failure,
	};
	struct job_event event = {
		.type = JOB_EVENT_CASE, .job_id = task->job->id, .index = index
	};
	_cleanup_(written_done) struct written program = { 0 };
	struct outcome outcome;
	int r;

	r = run_passes(&match, &program, &outcome);
	if (r != STEP_DONE)
		return r;
	add_said(&match.sides[JUDGE], &outcome);
	task_fill_event(&event, &match.sides[PROGRAM].report, &outcome, &program);
	task_tell(task, &event);
	task->stopped = outcome.verdict != VERDICT_PASS && task->job->stop != JOB_STOP_NEVER;
	*ret_stuck = match.sides[PROGRAM].report.scratch_stuck ||
		     match.sides[JUDGE].report.scratch_stuck;
	return STEP_DONE;
}
