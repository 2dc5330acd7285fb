/* SPDX-License-Identifier: MIT */
/* A worker's handle on one zygote: made ahead, given one job, asked case by case, ended with all
 * that it made. */
#pragma once

#include "job/job.h"
#include "runner/failure.h"
#include "runner/forker.h"
#include "runner/zygote.h"

#include <stdbool.h>

struct session {
	const struct forker *forker; /* borrowed; NULL while there is no session */
	int fd;			     /* owned, as the two below */
	int stdout_fd, stderr_fd;
	pid_t pid;
	struct scratch_paths paths;
};

#define SESSION_NONE ((struct session){ .fd = -1, .stdout_fd = -1, .stderr_fd = -1, .pid = -1 })

int session_open(struct session *session, const struct forker *forker, struct failure *failure);
/* Kills every process of it and removes its folders. An error means that the slot can't be used
 * again. */
int session_close(struct session *session, struct failure *failure);
bool session_is_open(const struct session *session);

/* Below, a zygote that is gone is -EIO; -EPIPE is the forker's end alone. */
/* What the zygote may know of the job: everything but the expected outputs. Waits for no answer. */
int session_load(struct session *session, const struct job *job, struct failure *failure);
int session_order(struct session *session, enum zygote_order_type type, uint32_t index,
	struct failure *failure);
/* 0; -ENOMSG: not a whole report, or the zygote is gone; what the report says when it is
 * REPORT_FAILED. Blocks. */
int session_receive(
	struct session *session, struct zygote_report *ret_report, struct failure *failure);
