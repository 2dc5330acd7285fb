/* SPDX-License-Identifier: MIT */
#include "daemon/jobs_parts.h"

void jobs_free_task(struct task *task)
{
	job_free(task->job);
	free(task);
}

void jobs_release(struct jobs *jobs, struct task *task)
{
	TAILQ_REMOVE(&jobs->held, task, entry);
	jobs->n_held--;
}

void jobs_hold(struct jobs *jobs, struct task *task)
{
	task->place = TASK_HELD;
	TAILQ_INSERT_TAIL(&jobs->held, task, entry);
	jobs->n_held++;
}

/* A task that can't be queued for lack of memory ends here: it must not be forgotten silently. */
void jobs_queue(struct jobs *jobs, struct task *task, bool is_front)
{
	int r = is_front ? queue_push_front(&jobs->queue, &task->queued, task->learner)
			 : queue_push(&jobs->queue, &task->queued, task->learner);

	task->place = TASK_WAITING;
	if (r >= 0)
		return;
	if (task->user)
		task->user->failed(task->userdata, "out of memory");
	jobs_free_task(task);
}

void jobs_add_fresh(struct jobs *jobs, struct task *task)
{
	task->place = TASK_FRESH;
	TAILQ_INSERT_TAIL(&jobs->fresh, task, entry);
	jobs->n_fresh++;
}

void jobs_remove_fresh(struct jobs *jobs, struct task *task)
{
	TAILQ_REMOVE(&jobs->fresh, task, entry);
	jobs->n_fresh--;
}

/* What was held, to be run once more. */
void jobs_requeue(struct jobs *jobs, struct task *task)
{
	if (task->is_uncommitted)
		jobs_add_fresh(jobs, task);
	else
		jobs_queue(jobs, task, true);
}
