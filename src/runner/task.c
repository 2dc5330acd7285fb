/* SPDX-License-Identifier: MIT */
/*
 * The order of things: load (files), compile, seal, then case after case; each step is an order to
 * the zygote and its report. While we wait for a report we listen to the supervisor too: a cancel
 * kills the zygote, and so does a report that is more than GRACE_US overdue (the zygote enforces
 * the limits itself; this is the net below it).
 */
#include "runner/task.h"

#include "base/buffer.h"
#include "job/channel.h"
#include "runner/capture.h"
#include "runner/limits.h"
#include "runner/match.h"
#include "runner/outcome.h"
#include "runner/task_parts.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ATTEMPTS_MAX 2 /* of a case whose sandbox breaks under it */
#define STDERR_SEEN  JOB_STDERR_KEPT

void task_init(struct task *task, struct job *job, const struct task_slot *slot)
{
	limits_clamp(&job->compile_limits);
	limits_clamp(&job->run_limits);
	if (job->judge)
		match_clamp(job);
	*task = (struct task){
		.job = job,
		.channel_fd = slot->channel_fd,
		.forker = slot->forker,
		.judge_forker = slot->judge_forker,
		.session = slot->session,
		.judge = SESSION_NONE,
	};
}

void task_send(int channel_fd, const struct job_event *event)
{
	struct pollfd wait = { .fd = channel_fd, .events = POLLOUT };
	int r;

	while ((r = channel_send_event(channel_fd, event)) == -EAGAIN)
		(void)poll(&wait, 1, -1);
	if (r < 0)
		_exit(1);
}

uint64_t task_now_us(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000;
}

/* An order that comes while a job runs: a cancel of this job is kept, one of another is late;
 * anything else ends us. */
int task_hear(struct task *task)
{
	struct job *job = NULL;
	uint64_t id = 0;
	int order = channel_receive_order(task->channel_fd, &job, &id);

	job_free(job);
	if (order == CHANNEL_CANCEL && id == task->job->id)
		task->canceled = true;
	if (order == CHANNEL_CANCEL || order == CHANNEL_NONE)
		return 0;
	return -EPIPE;
}

/* Waits for the zygote's report. enum step, -EPIPE (no supervisor), other -errno (the sandbox
 * broke; failure says how). */
int task_await(struct task *task, struct session *session, uint64_t timeout_us,
	struct zygote_report *ret_report, struct failure *failure)
{
	uint64_t deadline = task_now_us() + timeout_us;
	struct pollfd wait[] = {
		{ .fd = session->fd, .events = POLLIN },
		{ .fd = task->channel_fd, .events = POLLIN },
	};

	while (!task->canceled) {
		uint64_t now = task_now_us();

		if (now >= deadline)
			return STEP_OVERDUE;
		(void)poll(wait, ARRAY_SIZE(wait), (int)((deadline - now) / 1000 + 1));
		if (wait[0].revents != 0)
			return session_receive(session, ret_report, failure);
		if (wait[1].revents != 0) {
			int r = task_hear(task);

			if (r < 0)
				return r;
		}
	}
	return STEP_CANCELED;
}

int task_perform(struct task *task, struct session *session, struct zygote_order order,
	const struct job_limits *limits, struct zygote_report *ret_report, struct failure *failure)
{
	int r = session_order(session, order.type, order.index, failure);

	return r < 0 ? r
		     : task_await(
			       task, session, limits->wall_us + TASK_GRACE_US, ret_report, failure);
}

void written_done(struct written *written)
{
	buffer_done(&written->out);
	buffer_done(&written->err);
}

int written_read(const struct session *session, uint64_t out_max, struct written *written,
	struct failure *failure)
{
	int64_t out_bytes = capture_size(session->stdout_fd);
	int64_t err_bytes = capture_size(session->stderr_fd);
	int r;

	if (out_bytes < 0 || err_bytes < 0)
		return failure_set(failure, -EIO, "size of the output");
	written->out_bytes = (uint64_t)out_bytes;
	written->err_bytes = (uint64_t)err_bytes;
	r = capture_read(session->stdout_fd, (size_t)out_max, &written->out);
	if (r == 0)
		r = capture_read(session->stderr_fd, STDERR_SEEN, &written->err);
	return r < 0 ? failure_set(failure, r, "read the output") : 0;
}

void task_fill_event(struct job_event *event, const struct zygote_report *report,
	const struct outcome *outcome, struct written *written)
{
	event->verdict = outcome->verdict;
	event->exit_status = outcome->exit_status;
	event->signal = outcome->signal;
	event->wall_us = report->result.wall_us;
	event->cpu_us = report->result.cpu_us;
	event->memory_bytes = report->result.memory_bytes;
	event->stdout_total = written->out_bytes;
	event->stdout_len = written->out.len < JOB_STDOUT_KEPT ? written->out.len : JOB_STDOUT_KEPT;
	event->stderr_len = written->err.len < JOB_STDERR_KEPT ? written->err.len : JOB_STDERR_KEPT;
	event->stdout_text = written->out.data; /* borrowed: such an event is sent, not released */
	event->stderr_text = written->err.data;
	memcpy(event->detail, outcome->detail, sizeof(event->detail));
}

void task_judge(const struct task *task, const struct zygote_report *report,
	const struct job_limits *limits, const struct strlist *command,
	const struct written *written, int expected_status, struct outcome *ret_outcome)
{
	struct outcome_facts facts = {
		.result = &report->result,
		.limits = limits,
		.stdout_bytes = written->out_bytes,
		.stderr_bytes = written->err_bytes,
		.stderr_text = written->err.data,
		.stderr_len = written->err.len,
		.expected_status = expected_status,
		.is_proof = task->comparison.kind == COMPARE_PROOF ||
			    task->comparison.kind == COMPARE_TAP,
		.own_program =
			strncmp(command->items[0], JOB_BOX_DIR "/", sizeof(JOB_BOX_DIR)) == 0,
	};

	outcome_judge(&facts, ret_outcome);
}

static int compile(struct task *task, struct failure *failure)
{
	const struct job_limits *limits = &task->job->compile_limits;
	struct job_event event = { .type = JOB_EVENT_COMPILED, .job_id = task->job->id };
	_cleanup_(written_done) struct written written = { 0 };
	struct zygote_report report;
	struct outcome outcome;
	int r;

	r = task_perform(task, task->session, (struct zygote_order){ .type = ZYGOTE_COMPILE },
		limits, &report, failure);
	if (r != STEP_DONE)
		return r;
	r = written_read(task->session, JOB_STDOUT_KEPT, &written, failure);
	if (r < 0)
		return r;
	task_judge(task, &report, limits, &task->job->compile, &written, 0, &outcome);
	if (outcome.verdict == VERDICT_RUNTIME || outcome.verdict == VERDICT_WRONG)
		outcome.verdict = VERDICT_COMPILE;
	if (outcome.verdict == VERDICT_PASS && report.scratch_stuck)
		return failure_set(
			failure, -EIO, "the compiler's temporary files can't be removed");
	task_fill_event(&event, &report, &outcome, &written);
	if (!task->compiled_told)
		task_send(task->channel_fd, &event);
	task->compiled_told = true;
	return outcome.verdict == VERDICT_PASS ? STEP_DONE : STEP_STOPPED;
}

static int load(struct task *task, struct failure *failure)
{
	char socket_path[SCRATCH_SOCKET_SIZE];
	struct role role;
	int r;

	scratch_socket_path(&task->session->paths, socket_path);
	r = role_init_program(&role, task->job, socket_path);
	if (r < 0)
		return failure_set(failure, r, "job for the zygote");
	r = session_load(task->session, &role, failure);
	role_done(&role);
	return r;
}

/* A session of the kind that the job wants: the one that was made ahead, unless the job is a
 * service. */
static int open_session(struct task *task, struct failure *failure)
{
	bool is_service = task->job->check == JOB_CHECK_SERVICE;

	if (session_is_open(task->session) && task->session->is_service == is_service)
		return 0;
	if (session_close(task->session, failure) < 0)
		return -EPIPE; /* the forker is gone: so are we */
	return session_open(task->session, task->forker, is_service, failure);
}

/* Sessions that are ready for cases: files laid, compiled, box read-only. enum step or -errno. */
static int prepare(struct task *task, struct failure *failure)
{
	struct zygote_report report;
	int r;

	r = open_session(task, failure);
	if (r == 0)
		r = load(task, failure);
	if (r == 0)
		r = task_await(task, task->session, TASK_LOAD_US, &report, failure);
	if (r == STEP_DONE && task->job->compile.count > 0)
		r = compile(task, failure);
	if (r == STEP_DONE && !task->job->in_box)
		r = forker_seal(task->session->forker, failure);
	if (r == STEP_DONE && task->job->judge)
		r = match_prepare(task, failure);
	return r;
}

/* Only a run that nothing speaks against is compared. */
static int compare(const struct task *task, const struct job_case *job_case,
	const struct written *written, struct outcome *outcome, struct failure *failure)
{
	bool needs_expected =
		task->comparison.kind != COMPARE_PROOF && task->comparison.kind != COMPARE_TAP;
	char note[COMPARE_NOTE_MAX] = "";
	int r;

	if (outcome->verdict != VERDICT_PASS || (needs_expected && !job_case->expected))
		return 0;
	r = comparison_run(&task->comparison, job_case->expected ? job_case->expected : "",
		job_case->expected_len, written->out.data ? written->out.data : "",
		written->out.len, note);
	if (r < 0)
		return failure_set(failure, r, "comparison");
	if (r == 0) {
		outcome->verdict = VERDICT_WRONG;
		(void)snprintf(outcome->detail, sizeof(outcome->detail), "%s", note);
	}
	return 0;
}

static int run_case(struct task *task, uint32_t index, bool *ret_stuck, struct failure *failure)
{
	const struct job_case *job_case = &task->job->cases[index];
	const struct job_limits *limits = &task->job->run_limits;
	struct job_event event = {
		.type = JOB_EVENT_CASE, .job_id = task->job->id, .index = index
	};
	_cleanup_(written_done) struct written written = { 0 };
	struct zygote_report report;
	struct outcome outcome;
	int r;

	r = task_perform(task, task->session,
		(struct zygote_order){ .type = ZYGOTE_RUN, .index = index }, limits, &report,
		failure);
	if (r != STEP_DONE)
		return r;
	if (report.type != REPORT_RAN || report.index != index)
		return failure_set(failure, -EBADMSG, "the zygote reports something else");
	r = written_read(task->session, limits->output_bytes + 1, &written, failure);
	if (r < 0)
		return r;
	task_judge(task, &report, limits, &task->job->run, &written, job_case->expected_status,
		&outcome);
	r = compare(task, job_case, &written, &outcome, failure);
	if (r < 0)
		return r;
	task_fill_event(&event, &report, &outcome, &written);
	task_send(task->channel_fd, &event);
	task->stopped = outcome.verdict != VERDICT_PASS && task->job->stop_at_first;
	*ret_stuck = report.scratch_stuck;
	return STEP_DONE;
}

static void tell_unrun(
	const struct task *task, uint32_t index, enum verdict verdict, const char *detail)
{
	struct job_event event = { .type = JOB_EVENT_CASE,
		.job_id = task->job->id,
		.index = index,
		.verdict = verdict,
		.exit_status = -1 };

	(void)snprintf(event.detail, sizeof(event.detail), "%s", detail);
	task_send(task->channel_fd, &event);
}

static void tell_skipped(const struct task *task, uint32_t from, const char *detail)
{
	for (uint32_t i = from; i < task->job->n_cases; i++)
		tell_unrun(task, i, VERDICT_SKIPPED, detail);
}

/* Of the cases that are left over. */
static const char *skip_reason(int step)
{
	if (step == STEP_CANCELED)
		return "canceled";
	return step == STEP_STOPPED ? "not compiled" : "an earlier case did not pass";
}

/* The judge's first: the folder that it may share is the other's. */
static int close_sessions(struct task *task, struct failure *failure)
{
	int r = session_close(&task->judge, failure);

	return session_close(task->session, failure) < 0 ? -EIO : r;
}

/* The case in a session that may have to be made first. enum step or -errno. */
static int try_case(struct task *task, uint32_t index, bool *loaded, struct failure *failure)
{
	bool stuck = false;
	int r = STEP_DONE;

	if (!*loaded)
		r = prepare(task, failure);
	if (r == STEP_DONE) {
		*loaded = true;
		r = task->job->judge ? match_run_case(task, index, &stuck, failure)
				     : run_case(task, index, &stuck, failure);
	}
	if (r == STEP_DONE && !stuck && !task->job->in_box)
		return r;
	*loaded = false;
	if (close_sessions(task, failure) < 0)
		return -EPIPE; /* a forker is gone: so are we */
	return r;
}

/* enum step, -EPIPE (end of this worker), other -errno: told as internal. */
static int insist_on_case(struct task *task, uint32_t index, bool *loaded)
{
	int r = -EIO;

	for (int attempt = 0; attempt < ATTEMPTS_MAX && r < 0 && r != -EPIPE; attempt++) {
		struct failure failure = { 0 };

		r = try_case(task, index, loaded, &failure);
		if (r < 0)
			task->failure = failure;
	}
	if (r == STEP_OVERDUE) {
		tell_unrun(
			task, index, VERDICT_TIMEOUT, "the sandbox had to be ended from outside");
		r = STEP_DONE;
	}
	return r;
}

static int run_cases(struct task *task)
{
	bool loaded = false;
	int r = STEP_DONE;
	uint32_t i = 0;

	while (i < task->job->n_cases && !task->stopped) {
		r = insist_on_case(task, i, &loaded);
		if (r != STEP_DONE)
			break;
		i++;
	}
	if (r >= 0)
		tell_skipped(task, i, skip_reason(r));
	return r;
}

int task_execute(struct task *task)
{
	struct job_event done = {
		.type = JOB_EVENT_DONE, .job_id = task->job->id, .exit_status = -1
	};
	struct failure failure = { 0 };
	int r;

	r = comparison_parse(task->job->compare ? task->job->compare : "exact", &task->comparison);
	if (r < 0)
		(void)failure_set(&task->failure, r, "comparison");
	else
		r = run_cases(task);
	if (r == -EPIPE)
		return r;
	if (r < 0) {
		done.verdict = VERDICT_INTERNAL;
		memcpy(done.detail, task->failure.text, sizeof(done.detail));
	} else if (r == STEP_CANCELED) {
		done.verdict = VERDICT_SKIPPED;
	}
	task_send(task->channel_fd, &done);
	if (close_sessions(task, &failure) < 0)
		return -EIO;
	return session_open(task->session, task->forker, false, &failure);
}
