/* SPDX-License-Identifier: MIT */
/*
 * While we wait for a report we listen to the supervisor too: a cancel kills the zygote, and so
 * does a report that is more than TASK_GRACE_US overdue (the zygote enforces the limits itself;
 * this is the net below it).
 */
#include "runner/task_step.h"

#include "job/channel.h"
#include "runner/capture.h"

#include <poll.h>
#include <string.h>
#include <time.h>

/* Blocks until the supervisor has it. */
static void send_packet(int channel_fd, struct buffer *packet)
{
	struct pollfd wait = { .fd = channel_fd, .events = POLLOUT };
	int r;

	while ((r = channel_send_events(channel_fd, packet)) == -EAGAIN)
		(void)poll(&wait, 1, -1);
	if (r < 0)
		_exit(1);
}

void task_send(int channel_fd, const struct job_event *event)
{
	_cleanup_buffer_ struct buffer packet = { 0 };

	if (channel_add_event(&packet, event) < 0)
		_exit(1);
	send_packet(channel_fd, &packet);
}

void task_send_told(struct task *task)
{
	send_packet(task->channel_fd, &task->packet);
}

void task_tell(struct task *task, const struct job_event *event)
{
	int r = channel_add_event(&task->packet, event);

	if (r == -E2BIG) {
		task_send_told(task);
		r = channel_add_event(&task->packet, event);
	}
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

		if (session_has_report(session))
			return session_receive(session, ret_report, failure);

		task_send_told(task);
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

int task_compile(struct task *task, struct session *session, const struct job_limits *limits,
	struct zygote_report *ret_report, struct failure *failure)
{
	const struct zygote_order order = { .type = ZYGOTE_COMPILE };
	struct zygote_report report;
	int r;

	r = session_unseal(session, failure);
	if (r == 0)
		r = task_perform(task, session, order, limits, &report, failure);
	if (r == STEP_DONE)
		r = session_seal(session, failure);
	if (r == STEP_DONE)
		*ret_report = report;
	return r;
}

void written_done(struct written *written)
{
	buffer_done(&written->out);
	buffer_done(&written->err);
}

static int read_with_report(
	const struct session *session, uint64_t out_max, struct written *written)
{
	size_t out_len = session->out_len < out_max ? session->out_len : (size_t)out_max;
	int r;

	written->out_bytes = session->out_len;
	written->err_bytes = session->err_len;
	r = buffer_append(&written->out, session->out, out_len);
	return r < 0 ? r : buffer_append(&written->err, session->err, session->err_len);
}

static int read_captures(const struct session *session, uint64_t out_max, struct written *written)
{
	int64_t out_bytes = capture_size(session->stdout_fd);
	int64_t err_bytes = capture_size(session->stderr_fd);
	int r;

	if (out_bytes < 0 || err_bytes < 0)
		return -EIO;
	written->out_bytes = (uint64_t)out_bytes;
	written->err_bytes = (uint64_t)err_bytes;
	r = capture_read(session->stdout_fd, (size_t)out_max, &written->out);
	if (r == 0)
		r = capture_read(session->stderr_fd, JOB_STDERR_KEPT, &written->err);
	return r;
}

int written_read(const struct session *session, uint64_t out_max, struct written *written,
	struct failure *failure)
{
	int r = session->output_waits ? read_captures(session, out_max, written)
				      : read_with_report(session, out_max, written);

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
