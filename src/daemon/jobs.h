/* SPDX-License-Identifier: MIT */
/*
 * Work for practice-runner: tasks wait in the fair queue, are given to it as it has slots, and are
 * told what comes of them. A task submitted in a loop turn begins to count only when the turn's
 * commit came through, but it may begin to run before.
 */
#pragma once

#include "daemon/runner.h"
#include "daemon/turn.h"
#include "job/job.h"

#include <stdbool.h>
#include <stdint.h>

struct task;

/* The callbacks may submit and cancel; after done(), failed() and dropped() the task is no more. */
struct task_user {
	void (*started)(void *userdata);
	void (*event)(void *userdata, const struct job_event *event); /* COMPILED, CASE */
	void (*done)(void *userdata);
	/* The runner, or what ran it there, died with it: true puts it at the front of its learner's queue, false ends it
	 * (no other call comes). */
	bool (*interrupted)(void *userdata, const char *what);
	/* No programs can be run here any more: true waits for better times, false ends it as
	 * above. */
	bool (*stranded)(void *userdata, const char *what);
	void (*failed)(void *userdata, const char *what); /* can't be run at all */
	void (*dropped)(void *userdata);		  /* the commit of its turn failed */
};

enum jobs_sandbox {
	JOBS_SANDBOX_STARTING,
	JOBS_SANDBOX_ISOLATED,
	JOBS_SANDBOX_NONE,
	JOBS_SANDBOX_UNSAFE
};

struct jobs_settings {
	struct runner_settings runner;
	uint64_t max, per_learner;
};

struct jobs;

/* settled: called once, when the runner said what isolation it has, or that it can't start. */
int jobs_new(sd_event *event, struct turn *turn, const struct jobs_settings *settings,
	void (*settled)(void *userdata), void *userdata, struct jobs **ret_jobs);
void jobs_free(struct jobs *jobs); /* the tasks' users hear nothing of it */
DEFINE_CLEANUP_FREE(struct jobs *, jobs_free)

/* New settings; a runner that has other ones is replaced as soon as it has nothing to do. */
void jobs_configure(struct jobs *jobs, const struct jobs_settings *settings);
/* Gives nothing more to the runner. */
void jobs_stop(struct jobs *jobs);

/* Is there room for one more of this learner: 0, -EDQUOT (its own limit), -ENOSPC (all). */
int jobs_admit(const struct jobs *jobs, uint64_t learner);
/* Takes the job over, also on failure. 0 or -ENOMEM. */
int jobs_submit(struct jobs *jobs, struct job *job, uint64_t learner, const struct task_user *user,
	void *userdata, struct task **ret_task);
/* Of a task just submitted: it may begin before its turn is committed, where a slot is free and nobody
 * else waits; then started() is called at once. */
void jobs_hurry(struct jobs *jobs, struct task *task);
/* The user hears nothing more of it; the slot is free when the runner says so. NULL is fine. */
void jobs_cancel(struct jobs *jobs, struct task *task);

enum jobs_sandbox jobs_sandbox(const struct jobs *jobs);
const char *jobs_sandbox_detail(const struct jobs *jobs);

struct jobs_counts {
	size_t waiting, running, slots;
};
void jobs_count(const struct jobs *jobs, struct jobs_counts *ret_counts);
const struct job *task_job(const struct task *task);
