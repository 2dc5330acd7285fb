/* SPDX-License-Identifier: MIT */
/*
 * One poll() over the daemon's channel and the workers' sockets; no state but the slots and a short
 * queue. Jobs are passed on unread (their memfd is), so the supervisor parses nothing but events,
 * which come from our own code.
 *
 * Back-pressure: a packet that the daemon's socket has no room for is held, and no worker is read
 * until it is gone. Workers wait in turn.
 *
 * A worker that gives no sign of life for longer than its job can take (job_patience_ms), because
 * it or what it waits for is stopped, is ended and treated as one that died.
 *
 * A worker that dies takes its job with it: the daemon is told DONE with verdict internal, and it
 * alone decides whether the job is run again. A worker that can't be started, or can't set itself up,
 * is started anew a few times in a row, then the whole runner gives up, so that whoever started it
 * sees that.
 */
#include "runner/supervisor.h"

#include "job/channel.h"
#include "runner/launcher.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#define PENDING_MAX  (4 * SUPERVISOR_SLOTS_MAX)
#define FAILURES_MAX 5
#define LEAVE_MS     2000
#define RETRY_MS     1000  /* until a worker that could not be started is tried again */
#define SET_UP_MS    60000 /* of a worker, until it is ready */

struct pending {
	struct channel_job order; /* owned */
	bool canceled;
};

enum slot_state {
	SLOT_STARTING,
	SLOT_IDLE,
	SLOT_BUSY,
};

struct slot {
	enum slot_state state;
	pid_t pid;
	int fd;
	uint64_t job_id;      /* while busy */
	uint32_t patience_ms; /* with that job */
	uint64_t deadline_ms; /* for the next sign of life; 0: none is expected */
};

struct supervisor {
	const struct supervisor_config *config;
	struct launcher launcher;
	int channel_fd;
	struct slot slots[SUPERVISOR_SLOTS_MAX];
	struct pending pending[PENDING_MAX];
	size_t n_pending;
	struct buffer packet; /* of events for the daemon */
	struct channel_inbox inbox; /* of one worker at a time, read to its end */
	bool is_held;	      /* it has to be sent before anything else is read */
	bool ready_told, unsafe, ended;
	unsigned failures; /* set-ups that failed in a row */
};

static uint64_t now_ms(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* A sign of life, or its job: the next one has to come in time. */
static void expect(struct slot *slot)
{
	slot->deadline_ms = slot->state == SLOT_BUSY ? now_ms() + slot->patience_ms : 0;
}

static int start_worker(const struct launcher *launcher, size_t k, struct slot *ret_slot)
{
	int fds[2];
	pid_t pid;
	int r;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	r = launcher_make_worker(launcher, k, fds[1], &pid);
	(void)close(fds[1]);
	if (r < 0) {
		(void)close(fds[0]);
		return r;
	}
	*ret_slot = (struct slot){
		.state = SLOT_STARTING,
		.pid = pid,
		.fd = fds[0],
		.deadline_ms = now_ms() + SET_UP_MS,
	};
	return 0;
}

/* Whether it ended by itself after its channel was closed. */
static bool leaves_by_itself(const struct slot *slot)
{
	for (int i = 0; i < LEAVE_MS / 10; i++) {
		siginfo_t info = { 0 };

		if (waitid(P_PID, (id_t)slot->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
			info.si_pid == slot->pid)
			return true;
		(void)poll(NULL, 0, 10);
	}
	return false;
}

static void end_worker(const struct supervisor_config *config, struct slot *slot)
{
	cleanup_close(&slot->fd);
	if (config->isolated || !leaves_by_itself(slot))
		(void)kill(slot->pid, SIGKILL);
	while (waitpid(slot->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	slot->fd = -1;
	slot->pid = -1;
	slot->deadline_ms = 0;
}

/* What has been told goes out together. */
static void send_told(struct supervisor *supervisor)
{
	int r = channel_send_events(supervisor->channel_fd, &supervisor->packet);

	supervisor->is_held = r == -EAGAIN;
	if (r < 0 && r != -EAGAIN)
		supervisor->ended = true;
}

/* Between two calls of send_told() this is what one packet of a worker holds, or one event: there is
 * room. */
static void tell(struct supervisor *supervisor, const struct job_event *event)
{
	if (channel_add_event(&supervisor->packet, event) < 0)
		supervisor->ended = true;
}

static void tell_done(struct supervisor *supervisor, uint64_t job_id, const char *detail)
{
	struct job_event event = { .type = JOB_EVENT_DONE,
		.job_id = job_id,
		.verdict = VERDICT_INTERNAL,
		.exit_status = -1 };

	(void)snprintf(event.detail, sizeof(event.detail), "%s", detail);
	tell(supervisor, &event);
}

/* Takes the job over. */
static void queue(struct supervisor *supervisor, struct pending *job)
{
	if (!supervisor->unsafe && supervisor->n_pending < PENDING_MAX) {
		supervisor->pending[supervisor->n_pending++] = *job;
		return;
	}
	channel_job_done(&job->order);
	tell_done(supervisor, job->order.id,
		supervisor->unsafe ? "no isolation, nothing is run" : "too many jobs at once");
}

static void cancel(struct supervisor *supervisor, uint64_t job_id)
{
	for (size_t i = 0; i < supervisor->n_pending; i++)
		if (supervisor->pending[i].order.id == job_id)
			supervisor->pending[i].canceled = true;
	for (size_t i = 0; i < supervisor->config->slots; i++) {
		struct slot *slot = &supervisor->slots[i];

		if (slot->state == SLOT_BUSY && slot->job_id == job_id)
			(void)channel_send_cancel(slot->fd, job_id);
	}
}

static void hear_daemon(struct supervisor *supervisor)
{
	struct pending job = { .order = CHANNEL_NO_JOB };
	int order = channel_receive_order_unread(supervisor->channel_fd, &job.order);

	if (order == CHANNEL_JOB)
		queue(supervisor, &job);
	else if (order == CHANNEL_CANCEL)
		cancel(supervisor, job.order.id);
	else if (order == CHANNEL_PING)
		tell(supervisor, &(struct job_event){ .type = JOB_EVENT_ALIVE });
	else if (order != CHANNEL_NONE)
		supervisor->ended = true;
	send_told(supervisor);
}

/* The oldest job to an idle worker; canceled ones too: the worker tells their cases as skipped. It hears of
 * that first, for a short one would have run before it is told. */
static void dispatch(struct supervisor *supervisor, struct slot *slot)
{
	struct pending job = supervisor->pending[0];
	int r;

	supervisor->n_pending--;
	memmove(supervisor->pending, supervisor->pending + 1, supervisor->n_pending * sizeof(job));
	slot->job_id = job.order.id;
	slot->patience_ms = job.order.patience_ms;
	slot->state = SLOT_BUSY;
	expect(slot);
	if (job.canceled)
		(void)channel_send_cancel(slot->fd, slot->job_id);
	r = channel_forward_job(slot->fd, &job.order);
	if (r < 0 && r != -EPIPE) { /* that is seen as the end of the worker */
		slot->state = SLOT_IDLE;
		expect(slot);
		tell_done(supervisor, slot->job_id, "the job could not be handed to a worker");
		send_told(supervisor);
	}
	channel_job_done(&job.order);
}

static void take_ready(struct supervisor *supervisor, struct slot *slot, struct job_event *event)
{
	if (event->verdict != VERDICT_INTERNAL) {
		slot->state = SLOT_IDLE;
		slot->deadline_ms = 0;
		supervisor->failures = 0;
	} else if (!supervisor->ready_told) {
		supervisor->unsafe =
			true; /* a later one that fails is leaving, and counted when it has left */
	}
	if (supervisor->ready_told)
		return;
	supervisor->ready_told = true;
	event->index = supervisor->config->slots;
	event->stdout_len = event->stderr_len = 0; /* it has no texts here */
	tell(supervisor, event);
}

/* The one that was read last; it goes on as it came. */
static void take_event(struct supervisor *supervisor, struct slot *slot, struct job_event *event)
{
	if (event->type == JOB_EVENT_READY) {
		take_ready(supervisor, slot, event);
		return;
	}
	if (slot->state != SLOT_BUSY || event->job_id != slot->job_id)
		return;
	if (event->type == JOB_EVENT_DONE)
		slot->state = SLOT_IDLE;
	expect(slot);
	if (channel_forward_event(&supervisor->packet, &supervisor->inbox) < 0)
		supervisor->ended = true;
}

/* No process or no descriptor to be had is a matter of time; no launcher is not. */
static void make_worker(struct supervisor *supervisor, size_t k)
{
	struct slot *slot = &supervisor->slots[k];
	int r = start_worker(&supervisor->launcher, k, slot);

	if (r == 0)
		return;
	failure_log(4, "worker of slot %zu can't be started: %s", k, strerror(-r));
	slot->state = SLOT_STARTING;
	slot->deadline_ms = now_ms() + RETRY_MS;
	if (r == -EPIPE || ++supervisor->failures >= FAILURES_MAX)
		supervisor->ended = true;
}

static void replace_worker(struct supervisor *supervisor, size_t k)
{
	struct slot *slot = &supervisor->slots[k];
	const uint64_t job_id = slot->job_id;
	bool was_starting = slot->state == SLOT_STARTING;
	bool was_busy = slot->state == SLOT_BUSY;

	end_worker(supervisor->config, slot);
	if (supervisor->unsafe)
		return;
	if (was_starting && ++supervisor->failures >= FAILURES_MAX) {
		supervisor->ended = true;
		return;
	}
	if (was_busy)
		tell_done(supervisor, job_id, "the worker died");
	failure_log(4, "worker of slot %zu ended, starting another", k);
	make_worker(supervisor, k);
}

static void hear_worker(struct supervisor *supervisor, size_t k)
{
	struct slot *slot = &supervisor->slots[k];
	struct channel_inbox *inbox = &supervisor->inbox;
	int r;

	do {
		struct job_event event;

		r = channel_view_event(slot->fd, inbox, &event);
		if (r > 0)
			take_event(supervisor, slot, &event);
	} while (r > 0 && channel_has_event(inbox));
	inbox->len = 0; /* of a packet that is broken */
	send_told(supervisor);
	if (r < 0) {
		replace_worker(supervisor, k);
		send_told(supervisor);
	}
}

static void send_held(struct supervisor *supervisor)
{
	send_told(supervisor);
	/* Meanwhile nobody was heard. */
	for (size_t i = 0; i < supervisor->config->slots; i++)
		if (supervisor->slots[i].state == SLOT_BUSY)
			expect(&supervisor->slots[i]);
}

/* For poll(): until the first deadline; -1 when there is none, or when we are not listening. */
static int time_left_ms(const struct supervisor *supervisor)
{
	uint64_t first = UINT64_MAX, now;

	for (size_t i = 0; i < supervisor->config->slots; i++)
		if (supervisor->slots[i].deadline_ms > 0 &&
			supervisor->slots[i].deadline_ms < first)
			first = supervisor->slots[i].deadline_ms;
	if (first == UINT64_MAX || supervisor->is_held)
		return -1;
	now = now_ms();
	return now >= first ? 0 : (int)(first - now < INT32_MAX ? first - now : INT32_MAX);
}

static void end_silent_worker(struct supervisor *supervisor, size_t k)
{
	const struct slot *slot = &supervisor->slots[k];

	if (slot->deadline_ms == 0 || now_ms() < slot->deadline_ms)
		return;
	if (slot->pid <= 0) {
		make_worker(supervisor, k);
		return;
	}
	failure_log(4, "worker of slot %zu gives no sign of life", k);
	/* Also without isolation: what is stopped does not end by itself. */
	(void)kill(slot->pid, SIGKILL);
	replace_worker(supervisor, k);
	send_told(supervisor);
}

static void turn(struct supervisor *supervisor)
{
	struct pollfd polls[1 + SUPERVISOR_SLOTS_MAX];
	const size_t slots = supervisor->config->slots;

	polls[0] = (struct pollfd){ .fd = supervisor->channel_fd,
		.events = supervisor->is_held ? POLLOUT : POLLIN };
	for (size_t i = 0; i < slots; i++)
		polls[1 + i] =
			(struct pollfd){ .fd = supervisor->is_held ? -1 : supervisor->slots[i].fd,
				.events = POLLIN };
	if (poll(polls, 1 + slots, time_left_ms(supervisor)) < 0)
		return;
	if (polls[0].revents != 0 && supervisor->is_held) {
		send_held(supervisor);
		return;
	}
	for (size_t i = 0; i < slots && !supervisor->is_held && !supervisor->ended; i++)
		if (polls[1 + i].revents != 0)
			hear_worker(supervisor, i);
	for (size_t i = 0; i < slots && !supervisor->is_held && !supervisor->ended; i++)
		end_silent_worker(supervisor, i);
	if (polls[0].revents != 0 && !supervisor->is_held && !supervisor->ended)
		hear_daemon(supervisor);
	for (size_t i = 0; i < slots && supervisor->n_pending > 0; i++)
		if (supervisor->slots[i].state == SLOT_IDLE && supervisor->slots[i].fd >= 0)
			dispatch(supervisor, &supervisor->slots[i]);
}

static void stop(struct supervisor *supervisor)
{
	for (size_t i = 0; i < supervisor->config->slots; i++)
		if (supervisor->slots[i].pid > 0)
			end_worker(supervisor->config, &supervisor->slots[i]);
	launcher_stop(&supervisor->launcher);
	for (size_t i = 0; i < supervisor->n_pending; i++)
		channel_job_done(&supervisor->pending[i].order);
	buffer_done(&supervisor->packet);
	channel_inbox_done(&supervisor->inbox);
	free(supervisor);
}

/* Before anything is read: the launcher has what the filter then takes away. */
static int set_up(struct supervisor *supervisor)
{
	const struct supervisor_config *config = supervisor->config;
	struct failure failure = { 0 };
	int r = launcher_start(config, &supervisor->launcher);

	if (r < 0)
		return r;
	r = filter_load_own(config->filters, FILTER_SUPERVISOR, &failure);
	if (r < 0)
		failure_log(3, "%s", failure.text);
	for (size_t i = 0; i < config->slots && r == 0; i++)
		r = start_worker(&supervisor->launcher, i, &supervisor->slots[i]);
	return r;
}

int supervisor_run(int channel_fd, const struct supervisor_config *config)
{
	struct supervisor *supervisor = calloc(1, sizeof(*supervisor));
	int r;

	if (!supervisor)
		return -ENOMEM;
	supervisor->config = config;
	supervisor->launcher.fd = -1;
	supervisor->channel_fd = channel_fd;
	for (size_t i = 0; i < SUPERVISOR_SLOTS_MAX; i++)
		supervisor->slots[i] = (struct slot){ .pid = -1, .fd = -1 };
	r = set_up(supervisor);
	while (r == 0 && !supervisor->ended)
		turn(supervisor);
	if (supervisor->failures >= FAILURES_MAX)
		r = -EPERM;
	stop(supervisor);
	return r;
}

static int probe(const struct supervisor_config *config, const struct launcher *launcher,
	struct failure *ret_text)
{
	struct job_event event = { .verdict = VERDICT_INTERNAL };
	struct failure text = { 0 };
	struct pollfd wait = { .events = POLLIN };
	_cleanup_(channel_inbox_done) struct channel_inbox inbox = { 0 };
	struct slot slot;
	int r;

	r = start_worker(launcher, 0, &slot);
	if (r < 0)
		return failure_set(ret_text, r, "start a worker");
	wait.fd = slot.fd;
	(void)poll(&wait, 1, -1);
	r = channel_receive_event(slot.fd, &inbox, &event);
	if (r <= 0)
		(void)failure_set(&text, -EPIPE, "the worker ended");
	else
		memcpy(text.text, event.detail, sizeof(text.text));
	r = r > 0 && event.verdict != VERDICT_INTERNAL ? 0 : -EPERM;
	job_event_done(&event);
	end_worker(config, &slot);
	*ret_text = text;
	return r;
}

int supervisor_probe(const struct supervisor_config *config, struct failure *ret_text)
{
	struct launcher launcher;
	int r = launcher_start(config, &launcher);

	if (r < 0)
		return failure_set(ret_text, r, "start a launcher");
	r = probe(config, &launcher, ret_text);
	launcher_stop(&launcher);
	return r;
}
