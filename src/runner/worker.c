/* SPDX-License-Identifier: MIT */
/*
 * The worker enters the jail, forks the forker, gives up its own capabilities, proves with a
 * throwaway zygote that the fences stand, and then keeps one idle zygote ready. It alone knows the
 * expected outputs; what it forks from is the forker's image, not its own (see forker.h).
 *
 * A zygote that dies or falls silent costs the case one more attempt in a new one; what fails twice
 * is our fault (internal). A case that leaves a scratch that can't be emptied, and every case of an
 * in_box job, ends its zygote too.
 */
#include "runner/worker.h"

#include "grade/compare.h"
#include "job/channel.h"
#include "runner/capture.h"
#include "runner/coresched.h"
#include "runner/jail.h"
#include "runner/landlock.h"
#include "runner/limits.h"
#include "runner/outcome.h"
#include "runner/session.h"
#include "runner/task.h"
#include "runner/task_step.h"
#include "runner/template.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

/* A slot without a job for that long has time for what is put off: the zygote before is reaped, and a
 * template started, for which it is about twice what Python's takes, so that jobs one after the other don't
 * wait for what they don't use. */
#define IDLE_MS 20

struct worker {
	const struct worker_config *config;
	int channel_fd;
	struct jail jail;
	int landlock; /* its version; asked before our own filter is in force */
	enum coresched coresched;
	struct leaf leaf, judge_leaf;
	struct forker forker, judge_forker;
	struct session session;
	struct keep keep;
	uint32_t to_warm; /* the template to start when nothing else is to be done; 0: none */
};

static void ready_detail(const struct worker *worker, char *text, size_t size)
{
	char landlock[24] = "", cgroup[48];

	if (worker->landlock > 0)
		(void)snprintf(landlock, sizeof(landlock), " landlock-%d", worker->landlock);
	leaf_describe(&worker->leaf, cgroup, sizeof(cgroup));
	if (!worker->config->isolated)
		(void)snprintf(text, size, "no isolation (mode=none)%s", cgroup);
	else
		(void)snprintf(text, size,
			"user mnt pid net ipc uts cgroupns seccomp%s%s rlimits%s readonly-root%s",
			landlock, coresched_words(worker->coresched), cgroup,
			worker->jail.has_proc ? " procfs"
					      : " (no procfs: the host hides parts of its own)");
}

static void pin(int cpu)
{
	cpu_set_t set;

	if (cpu < 0)
		return;
	CPU_ZERO(&set);
	CPU_SET((unsigned)cpu, &set);
	(void)sched_setaffinity(0, sizeof(set), &set); /* for steady times only */
}

/* What can't be had is only told, unless it is a condition. */
static int open_leaves(struct worker *worker, struct failure *failure)
{
	const struct worker_config *config = worker->config;
	struct failure why = { 0 };
	int r = -ENOENT;

	if (config->cgroup[0] != '\0') {
		r = leaf_open(config->cgroup, "run", config->runner, config->slot, &worker->leaf,
			&why);
		if (r == 0)
			r = leaf_open(config->cgroup, "judge", config->runner, config->slot,
				&worker->judge_leaf, &why);
		if (r < 0)
			failure_log(4, "no limits by cgroups: %s", why.text);
	}
	if (r == 0 && config->needs_cgroup && !leaf_is_whole(&worker->leaf))
		r = failure_set(&why, -ENOENT, "the cgroup lacks memory, pids or cpu");
	if (r == 0)
		return 0;
	leaf_close(&worker->leaf);
	leaf_close(&worker->judge_leaf);
	if (!config->needs_cgroup)
		return 0;
	return failure_take(failure, r, &why, "no cgroup of version 2 was delegated to practiced");
}

static int isolate(struct worker *worker, struct failure *failure)
{
	int r = 0;

	if (worker->config->isolated)
		r = jail_enter(&(struct jail_config){ .root = worker->config->root,
				       .hidden = worker->config->hidden,
				       .was_filtered = worker->config->was_filtered,
				       .keeps_cgroups = worker->leaf.dir_fd >= 0 },
			&worker->jail, failure);
	if (r < 0)
		return r;
	/* Again: changing credentials has cleared it. */
	if (worker->config->isolated && prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return failure_set(failure, -errno, "prctl");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return failure_set(failure, -errno, "no_new_privs");
	r = worker->config->isolated ? filter_load(worker->config->filters, FILTER_BASE) : 0;
	return r < 0 ? failure_set(failure, r, "load the seccomp filter") : 0;
}

/* A zygote that is only asked whether it is as confined as it should be. */
static int prove(struct forker *forker, struct failure *failure)
{
	struct session session = SESSION_NONE;
	struct zygote_report report;
	int r;

	r = session_open(&session, forker, false, failure);
	if (r == 0)
		r = session_order(&session, ZYGOTE_SELFTEST, 0, failure);
	if (r == 0)
		r = session_receive(&session, &report, failure);
	if (session_close(&session, failure) < 0 && r == 0)
		r = -EIO;
	return r;
}

/* procfs may turn out to be refused only when it is mounted: then the sandbox has none. */
static int start_forker(struct worker *worker, struct failure *failure)
{
	struct forker_config config = {
		.isolated = worker->config->isolated,
		.has_proc = worker->jail.has_proc,
		.mounts_fd = worker->jail.mounts_fd,
		.leaf = &worker->leaf,
		.filters = worker->config->filters,
	};
	struct failure first = { 0 };
	int r;

	r = forker_start(&config, &worker->forker, failure);
	if (r < 0 || !config.isolated)
		return r;
	if (prove(&worker->forker, &first) == 0)
		return 0;
	if (!config.has_proc || strncmp(first.text, "procfs", 6) != 0)
		return failure_take(failure, -EPERM, &first, "self-test");
	forker_stop(&worker->forker);
	config.has_proc = worker->jail.has_proc = false;
	r = forker_start(&config, &worker->forker, failure);
	return r < 0 ? r : prove(&worker->forker, failure);
}

/* The judges' sandboxes, beside the learners'. */
static int start_judge_forker(struct worker *worker, struct failure *failure)
{
	const struct forker_config config = {
		.isolated = worker->config->isolated,
		.is_judge = true,
		.leaf = &worker->judge_leaf,
		.has_proc = worker->jail.has_proc,
		.mounts_fd = worker->jail.mounts_fd,
		.filters = worker->config->filters,
	};
	int r = forker_start(&config, &worker->judge_forker, failure);

	return r < 0 || !config.isolated ? r : prove(&worker->judge_forker, failure);
}

static int set_up(struct worker *worker, struct failure *failure)
{
	int r;

	pin(worker->config->cpu);
	worker->landlock = landlock_version();
	worker->coresched = coresched_separate();
	r = open_leaves(worker, failure);
	if (r == 0)
		r = isolate(worker, failure);
	if (r == 0)
		r = start_forker(worker, failure);
	if (r == 0)
		r = start_judge_forker(worker, failure);
	if (r == 0 && worker->config->isolated)
		r = jail_drop_capabilities(failure);
	if (r == 0)
		r = session_open(&worker->session, &worker->forker, false, failure);
	if (r == 0)
		r = filter_load_own(worker->config->filters, FILTER_WORKER, failure);
	(void)signal(
		SIGPIPE, SIG_IGN); /* of a proxy's pipes; what runs programs was forked before */
	return r;
}

static void send_ready(const struct worker *worker, const struct failure *failure)
{
	struct job_event event = { .type = JOB_EVENT_READY, .index = 1, .exit_status = -1 };

	if (failure) {
		event.verdict = VERDICT_INTERNAL;
		memcpy(event.detail, failure->text, sizeof(event.detail));
	} else {
		ready_detail(worker, event.detail, sizeof(event.detail));
	}
	task_send(worker->channel_fd, &event);
}

static _Noreturn void leave(struct worker *worker, int status)
{
	(void)session_close(&worker->session, &(struct failure){ 0 });
	forker_stop(&worker->judge_forker);
	forker_stop(&worker->forker);
	keep_done(&worker->keep);
	_exit(status);
}

/* Who practises Python goes on with that. 0: no template that can be started before a job. */
static uint32_t template_after(const struct job *job)
{
	uint32_t key = template_key(
		job->template, job->run.items, job->run.count, job->run_limits.address_space);

	return template_is_program(key) ? 0 : key;
}

static void act_idle(struct worker *worker)
{
	/* A zygote that is gone already is found out by the next job. */
	if (worker->to_warm != 0)
		(void)session_order(&worker->session, ZYGOTE_WARM, worker->to_warm, &(struct failure){ 0 });
	worker->to_warm = 0;
	(void)forker_reap(&worker->forker, false);
}

/* Blocks for the next order. */
static int next_order(struct worker *worker, struct job **ret_job, uint64_t *ret_id)
{
	struct pollfd wait = { .fd = worker->channel_fd, .events = POLLIN };
	int order;

	do {
		bool has_to = worker->to_warm != 0 || worker->forker.ending > 0;

		if (poll(&wait, 1, has_to ? IDLE_MS : -1) == 0)
			act_idle(worker);
		order = channel_receive_order(worker->channel_fd, ret_job, ret_id);
	} while (order == CHANNEL_NONE);
	return order;
}

static void serve(struct worker *worker)
{
	uint64_t canceled = 0;

	for (;;) {
		_cleanup_(job_freep) struct job *job = NULL;
		uint64_t id = 0;
		int order = next_order(worker, &job, &id);
		const struct task_slot slot = { worker->channel_fd, &worker->forker,
			&worker->judge_forker, &worker->session,
			worker->config->isolated ? &worker->keep : NULL, worker->config->templates,
			worker->config->strict };
		struct task task;

		if (order == CHANNEL_CANCEL) {
			canceled = id; /* of the job that comes next, or of one that has ended */
			continue;
		}
		if (order != CHANNEL_JOB)
			return;
		task_init(&task, job, &slot);
		task.canceled = job->id == canceled;
		if (task_execute(&task) < 0)
			return;
		worker->to_warm = template_after(job);
	}
}

_Noreturn void worker_main(int channel_fd, const struct worker_config *config)
{
	struct worker worker = {
		.config = config,
		.channel_fd = channel_fd,
		.forker = { .fd = -1 },
		.judge_forker = { .fd = -1 },
		.leaf = LEAF_NONE,
		.judge_leaf = LEAF_NONE,
		.session = SESSION_NONE,
	};
	struct failure failure = { 0 };

	if (set_up(&worker, &failure) < 0) {
		send_ready(&worker, &failure);
		leave(&worker, 1);
	}
	send_ready(&worker, NULL);
	serve(&worker);
	leave(&worker, 0);
}
