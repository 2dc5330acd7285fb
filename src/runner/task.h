/* SPDX-License-Identifier: MIT */
/* One job in a worker: from its files to the last event. */
#pragma once

#include "grade/compare.h"
#include "job/job.h"
#include "runner/keep.h"
#include "runner/session.h"

struct task {
	struct job *job; /* borrowed, its limits are clamped */
	int channel_fd;
	struct forker *forker, *judge_forker;
	struct session *session; /* an idle one at the begin, a new idle one at the end */
	struct session judge;	 /* of jobs that have one */
	struct keep *keep;	 /* borrowed: judges that were compiled before; NULL: nothing is kept */
	int next_fd; /* of a judge that may ask for another pass: its input; -1 otherwise. Owned */
	struct comparison comparison;
	bool is_strict; /* each case has a sandbox of its own, and is compiled in it */
	struct buffer packet; /* of events; goes out before anything is waited for */
	bool canceled, compiled_told, stopped;
	bool one_by_one;  /* a sandbox broke: cases are ordered one at a time, to know which did it
			   */
	uint32_t ordered; /* cases before this one are run, or the zygote is at them */
	struct failure failure; /* why the job ends as internal */
};

struct task_slot {
	int channel_fd;
	struct forker *forker, *judge_forker;
	struct session *session;
	struct keep *keep; /* NULL without isolation: any program could have had a hand in it */
	bool templates; /* whether a job may have one */
	bool strict;	/* a sandbox for every case */
};

void task_init(struct task *task, struct job *job, const struct task_slot *slot);

/* Sends all events of the job. 0; -EPIPE: the supervisor is gone; other -errno: the slot is not to
 * be used again. */
int task_execute(struct task *task);
