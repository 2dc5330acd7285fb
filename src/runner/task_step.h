/* SPDX-License-Identifier: MIT */
/* The steps that cases with and without a judge have in common. */
#pragma once

#include "base/buffer.h"
#include "runner/outcome.h"
#include "runner/task.h"

#define TASK_GRACE_US 3000000u /* a report may be that much overdue */
#define TASK_LOAD_US  30000000u

/* What a step came to, beyond -errno for "the sandbox broke". */
enum step {
	STEP_DONE,
	STEP_CANCELED,
	STEP_OVERDUE,
	STEP_STOPPED, /* compilation failed: told, nothing more to run */
};

/* What a run wrote. Its processes are dead. */
struct written {
	struct buffer out, err;
	uint64_t out_bytes, err_bytes;
};

void written_done(struct written *written);
/* At most out_max bytes of stdout are read. */
int written_read(const struct session *session, uint64_t out_max, struct written *written,
	struct failure *failure);

/* Events of the job are collected and go out together before the worker waits for anything. Both end
 * the process when the supervisor is gone, or there is no memory. */
void task_tell(struct task *task, const struct job_event *event);
void task_send_told(struct task *task);
/* One event at once. */
void task_send(int channel_fd, const struct job_event *event);
uint64_t task_now_us(void);
/* Takes what the supervisor sends while a job runs: 0 (task->canceled may be set), -EPIPE. */
int task_hear(struct task *task);
/* Waits for one session's report. enum step, -EPIPE (no supervisor), other -errno (the sandbox
 * broke; failure says how). */
int task_await(struct task *task, struct session *session, uint64_t timeout_us,
	struct zygote_report *ret_report, struct failure *failure);
int task_perform(struct task *task, struct session *session, struct zygote_order order,
	const struct job_limits *limits, struct zygote_report *ret_report, struct failure *failure);

/* The same of the compiler, which may write to the box. */
int task_compile(struct task *task, struct session *session, const struct job_limits *limits,
	struct zygote_report *ret_report, struct failure *failure);

void task_fill_event(struct job_event *event, const struct zygote_report *report,
	const struct outcome *outcome, struct written *written);
void task_judge(const struct task *task, const struct zygote_report *report,
	const struct job_limits *limits, const struct strlist *command,
	const struct written *written, int expected_status, struct outcome *ret_outcome);
