/* SPDX-License-Identifier: MIT */
/* A worker's handle on one zygote: made ahead, given one job, asked case by case, ended with all
 * that it made. */
#pragma once

#include "job/job.h"
#include "runner/failure.h"
#include "runner/forker.h"
#include "runner/role.h"
#include "runner/zygote.h"

#include <stdbool.h>

struct session {
	struct forker *forker; /* borrowed; NULL while there is no session */
	int fd;			     /* owned, as the two below */
	int stdout_fd, stderr_fd;
	pid_t pid;
	struct scratch_paths paths;
	struct scratch_sizes sizes; /* of its folders */
	uint64_t given_bytes;	    /* of its memory: the job's files, inputs and program */
	bool is_service;	    /* it may use sockets */
	bool has_template;	    /* there may be one beside the zygote */
	uint32_t unanswered;	    /* reports that are still to come */
	char *packet;		    /* owned: reports that came together, read one by one */
	size_t packet_len, packet_at;
	/* What the run of the last report wrote, in `packet`; or in the captures. */
	bool output_waits;
	const char *out, *err;
	size_t out_len, err_len;
};

#define SESSION_NONE ((struct session){ .fd = -1, .stdout_fd = -1, .stderr_fd = -1, .pid = -1 })

int session_open(struct session *session, struct forker *forker, bool is_service,
	struct failure *failure);
/* Kills every process of it and removes its folders. A zygote that answered all its orders is, but
   for its template, the only process of its namespaces, so nobody waits for its end; otherwise no
   process is left when this returns. An error means that the slot can't be used again. */
int session_close(struct session *session, struct failure *failure);
bool session_is_open(const struct session *session);

/* Lets the compiler write to the box (or the run, of a job that runs there), and ends that. */
int session_unseal(struct session *session, struct failure *failure);
int session_seal(struct session *session, struct failure *failure);

/* The limits of the processes together and of the folders, for the next stage of a job; session_load() sets
 * those of the first. Leaves the box sealed. */
int session_limit(
	struct session *session, const struct job_limits *limits, struct failure *failure);

/* Below, a zygote that is gone is -EIO; -EPIPE is the forker's end alone. */
/* The part of a job that this sandbox is given (role.h). Waits for no answer. */
int session_load(struct session *session, const struct role *role, struct failure *failure);
/* The next run's stdin (0) or stdout (1), or ZYGOTE_PLUG_NEXT; copies the descriptor. */
int session_plug(struct session *session, uint32_t index, int fd, struct failure *failure);
/* Has what the compiler left written to the descriptor, which is copied; answered by REPORT_LAID. */
int session_collect(struct session *session, int fd, struct failure *failure);
/* Ends the run of now; it is reported as usual. May be needed again: a signal can come a moment too
 * early. */
int session_stop(struct session *session, bool is_first, struct failure *failure);
int session_order(struct session *session, enum zygote_order_type type, uint32_t index,
	struct failure *failure);
/* Cases `index` and on, in one order. */
int session_order_runs(
	struct session *session, uint32_t index, uint32_t count, struct failure *failure);
/* A report is here: session_receive() will not block. */
bool session_has_report(const struct session *session);
/* 0; -EDQUOT: the kernel ended the zygote because the sandbox's memory was used up;
 * -ENOMSG: not a whole report, or the zygote is gone; what the report says when it is
 * REPORT_FAILED. Blocks. */
int session_receive(
	struct session *session, struct zygote_report *ret_report, struct failure *failure);
