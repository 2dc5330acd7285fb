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
#include "runner/outcome.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define GRACE_US     3000000u
#define LOAD_US	     30000000u
#define ATTEMPTS_MAX 2 /* of a case whose sandbox breaks under it */
#define STDERR_SEEN  JOB_STDERR_KEPT

/* What a step came to, beyond -errno for "the sandbox broke". */
enum step {
	STEP_DONE,
	STEP_CANCELED,
	STEP_OVERDUE,
	STEP_STOPPED, /* compilation failed: told, nothing more to run */
};

void task_init(struct task *task, struct job *job, int channel_fd, const struct forker *forker,
	struct session *session)
{
	limits_clamp(&job->compile_limits);
	limits_clamp(&job->run_limits);
	*task = (struct task){
		.job = job, .channel_fd = channel_fd, .forker = forker, .session = session
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

static uint64_t now_us(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000;
}

/* An order that comes while a job runs: a cancel of this job is kept, one of another is late;
 * anything else ends us. */
static int hear_order(struct task *task)
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
static int await_report(struct task *task, uint64_t timeout_us, struct zygote_report *ret_report,
	struct failure *failure)
{
	uint64_t deadline = now_us() + timeout_us;
	struct pollfd wait[] = {
		{ .fd = task->session->fd, .events = POLLIN },
		{ .fd = task->channel_fd, .events = POLLIN },
	};

	while (!task->canceled) {
		uint64_t now = now_us();

		if (now >= deadline)
			return STEP_OVERDUE;
		(void)poll(wait, ARRAY_SIZE(wait), (int)((deadline - now) / 1000 + 1));
		if (wait[0].revents != 0)
			return session_receive(task->session, ret_report, failure);
		if (wait[1].revents != 0) {
			int r = hear_order(task);

			if (r < 0)
				return r;
		}
	}
	return STEP_CANCELED;
}

static int perform(struct task *task, enum zygote_order_type type, uint32_t index,
	const struct job_limits *limits, struct zygote_report *ret_report, struct failure *failure)
{
	int r = session_order(task->session, type, index, failure);

	return r < 0 ? r : await_report(task, limits->wall_us + GRACE_US, ret_report, failure);
}

/* What a run wrote. Its processes are dead. */
struct written {
	struct buffer out, err;
	uint64_t out_bytes, err_bytes;
};

static void written_done(struct written *written)
{
	buffer_done(&written->out);
	buffer_done(&written->err);
}

static int read_written(const struct session *session, uint64_t out_max, struct written *written,
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

static void fill_event(struct job_event *event, const struct zygote_report *report,
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

static void judge(const struct task *task, const struct zygote_report *report,
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

	r = perform(task, ZYGOTE_COMPILE, 0, limits, &report, failure);
	if (r != STEP_DONE)
		return r;
	r = read_written(task->session, JOB_STDOUT_KEPT, &written, failure);
	if (r < 0)
		return r;
	judge(task, &report, limits, &task->job->compile, &written, 0, &outcome);
	if (outcome.verdict == VERDICT_RUNTIME || outcome.verdict == VERDICT_WRONG)
		outcome.verdict = VERDICT_COMPILE;
	if (outcome.verdict == VERDICT_PASS && report.scratch_stuck)
		return failure_set(
			failure, -EIO, "the compiler's temporary files can't be removed");
	fill_event(&event, &report, &outcome, &written);
	if (!task->compiled_told)
		task_send(task->channel_fd, &event);
	task->compiled_told = true;
	return outcome.verdict == VERDICT_PASS ? STEP_DONE : STEP_STOPPED;
}

/* A session that is ready for cases: files laid, compiled, box read-only. enum step or -errno. */
static int prepare(struct task *task, struct failure *failure)
{
	struct zygote_report report;
	int r = 0;

	if (!session_is_open(task->session))
		r = session_open(task->session, task->forker, failure);
	if (r == 0)
		r = session_load(task->session, task->job, failure);
	if (r == 0)
		r = await_report(task, LOAD_US, &report, failure);
	if (r == STEP_DONE && task->job->compile.count > 0)
		r = compile(task, failure);
	if (r == STEP_DONE && !task->job->in_box)
		r = forker_seal(task->session->forker, failure);
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

	r = perform(task, ZYGOTE_RUN, index, limits, &report, failure);
	if (r != STEP_DONE)
		return r;
	if (report.type != REPORT_RAN || report.index != index)
		return failure_set(failure, -EBADMSG, "the zygote reports something else");
	r = read_written(task->session, limits->output_bytes + 1, &written, failure);
	if (r < 0)
		return r;
	judge(task, &report, limits, &task->job->run, &written, job_case->expected_status,
		&outcome);
	r = compare(task, job_case, &written, &outcome, failure);
	if (r < 0)
		return r;
	fill_event(&event, &report, &outcome, &written);
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

/* The case in a session that may have to be made first. enum step or -errno. */
static int try_case(struct task *task, uint32_t index, bool *loaded, struct failure *failure)
{
	bool stuck = false;
	int r = STEP_DONE;

	if (!*loaded)
		r = prepare(task, failure);
	if (r == STEP_DONE) {
		*loaded = true;
		r = run_case(task, index, &stuck, failure);
	}
	if (r == STEP_DONE && !stuck && !task->job->in_box)
		return r;
	*loaded = false;
	if (session_close(task->session, failure) < 0)
		return -EPIPE; /* the forker is gone: so are we */
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
	if (session_close(task->session, &failure) < 0)
		return -EIO;
	return session_open(task->session, task->forker, &failure);
}
