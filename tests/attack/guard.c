/* SPDX-License-Identifier: MIT */
#include "guard.h"

#include "base/cleanup.h"
#include "job/channel.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define READY_MS 60000 /* longer than that, and it hangs */
#define JOBS_MS	 300000
#define BAIT_FD	 77
#define STOP_MS	 20000

static unsigned long now_ms(void)
{
	struct timespec time = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (unsigned long)time.tv_sec * 1000 + (unsigned long)time.tv_nsec / 1000000;
}

static int become(uid_t uid)
{
	if (uid == 0)
		return 0;
	if (setgroups(0, NULL) < 0 || setresgid(uid, uid, uid) < 0 || setresuid(uid, uid, uid) < 0)
		return -errno;
	return 0;
}

/* In a process group of its own: an attack that reaches its group must not end the suite. */
static _Noreturn void become_runner(const struct guard_settings *settings, int channel_fd)
{
	char name[] = "practice-runner", marker[] = "ATTACK_MARKER=inherited", mode[32], slots[32],
	     uid[32], gid[32], cgroup[512], need[] = "--need-cgroup";
	char *argv[] = { name, mode, slots, NULL, NULL, NULL, NULL, NULL };
	size_t n = 3;
	char *environment[] = { marker, NULL };

	(void)snprintf(mode, sizeof(mode), "--mode=%s", settings->isolated ? "namespaces" : "none");
	(void)snprintf(slots, sizeof(slots), "--slots=%u", settings->slots);
	(void)snprintf(uid, sizeof(uid), "--uid=%u", settings->uid);
	(void)snprintf(gid, sizeof(gid), "--gid=%u", settings->uid);
	if (settings->as_root) {
		argv[n++] = uid;
		argv[n++] = gid;
	}
	if (settings->cgroup) {
		(void)snprintf(cgroup, sizeof(cgroup), "--cgroup=%s", settings->cgroup);
		argv[n++] = cgroup;
		argv[n++] = need;
	}
	(void)setpgid(0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(channel_fd, CHANNEL_FD) < 0 || dup2(settings->bait_fd, BAIT_FD) < 0)
		_exit(126);
	if (!settings->as_root && become(settings->uid) < 0)
		_exit(126);
	(void)syscall(SYS_execveat, settings->program_fd, "", argv, environment, AT_EMPTY_PATH);
	_exit(127);
}

static int start_process(struct guard *guard, const struct guard_settings *settings)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) < 0)
		return -errno;
	pid = fork();
	if (pid == 0) {
		int high_fd = fcntl(pair[1], F_DUPFD_CLOEXEC, GUARD_OWN_FDS);

		become_runner(settings, high_fd);
	}
	(void)close(pair[1]);
	if (pid < 0) {
		(void)close(pair[0]);
		return -EAGAIN;
	}
	*guard = (struct guard){ .pid = pid, .fd = pair[0] };
	return 0;
}

/* 1: an event; -ETIMEDOUT, -EPIPE, -EBADMSG. */
static int next_event(
	struct guard *guard, unsigned long until_ms, struct job_event *ret_event)
{
	for (;;) {
		int r = channel_receive_event(guard->fd, &guard->inbox, ret_event);
		unsigned long now = now_ms();
		struct pollfd wait = { .fd = guard->fd, .events = POLLIN };

		if (r != 0)
			return r;
		if (now >= until_ms)
			return -ETIMEDOUT;
		(void)poll(&wait, 1, (int)(until_ms - now));
	}
}

int guard_start(struct guard *guard, const struct guard_settings *settings)
{
	struct job_event event = { 0 };
	int r = start_process(guard, settings);

	if (r < 0)
		return r;
	r = next_event(guard, now_ms() + READY_MS, &event);
	if (r > 0) {
		guard->slots = event.index;
		guard->is_safe = event.verdict == VERDICT_PASS;
		memcpy(guard->detail, event.detail, sizeof(guard->detail));
	}
	job_event_done(&event);
	if (r > 0)
		return 0;
	(void)guard_stop(guard);
	return r;
}

int guard_stop(struct guard *guard)
{
	unsigned long until_ms = now_ms() + STOP_MS;
	int status = 0;

	cleanup_close(&guard->fd);
	guard->fd = -1;
	channel_inbox_done(&guard->inbox);
	while (waitpid(guard->pid, &status, WNOHANG) == 0) {
		(void)usleep(2000);
		if (now_ms() < until_ms)
			continue;
		(void)kill(guard->pid, SIGKILL);
		(void)waitpid(guard->pid, &status, 0);
		break;
	}
	guard->pid = 0;
	return status;
}

void guard_outcome_done(struct guard_outcome *outcome)
{
	job_event_done(&outcome->compiled);
	job_event_done(&outcome->done);
	for (size_t i = 0; i < GUARD_CASES_MAX; i++)
		job_event_done(&outcome->cases[i]);
	*outcome = (struct guard_outcome){ 0 };
}

/* Owns the event afterwards. */
static void keep_event(struct guard_outcome *outcome, struct job_event *event)
{
	struct job_event *place = NULL;

	if (event->type == JOB_EVENT_COMPILED) {
		outcome->has_compiled = true;
		place = &outcome->compiled;
	} else if (event->type == JOB_EVENT_DONE) {
		outcome->has_done = true;
		place = &outcome->done;
	} else if (event->type == JOB_EVENT_CASE && event->index < GUARD_CASES_MAX) {
		outcome->has_case[event->index] = true;
		place = &outcome->cases[event->index];
	}
	if (place) {
		job_event_done(place);
		*place = *event;
		*event = (struct job_event){ 0 };
	}
	job_event_done(event);
}

static size_t count_unfinished(const struct guard_outcome *outcomes, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += !outcomes[i].has_done;
	return count;
}

static int send_jobs(const struct guard *guard, struct job *const *jobs, size_t n_jobs)
{
	int r = 0;

	for (size_t i = 0; i < n_jobs && r == 0; i++)
		r = channel_send_job(guard->fd, jobs[i]);
	return r;
}

int guard_run(struct guard *guard, struct job *const *jobs, size_t n_jobs, unsigned cancel_ms,
	struct guard_outcome *ret_outcomes)
{
	unsigned long begin_ms = now_ms();
	int r = send_jobs(guard, jobs, n_jobs);

	while (r == 0 && count_unfinished(ret_outcomes, n_jobs) > 0) {
		struct job_event event = { 0 };

		r = next_event(guard, begin_ms + (cancel_ms > 0 ? cancel_ms : JOBS_MS), &event);
		if (r == -ETIMEDOUT && cancel_ms > 0) {
			cancel_ms = 0;
			r = 0;
			for (size_t i = 0; i < n_jobs && r == 0; i++)
				r = channel_send_cancel(guard->fd, jobs[i]->id);
			continue;
		}
		if (r < 0)
			break;
		r = 0;
		for (size_t i = 0; i < n_jobs; i++)
			if (event.job_id == jobs[i]->id) {
				keep_event(&ret_outcomes[i], &event);
				break;
			}
		job_event_done(&event);
	}
	return r;
}
