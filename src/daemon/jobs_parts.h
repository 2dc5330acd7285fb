/* SPDX-License-Identifier: MIT */
/* Private to jobs.c and jobs_place.c: the tasks, and the place that each of them has. */
#pragma once

#include "daemon/jobs.h"
#include "daemon/queue.h"

enum task_place { TASK_FRESH, TASK_WAITING, TASK_HELD };

struct task {
	struct queue_entry queued; /* first: a queue_entry is its task */
	TAILQ_ENTRY(task) entry;   /* of fresh or held */
	enum task_place place;
	uint64_t learner;
	struct job *job;
	const struct task_user *user; /* NULL: gone */
	void *userdata;
	bool is_uncommitted; /* though it is held */
	bool wants_cancel;   /* the runner is to be told */
};

TAILQ_HEAD(task_list, task);

struct jobs {
	struct turn_member member; /* first */
	struct turn *turn;
	struct jobs_settings settings;
	struct runner *runner;
	struct queue queue;
	struct task_list fresh, held;
	size_t n_fresh, n_held;
	uint64_t last_id;
	uint32_t slots;
	enum jobs_sandbox sandbox;
	char detail[JOB_DETAIL_MAX];
	bool is_stopped, is_ready;
	bool was_fit;	    /* programs could be run: a death while starting may be an accident */
	unsigned deaths;    /* of the runner, since it was ready for the last time */
	bool wants_replace; /* the runner has old settings */
	void (*settled)(void *userdata);
	void *userdata;
};

void jobs_free_task(struct task *task); /* which has no place any more */

void jobs_hold(struct jobs *jobs, struct task *task);
void jobs_release(struct jobs *jobs, struct task *task);
void jobs_add_fresh(struct jobs *jobs, struct task *task);
void jobs_remove_fresh(struct jobs *jobs, struct task *task);
/* A task that can't be queued for lack of memory fails and is freed. */
void jobs_queue(struct jobs *jobs, struct task *task, bool is_front);
/* What was held, to be run once more. */
void jobs_requeue(struct jobs *jobs, struct task *task);
