/* SPDX-License-Identifier: MIT */
/*
 * A task is in one of three places: fresh (its turn isn't committed), in the queue, or held by the
 * runner. A held task whose user is gone stays until the runner has told its end, because it fills
 * a slot until then.
 *
 * Where a slot is free and nobody waits, a fresh task may be held already (jobs_hurry()): its run and
 * the commit take place at the same time. What the runner tells of it is written in the same turn or
 * a later one, so nobody hears of a run before its attempt is on disk.
 */
#include "daemon/jobs.h"

#include "base/log.h"
#include "daemon/journal.h"
#include "daemon/jobs_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DEATHS_MAX                                                                                 \
	3 /* so often in a row without having been ready, and we say that it can't be started */

static void say_settled(struct jobs *jobs)
{
	void (*settled)(void *) = jobs->settled;

	jobs->settled = NULL;
	if (settled)
		settled(jobs->userdata);
}

static bool has_free_slot(const struct jobs *jobs)
{
	bool is_fit = jobs->sandbox == JOBS_SANDBOX_ISOLATED || jobs->sandbox == JOBS_SANDBOX_NONE;

	return is_fit && jobs->is_ready && !jobs->is_stopped && !jobs->wants_replace &&
	       jobs->n_held < jobs->slots;
}

static bool can_start(const struct jobs *jobs)
{
	return has_free_slot(jobs) && jobs->queue.count > 0;
}

static void start_one(struct jobs *jobs, struct task *task)
{
	int r = runner_send_job(jobs->runner, task->job);

	if (r == -EAGAIN || r == -EPIPE) {
		jobs_queue(jobs, task, true);
		jobs->is_ready = false; /* until it is writable, or a new one is ready */
		return;
	}
	if (r < 0) {
		task->user->failed(task->userdata, strerror(-r));
		jobs_free_task(task);
		return;
	}
	jobs_hold(jobs, task);
	task->user->started(task->userdata);
}

static void replace_runner(struct jobs *jobs)
{
	jobs->wants_replace = false;
	jobs->is_ready = false;
	jobs->deaths = 0;
	jobs->sandbox = JOBS_SANDBOX_STARTING;
	jobs->detail[0] = '\0';
	if (runner_replace(jobs->runner, &jobs->settings.runner) < 0)
		log_error("practice-runner can't be started with the new settings");
}

static void start_some(struct jobs *jobs)
{
	if (jobs->wants_replace && jobs->n_held == 0)
		replace_runner(jobs);
	while (can_start(jobs))
		start_one(jobs, (struct task *)queue_pop(&jobs->queue));
}

static void send_cancels(struct jobs *jobs)
{
	struct task *task;

	TAILQ_FOREACH(task, &jobs->held, entry)
	{
		if (task->wants_cancel &&
			runner_send_cancel(jobs->runner, task->job->id) != -EAGAIN)
			task->wants_cancel = false;
	}
}

/* The turn. */

/* A task that is held already is dropped as one is canceled: proceed() tells the runner. */
static void settle_held(struct jobs *jobs, int error)
{
	struct task *task;

	TAILQ_FOREACH(task, &jobs->held, entry)
	{
		if (task->is_uncommitted && error < 0 && task->user) {
			task->user->dropped(task->userdata);
			task->user = NULL;
			task->wants_cancel = true;
		}
		task->is_uncommitted = false;
	}
}

static void settle(struct turn_member *member, int error, const char *reason)
{
	struct jobs *jobs = (struct jobs *)member;
	struct task *task;

	(void)reason;
	settle_held(jobs, error);
	while ((task = TAILQ_FIRST(&jobs->fresh))) {
		jobs_remove_fresh(jobs, task);
		task->is_uncommitted = false;
		if (error == 0) {
			jobs_queue(jobs, task, false);
			continue;
		}
		task->user->dropped(task->userdata);
		jobs_free_task(task);
	}
}

static void proceed(struct turn_member *member)
{
	struct jobs *jobs = (struct jobs *)member;

	send_cancels(jobs);
	start_some(jobs);
}

/* The runner. */

static void tell_sandbox(const struct jobs *jobs)
{
	if (jobs->sandbox == JOBS_SANDBOX_UNSAFE)
		journal_sandbox_unsafe(jobs->detail);
	else if (jobs->sandbox == JOBS_SANDBOX_NONE)
		journal_sandbox_none();
	else
		log_info("Sandbox: %s", jobs->detail);
}

/* What waits when the sandbox turns out to be unsafe may wait very long: those with a client are
 * told. */
static void strand(struct jobs *jobs)
{
	struct task_list kept = TAILQ_HEAD_INITIALIZER(kept);
	struct queue_entry *entry;
	struct task *task;

	while ((entry = queue_pop(&jobs->queue))) {
		task = (struct task *)entry;
		if (task->user->stranded(task->userdata, jobs->detail))
			TAILQ_INSERT_TAIL(&kept, task, entry);
		else
			jobs_free_task(task);
	}
	while ((task = TAILQ_FIRST(&kept))) {
		TAILQ_REMOVE(&kept, task, entry);
		jobs_queue(jobs, task, false);
	}
}

static void become_ready(struct jobs *jobs, const struct job_event *event)
{
	(void)snprintf(jobs->detail, sizeof(jobs->detail), "%s", event->detail);
	jobs->slots = event->index > 0 ? event->index : 1;
	jobs->is_ready = true;
	jobs->deaths = 0;
	if (event->verdict == VERDICT_INTERNAL)
		jobs->sandbox = JOBS_SANDBOX_UNSAFE;
	else
		jobs->sandbox = jobs->settings.runner.is_isolating ? JOBS_SANDBOX_ISOLATED
								   : JOBS_SANDBOX_NONE;
	jobs->was_fit = jobs->sandbox != JOBS_SANDBOX_UNSAFE;
	tell_sandbox(jobs);
	if (jobs->sandbox == JOBS_SANDBOX_UNSAFE)
		strand(jobs);
	turn_join(jobs->turn, &jobs->member);
	say_settled(jobs);
}

static struct task *find_held(const struct jobs *jobs, uint64_t id)
{
	struct task *task;

	TAILQ_FOREACH(task, &jobs->held, entry)
	{
		if (task->job->id == id)
			return task;
	}
	return NULL;
}

/* Internal is no end: what ran it (a worker, its forker) died or failed, not the whole runner. */
static void end_task(struct jobs *jobs, struct task *task, const struct job_event *event)
{
	if (task->user && event->verdict == VERDICT_INTERNAL) {
		if (task->user->interrupted(task->userdata, event->detail)) {
			jobs_requeue(jobs, task);
			return;
		}
	} else if (task->user) {
		task->user->done(task->userdata);
	}
	jobs_free_task(task);
}

static void on_event(void *userdata, const struct job_event *event)
{
	struct jobs *jobs = userdata;
	struct task *task;

	if (event->type == JOB_EVENT_READY) {
		become_ready(jobs, event);
		return;
	}
	task = find_held(jobs, event->job_id);
	if (!task)
		return;
	if (event->type != JOB_EVENT_DONE) {
		if (task->user)
			task->user->event(task->userdata, event);
		return;
	}
	jobs_release(jobs, task);
	end_task(jobs, task, event);
	turn_join(jobs->turn, &jobs->member);
}

static void on_writable(void *userdata)
{
	struct jobs *jobs = userdata;

	jobs->is_ready = true;
	send_cancels(jobs);
	turn_join(jobs->turn, &jobs->member);
}

static void give_back_held(struct jobs *jobs, const char *what)
{
	struct task *task;

	/* The last first: each goes to the front. */
	while ((task = TAILQ_LAST(&jobs->held, task_list))) {
		jobs_release(jobs, task);
		if (task->user && task->user->interrupted(task->userdata, what))
			jobs_requeue(jobs, task);
		else
			jobs_free_task(task);
	}
}

static void on_died(void *userdata, const char *what, bool was_killed)
{
	struct jobs *jobs = userdata;

	jobs->is_ready = false;
	give_back_held(jobs, what);
	if (++jobs->deaths >= DEATHS_MAX ||
		(jobs->sandbox == JOBS_SANDBOX_STARTING && !jobs->was_fit && !was_killed)) {
		(void)snprintf(jobs->detail, sizeof(jobs->detail), "practice-runner: %s", what);
		if (jobs->sandbox != JOBS_SANDBOX_UNSAFE)
			journal_sandbox_unsafe(jobs->detail);
		jobs->sandbox = JOBS_SANDBOX_UNSAFE;
		strand(jobs);
	}
	turn_join(jobs->turn, &jobs->member);
	say_settled(jobs);
}

static const struct runner_user runner_user = { on_event, on_writable, on_died };

int jobs_new(sd_event *event, struct turn *turn, const struct jobs_settings *settings,
	void (*settled)(void *userdata), void *userdata, struct jobs **ret_jobs)
{
	_cleanup_(jobs_freep) struct jobs *jobs = calloc(1, sizeof(*jobs));
	int r;

	if (!jobs)
		return -ENOMEM;
	*jobs = (struct jobs){ .member = { .settle = settle, .proceed = proceed },
		.turn = turn,
		.settings = *settings,
		.slots = 1,
		.settled = settled,
		.userdata = userdata };
	TAILQ_INIT(&jobs->fresh);
	TAILQ_INIT(&jobs->held);
	queue_init(&jobs->queue);
	r = runner_new(event, &settings->runner, &runner_user, jobs, &jobs->runner);
	if (r < 0)
		return r;
	*ret_jobs = TAKE_PTR(jobs);
	return 0;
}

static void free_list(struct task_list *list)
{
	struct task *task;

	while ((task = TAILQ_FIRST(list))) {
		TAILQ_REMOVE(list, task, entry);
		jobs_free_task(task);
	}
}

void jobs_free(struct jobs *jobs)
{
	struct queue_entry *entry;

	if (!jobs)
		return;
	turn_leave(jobs->turn, &jobs->member);
	runner_free(jobs->runner);
	while ((entry = queue_pop(&jobs->queue)))
		jobs_free_task((struct task *)entry);
	queue_done(&jobs->queue);
	free_list(&jobs->fresh);
	free_list(&jobs->held);
	free(jobs);
}

void jobs_configure(struct jobs *jobs, const struct jobs_settings *settings)
{
	/* What made it unsafe may have been mended. */
	jobs->wants_replace = jobs->wants_replace || jobs->sandbox == JOBS_SANDBOX_UNSAFE ||
			      !runner_is_current(jobs->runner, &settings->runner);
	jobs->settings = *settings;
	if (jobs->wants_replace && jobs->n_held == 0)
		replace_runner(jobs);
}

void jobs_stop(struct jobs *jobs)
{
	jobs->is_stopped = true;
}

static size_t count_of_learner(const struct jobs *jobs, uint64_t learner)
{
	size_t count = queue_count(&jobs->queue, learner);
	const struct task *task;

	TAILQ_FOREACH(task, &jobs->fresh, entry)
	count += task->learner == learner;
	TAILQ_FOREACH(task, &jobs->held, entry)
	count += task->learner == learner;
	return count;
}

int jobs_admit(const struct jobs *jobs, uint64_t learner)
{
	if (jobs->queue.count + jobs->n_fresh + jobs->n_held >= jobs->settings.max)
		return -ENOSPC;
	return count_of_learner(jobs, learner) >= jobs->settings.per_learner ? -EDQUOT : 0;
}

int jobs_submit(struct jobs *jobs, struct job *job, uint64_t learner, const struct task_user *user,
	void *userdata, struct task **ret_task)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task) {
		job_free(job);
		return -ENOMEM;
	}
	job->id = ++jobs->last_id;
	*task = (struct task){
		.learner = learner, .job = job, .user = user, .userdata = userdata
	};
	jobs_add_fresh(jobs, task);
	turn_join(jobs->turn, &jobs->member);
	*ret_task = task;
	return 0;
}

/* What can't be sent now has its turn, as all others. */
void jobs_hurry(struct jobs *jobs, struct task *task)
{
	if (!task || task->place != TASK_FRESH || jobs->n_fresh > 1 || jobs->queue.count > 0 ||
		!has_free_slot(jobs) || runner_send_job(jobs->runner, task->job) < 0)
		return;
	jobs_remove_fresh(jobs, task);
	task->is_uncommitted = true;
	jobs_hold(jobs, task);
	task->user->started(task->userdata);
}

void jobs_cancel(struct jobs *jobs, struct task *task)
{
	if (!task)
		return;
	task->user = NULL;
	if (task->place == TASK_HELD) {
		task->wants_cancel = true;
		send_cancels(jobs);
		return;
	}
	if (task->place == TASK_WAITING) {
		queue_remove(&jobs->queue, &task->queued);
	} else {
		jobs_remove_fresh(jobs, task);
	}
	jobs_free_task(task);
}

enum jobs_sandbox jobs_sandbox(const struct jobs *jobs)
{
	return jobs->sandbox;
}

const char *jobs_sandbox_detail(const struct jobs *jobs)
{
	return jobs->detail;
}

void jobs_count(const struct jobs *jobs, struct jobs_counts *ret_counts)
{
	*ret_counts = (struct jobs_counts){ .waiting = jobs->queue.count + jobs->n_fresh,
		.running = jobs->n_held,
		.slots = jobs->slots };
}

const struct job *task_job(const struct task *task)
{
	return task->job;
}
