/* SPDX-License-Identifier: MIT */
/*
 * The order of a life: sockets are opened, the service is built, the runner is asked what isolation
 * there is; only then clients are let in and systemd is told that we are ready. At the end: no new
 * connections and requests, what runs may end within DRAIN_US, what still streams is cut short, and
 * what is queued stays in the store for the next life. Connections with nothing under way go to
 * systemd, which hands them to that next life.
 */
#include "daemon/daemon.h"

#include "base/log.h"
#include "base/text.h"
#include "daemon/check.h"
#include "daemon/fdstore.h"
#include "daemon/journal.h"
#include "daemon/recovery.h"
#include "daemon/server.h"
#include "daemon/service.h"
#include "daemon/verbs.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#define START_US      10000000ULL /* the runner has so long to say what it can */
#define DRAIN_US      3000000ULL
#define DRAIN_LOOK_US 50000ULL
#define ACCURACY_US   5000ULL	 /* sd-event's own 250 ms would lengthen every stop */
#define STATUS_US     1000000ULL /* at most one STATUS= in that time */
#define IDLE_PRIORITY (SD_EVENT_PRIORITY_NORMAL + 50) /* a connection that waits goes first */

struct practiced {
	struct service service;
	struct server *server;
	sd_event *event;
	sd_event_source *idle, *status, *start, *drain;
	uint64_t drain_until_us;
	bool is_started, keeps_clients;
};

/* STATUS= and idle exit. */

static int on_status(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct practiced *practiced = userdata;
	const struct service *service = &practiced->service;
	struct jobs_counts counts;

	(void)source;
	(void)usec;
	jobs_count(service->jobs, &counts);
	if (service->config_problem.text[0])
		(void)sd_notifyf(
			false, "STATUS=Configuration error: %s", service->config_problem.text);
	else if (!service->store)
		(void)sd_notifyf(false, "STATUS=No store: %s", service->store_problem);
	else
		(void)sd_notifyf(false,
			"STATUS=%u client%s, %zu running, %zu waiting, %zu lesson%s",
			(unsigned)service->counters.clients,
			TEXT_PLURAL(service->counters.clients), counts.running, counts.waiting,
			service->catalog->n_lessons, TEXT_PLURAL(service->catalog->n_lessons));
	return 0;
}

static void arm(sd_event_source *source, uint64_t in_us)
{
	if (sd_event_source_set_time_relative(source, in_us) >= 0)
		(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static void tell_status(struct practiced *practiced)
{
	int enabled = SD_EVENT_OFF;

	if (sd_event_source_get_enabled(practiced->status, &enabled) >= 0 &&
		enabled == SD_EVENT_OFF)
		arm(practiced->status, STATUS_US);
}

/* What waits for a sandbox that isn't there waits as well in the store. */
static bool is_idle(const struct practiced *practiced)
{
	const struct service *service = &practiced->service;
	struct jobs_counts counts;

	jobs_count(service->jobs, &counts);
	if (jobs_sandbox(service->jobs) == JOBS_SANDBOX_UNSAFE)
		counts.waiting = 0;
	return service->counters.clients == 0 && counts.running + counts.waiting == 0 &&
	       !turn_is_dirty(&service->turn);
}

static void arm_idle(struct practiced *practiced)
{
	uint64_t timeout_us = practiced->service.config->idle_timeout_us;

	if (practiced->service.is_activated && timeout_us > 0)
		arm(practiced->idle, timeout_us);
}

static int on_idle(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct practiced *practiced = userdata;

	(void)source;
	(void)usec;
	if (!is_idle(practiced)) {
		arm_idle(practiced);
		return 0;
	}
	log_info("Nobody is here and nothing runs: until the next connection");
	(void)sd_notify(false, "STOPPING=1\nSTATUS=Idle");
	return sd_event_exit(practiced->event, 0);
}

static void on_count_changed(void *userdata, uint32_t clients)
{
	struct practiced *practiced = userdata;

	practiced->service.counters.clients = clients;
	tell_status(practiced);
	if (clients == 0)
		arm_idle(practiced);
}

/* The start. */

static void apply_limits(struct practiced *practiced)
{
	const struct config *config = practiced->service.config;
	const struct server_limits limits = { config->clients_max, config->clients_per_user };

	server_set_limits(practiced->server, &limits);
}

static void on_request(void *userdata, struct peer *peer, const struct request *request,
	struct reply *reply, struct session_result *ret_result)
{
	struct practiced *practiced = userdata;

	verbs_dispatch(&practiced->service, peer, request, reply, ret_result);
	apply_limits(practiced); /* a RELOAD may have changed them */
	tell_status(practiced);
}

static void become_ready(struct practiced *practiced)
{
	static const char *const names[] = { "starting", "namespaces", "none", "unsafe" };

	if (practiced->is_started)
		return;
	practiced->is_started = true;
	practiced->start = sd_event_source_disable_unref(practiced->start);
	server_start(practiced->server);
	(void)sd_notify(false, "READY=1");
	(void)on_status(NULL, 0, practiced);
	journal_ready(practiced->service.options->is_user ? "user" : "system",
		names[jobs_sandbox(practiced->service.jobs)]);
	arm_idle(practiced);
}

static void on_settled(void *userdata)
{
	become_ready(userdata);
}

static int on_start_timeout(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	log_warning("practice-runner doesn't answer; serving what needs no runner");
	become_ready(userdata);
	return 0;
}

/* Signals. */

static bool is_drained(const struct practiced *practiced)
{
	struct jobs_counts counts;

	jobs_count(practiced->service.jobs, &counts);
	return counts.running == 0 && !turn_is_dirty(&practiced->service.turn);
}

/* Should no start follow, systemd closes them. */
static void keep_clients(struct practiced *practiced)
{
	int r = practiced->keeps_clients ? server_keep(practiced->server) : 0;

	if (r < 0)
		log_warning("Connections can't be kept for the next start: %s", strerror(-r));
}

static int on_drain(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct practiced *practiced = userdata;

	(void)source;
	(void)usec;
	if (!is_drained(practiced) && service_monotonic_us() < practiced->drain_until_us) {
		arm(practiced->drain, DRAIN_LOOK_US);
		return 0;
	}
	check_set_aside_all(&practiced->service);
	turn_end(&practiced->service.turn);
	server_cut(practiced->server, REPLY_BUSY,
		"shutting down: the attempt is kept and goes on at the next start");
	keep_clients(practiced);
	return sd_event_exit(practiced->event, 0);
}

static int on_stop(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	struct practiced *practiced = userdata;

	(void)source;
	(void)info;
	if (practiced->service.is_draining) { /* said twice: at once */
		practiced->drain_until_us = 0;
		return 0;
	}
	(void)sd_notify(false, "STOPPING=1\nSTATUS=Shutting down");
	log_info("Shutting down");
	practiced->service.is_draining = true;
	jobs_stop(practiced->service.jobs);
	practiced->keeps_clients = practiced->service.is_activated && fdstore_is_there();
	server_drain(practiced->server, practiced->keeps_clients);
	practiced->drain_until_us = service_monotonic_us() + DRAIN_US;
	arm(practiced->drain, 0);
	return 0;
}

static int on_reload(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	struct practiced *practiced = userdata;
	char message[SERVICE_MESSAGE_MAX];

	(void)source;
	(void)info;
	(void)service_reload(
		&practiced->service, message); /* says in the journal what came of it */
	apply_limits(practiced);
	arm_idle(practiced);
	tell_status(practiced);
	return 0;
}

static int add_signals(struct practiced *practiced)
{
	static const struct {
		int number;
		sd_event_signal_handler_t handler;
	} signals[] = { { SIGTERM, on_stop }, { SIGINT, on_stop }, { SIGHUP, on_reload } };
	sigset_t mask;
	int r = 0;

	(void)sigemptyset(&mask);
	(void)sigaddset(&mask, SIGCHLD); /* sd-event's, for the runner */
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		(void)sigaddset(&mask, signals[i].number);
	if (sigprocmask(SIG_BLOCK, &mask, NULL) < 0)
		return -errno;
	for (size_t i = 0; r >= 0 && i < ARRAY_SIZE(signals); i++)
		r = sd_event_add_signal(
			practiced->event, NULL, signals[i].number, signals[i].handler, practiced);
	return r;
}

static int add_timer(struct practiced *practiced, sd_event_source **source, uint64_t in_us,
	sd_event_time_handler_t handler, bool is_on)
{
	int r = sd_event_add_time_relative(
		practiced->event, source, CLOCK_MONOTONIC, in_us, ACCURACY_US, handler, practiced);

	return r < 0 || is_on ? r : sd_event_source_set_enabled(*source, SD_EVENT_OFF);
}

static int add_timers(struct practiced *practiced)
{
	int r = add_timer(practiced, &practiced->idle, 0, on_idle, false);

	if (r >= 0)
		r = sd_event_source_set_priority(practiced->idle, IDLE_PRIORITY);
	if (r >= 0)
		r = add_timer(practiced, &practiced->status, 0, on_status, false);
	if (r >= 0)
		r = add_timer(practiced, &practiced->drain, 0, on_drain, false);
	return r < 0 ? r
		     : add_timer(practiced, &practiced->start, START_US, on_start_timeout, true);
}

static int open_sockets(struct practiced *practiced)
{
	const struct options *options = practiced->service.options;
	int n = server_listen_inherited(practiced->server), r;

	if (n < 0)
		return n;
	practiced->service.is_activated = n > 0;
	if (options->listen_path) {
		r = server_listen_path(
			practiced->server, options->listen_path, options->is_user ? 0600 : 0666);
		if (r < 0)
			log_error("Can't listen at %s: %s", options->listen_path,
				r == -EADDRINUSE ? "another daemon answers there" : strerror(-r));
		return r;
	}
	if (n == 0)
		log_error("No socket: start it by socket activation, or with --listen=PATH");
	return n == 0 ? -ENOTCONN : 0;
}

static int set_up(struct practiced *practiced, const struct options *options)
{
	const struct server_user user = { on_request, on_count_changed, practiced };
	int r = sd_event_default(&practiced->event);

	if (r >= 0)
		r = add_signals(practiced);
	if (r >= 0)
		r = sd_event_set_watchdog(practiced->event, true);
	if (r >= 0)
		r = service_init(&practiced->service, options, practiced->event);
	if (r >= 0)
		r = server_new(
			practiced->event, &practiced->service.turn, &user, &practiced->server);
	if (r >= 0)
		r = open_sockets(practiced);
	if (r >= 0)
		r = add_timers(practiced);
	if (r < 0)
		return r;
	apply_limits(practiced);
	practiced->service.recover = recovery_run;
	return service_start(&practiced->service, on_settled, practiced);
}

static void tear_down(struct practiced *practiced)
{
	sd_event_source **sources[] = { &practiced->idle, &practiced->status, &practiced->start,
		&practiced->drain };

	server_free(practiced->server);
	if (practiced->service.options) {
		check_free_all(&practiced->service);
		service_done(&practiced->service);
	}
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		(void)sd_event_source_disable_unref(*sources[i]);
	(void)sd_event_unref(practiced->event);
}

int daemon_run(const struct options *options)
{
	struct practiced practiced = { 0 };
	int r = set_up(&practiced, options);

	if (r >= 0)
		r = sd_event_loop(practiced.event);
	else
		log_error("practiced can't start: %s", strerror(-r));
	if (practiced.server)
		turn_end(&practiced.service.turn);
	tear_down(&practiced);
	return r;
}
