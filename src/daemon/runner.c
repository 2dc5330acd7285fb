/* SPDX-License-Identifier: MIT */
/*
 * Four sources: the channel, the child, the timer of the next start, and one that ends a process
 * which doesn't answer any more (it may be stopped): while there is something to wait for it is
 * asked now and then, and it has nothing to do that takes long. The end of the channel and the end
 * of the child are told in any order; the first of them ends this life of the process, and the
 * other is then gone with it.
 */
#include "daemon/runner.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/strlist.h"
#include "daemon/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define BACKOFF_FIRST_US 100000ULL
#define BACKOFF_MAX_US	 10000000ULL
#define EVENTS_PER_TURN	 64
#define ASK_EVERY_US	 5000000ULL
#define UNANSWERED_MAX	 3

struct runner {
	sd_event *event;
	struct strlist argv; /* what it is started with: all that the settings come to */
	const struct runner_user *user;
	void *userdata;
	int fd;
	struct channel_inbox inbox;
	pid_t pid;
	sd_event_source *io, *child, *timer, *silence;
	size_t n_awaited;    /* jobs that it has not told the end of, and until it is ready that */
	unsigned unanswered; /* questions since its last sign of life */
	uint64_t backoff_us;
	bool wants_write;
};

static int start(struct runner *runner);

static int add_option(struct strlist *argv, const char *option, const char *value)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = buffer_printf(&text, "--%s=%s", option, value);

	return r < 0 ? r : strlist_add_n(argv, text.data, text.len);
}

/* By its real path: the sandbox has none of the links that lead there. */
static int add_hidden(struct strlist *argv, const char *folder)
{
	_cleanup_free_ char *real = realpath(folder, NULL);

	return real ? add_option(argv, "hide", real) : 0; /* nothing there: nothing to hide */
}

static int make_arguments(const struct runner_settings *settings, struct strlist *argv)
{
	char slots[16];
	int r = strlist_add(argv, settings->path);

	(void)snprintf(slots, sizeof(slots), "%u", (unsigned)settings->slots);
	if (r == 0)
		r = add_option(argv, "mode", settings->is_isolating ? "namespaces" : "none");
	if (r == 0 && settings->slots > 0) /* else it counts the processors */
		r = add_option(argv, "slots", slots);
	if (r == 0 && !settings->has_templates)
		r = add_option(argv, "templates", "no");
	if (r == 0 && settings->is_strict)
		r = add_option(argv, "profile", "strict");
	if (r == 0 && settings->root[0])
		r = add_option(argv, "root", settings->root);
	if (r == 0 && settings->cgroup[0])
		r = add_option(argv, "cgroup", settings->cgroup);
	if (r == 0 && settings->needs_cgroup)
		r = strlist_add(argv, "--need-cgroup");
	for (size_t i = 0; r == 0 && i < settings->hidden->count; i++)
		r = add_hidden(argv, settings->hidden->items[i]);
	return r;
}

static int keep_settings(struct runner *runner, const struct runner_settings *settings)
{
	_cleanup_strlist_ struct strlist argv = { 0 };
	int r = make_arguments(settings, &argv);

	if (r < 0)
		return r;
	strlist_done(&runner->argv);
	runner->argv = argv;
	argv = (struct strlist){ 0 };
	return 0;
}

static void end_process(struct runner *runner)
{
	runner->io = sd_event_source_disable_unref(runner->io);
	runner->child = sd_event_source_disable_unref(runner->child);
	runner->wants_write = false;
	runner->n_awaited = 0;
	runner->unanswered = 0;
	(void)sd_event_source_set_enabled(runner->silence, SD_EVENT_OFF);
	if (runner->fd >= 0)
		(void)close(TAKE_FD(runner->fd));
	channel_inbox_done(&runner->inbox);
	if (runner->pid > 0) {
		(void)kill(runner->pid, SIGKILL);
		(void)waitpid(runner->pid, NULL, 0); /* it was killed: no long wait */
	}
	runner->pid = 0;
}

static void start_later(struct runner *runner)
{
	int r = sd_event_source_set_time_relative(runner->timer, runner->backoff_us);

	if (r >= 0)
		r = sd_event_source_set_enabled(runner->timer, SD_EVENT_ONESHOT);
	if (r < 0)
		log_error("practice-runner won't be started again: %s", strerror(-r));
	runner->backoff_us =
		runner->backoff_us * 2 > BACKOFF_MAX_US ? BACKOFF_MAX_US : runner->backoff_us * 2;
}

static void die(struct runner *runner, const char *what, bool was_killed)
{
	end_process(runner);
	start_later(runner);
	journal_runner_ended(what);
	runner->user->died(runner->userdata, what, was_killed);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct runner *runner = userdata;
	int r = start(runner);

	(void)source;
	(void)usec;
	if (r < 0)
		die(runner, strerror(-r), false);
	return 0;
}

/* From now on, while something is awaited. A timer that can't be set is no reason to do without the
 * runner. */
static void watch(struct runner *runner)
{
	int enabled = runner->n_awaited > 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF;

	if (runner->n_awaited > 0)
		(void)sd_event_source_set_time_relative(runner->silence, ASK_EVERY_US);
	(void)sd_event_source_set_enabled(runner->silence, enabled);
}

static int on_silence(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct runner *runner = userdata;

	(void)source;
	(void)usec;
	if (runner->unanswered++ >= UNANSWERED_MAX) {
		die(runner, "it gave no sign of life", true);
		return 0;
	}
	(void)channel_send_ping(runner->fd); /* a full socket is the same silence */
	watch(runner);
	return 0;
}

static void note_life(struct runner *runner, const struct job_event *event)
{
	if (event->type == JOB_EVENT_DONE || event->type == JOB_EVENT_READY)
		runner->n_awaited -= runner->n_awaited > 0;
	runner->unanswered = 0;
	watch(runner);
}

static int on_child(sd_event_source *source, const siginfo_t *info, void *userdata)
{
	struct runner *runner = userdata;
	char what[128];

	(void)source;
	runner->pid = 0; /* sd-event reaps it after this */
	if (info->si_code != CLD_EXITED)
		(void)snprintf(what, sizeof(what), "signal %d (%s)", info->si_status,
			strsignal(info->si_status));
	else if (info->si_status == 127)
		(void)snprintf(
			what, sizeof(what), "%.80s can't be executed", runner->argv.items[0]);
	else
		(void)snprintf(what, sizeof(what), "exit status %d", info->si_status);
	die(runner, what, info->si_code != CLD_EXITED);
	return 0;
}

/* Some of what there is, but whole packets; level-triggered, the rest comes in the next turn. False: this life has
 * ended. */
static bool receive_events(struct runner *runner)
{
	for (int i = 0; runner->fd >= 0 &&
			(i < EVENTS_PER_TURN || channel_has_event(&runner->inbox));
		i++) {
		struct job_event event = { 0 };
		int r = channel_receive_event(runner->fd, &runner->inbox, &event);

		if (r == 0)
			return true;
		if (r < 0) {
			if (r != -EPIPE) /* at its end, the child source says how */
				die(runner,
					r == -EBADMSG ? "it sent what is no event" : strerror(-r),
					false);
			else
				runner->io = sd_event_source_disable_unref(runner->io);
			return false;
		}
		if (event.type == JOB_EVENT_DONE)
			runner->backoff_us = BACKOFF_FIRST_US;
		note_life(runner, &event);
		if (event.type != JOB_EVENT_ALIVE)
			runner->user->event(runner->userdata, &event);
		job_event_done(&event);
	}
	return runner->fd >= 0;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct runner *runner = userdata;

	(void)source;
	(void)fd;
	if (revents & EPOLLOUT && runner->wants_write) {
		runner->wants_write = false;
		(void)sd_event_source_set_io_events(runner->io, EPOLLIN);
		runner->user->writable(runner->userdata);
	}
	if (revents & ~(uint32_t)EPOLLOUT)
		(void)receive_events(runner);
	return 0;
}

static int set_up_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	int r;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	r = -posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	if (r == 0)
		r = -posix_spawnattr_setsigmask(attributes, &none);
	if (r == 0)
		r = -posix_spawnattr_setsigdefault(attributes, &all);
	return r;
}

/* All our descriptors are close-on-exec: it gets 0 (nothing), 1 and 2 (our stderr), and its end of
 * the channel. */
static int set_up_files(posix_spawn_file_actions_t *actions, int channel_fd)
{
	int r = -posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

	if (r == 0)
		r = -posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
	if (r == 0)
		r = -posix_spawn_file_actions_adddup2(actions, channel_fd, CHANNEL_FD);
	return r;
}

static int spawn(const struct strlist *argv, int channel_fd, pid_t *ret_pid)
{
	char *environment[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int r;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return -ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return -ENOMEM;
	}
	r = set_up_files(&actions, channel_fd);
	if (r == 0)
		r = set_up_attributes(&attributes);
	if (r == 0)
		r = -posix_spawn(
			ret_pid, argv->items[0], &actions, &attributes, argv->items, environment);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	return r;
}

/* Above 3, so that the dup2 to CHANNEL_FD neither meets itself nor overwrites the other end. */
static int make_pair(int pair[2])
{
	int raw[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, raw) < 0)
		return -errno;
	for (int i = 0; i < 2; i++) {
		pair[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, CHANNEL_FD + 1);
		(void)close(raw[i]);
	}
	if (pair[0] >= 0 && pair[1] >= 0)
		return 0;
	for (int i = 0; i < 2; i++) {
		if (pair[i] >= 0)
			(void)close(pair[i]);
	}
	return -EMFILE;
}

static int start(struct runner *runner)
{
	int pair[2] = { -1, -1 };
	int r = make_pair(pair);

	if (r < 0)
		return r;
	runner->fd = pair[0];
	r = spawn(&runner->argv, pair[1], &runner->pid);
	(void)close(pair[1]);
	if (r < 0) {
		runner->pid = 0;
		return r;
	}
	r = sd_event_add_io(runner->event, &runner->io, runner->fd, EPOLLIN, on_io, runner);
	if (r >= 0)
		r = sd_event_add_child(
			runner->event, &runner->child, runner->pid, WEXITED, on_child, runner);
	if (r >= 0) /* what it said before it ended is read first */
		r = sd_event_source_set_priority(runner->child, SD_EVENT_PRIORITY_NORMAL + 1);
	runner->n_awaited = 1; /* READY */
	watch(runner);
	return r;
}

int runner_new(sd_event *event, const struct runner_settings *settings,
	const struct runner_user *user, void *userdata, struct runner **ret_runner)
{
	_cleanup_(runner_freep) struct runner *runner = calloc(1, sizeof(*runner));
	int r;

	if (!runner)
		return -ENOMEM;
	*runner = (struct runner){ .event = event,
		.user = user,
		.userdata = userdata,
		.fd = -1,
		.backoff_us = BACKOFF_FIRST_US };
	r = keep_settings(runner, settings);
	if (r < 0)
		return r;
	r = sd_event_add_time_relative(
		event, &runner->timer, CLOCK_MONOTONIC, 0, 1, on_timer, runner);
	if (r >= 0)
		r = sd_event_add_time_relative(event, &runner->silence, CLOCK_MONOTONIC,
			ASK_EVERY_US, 100000, on_silence, runner);
	if (r >= 0) /* what it did say is read first */
		r = sd_event_source_set_priority(runner->silence, SD_EVENT_PRIORITY_NORMAL + 2);
	if (r >= 0)
		r = sd_event_source_set_enabled(runner->silence, SD_EVENT_OFF);
	if (r < 0)
		return r;
	*ret_runner = TAKE_PTR(runner);
	return 0;
}

void runner_free(struct runner *runner)
{
	if (!runner)
		return;
	end_process(runner);
	runner->timer = sd_event_source_disable_unref(runner->timer);
	runner->silence = sd_event_source_disable_unref(runner->silence);
	strlist_done(&runner->argv);
	free(runner);
}

static int note_full(struct runner *runner, int r)
{
	if (r == -EAGAIN) {
		runner->wants_write = true;
		(void)sd_event_source_set_io_events(runner->io, EPOLLIN | EPOLLOUT);
	}
	return r;
}

int runner_send_job(struct runner *runner, const struct job *job)
{
	int r = runner->fd < 0 ? -EPIPE : note_full(runner, channel_send_job(runner->fd, job));

	if (r == 0 && runner->n_awaited++ == 0)
		watch(runner);
	return r;
}

int runner_send_cancel(struct runner *runner, uint64_t job_id)
{
	return runner->fd < 0 ? -EPIPE : note_full(runner, channel_send_cancel(runner->fd, job_id));
}

int runner_replace(struct runner *runner, const struct runner_settings *settings)
{
	int r;

	end_process(runner);
	r = keep_settings(runner, settings);
	if (r < 0)
		return r;
	runner->backoff_us = BACKOFF_FIRST_US;
	r = sd_event_source_set_time_relative(runner->timer, 0);
	return r < 0 ? r : sd_event_source_set_enabled(runner->timer, SD_EVENT_ONESHOT);
}

bool runner_is_current(const struct runner *runner, const struct runner_settings *settings)
{
	_cleanup_strlist_ struct strlist argv = { 0 };
	bool is_same = make_arguments(settings, &argv) == 0 && argv.count == runner->argv.count;

	for (size_t i = 0; is_same && i < argv.count; i++)
		is_same = strcmp(argv.items[i], runner->argv.items[i]) == 0;
	return is_same;
}
