/* SPDX-License-Identifier: MIT */
/* What the daemon serves: configuration, catalog, languages, store and jobs, swapped whole by a
 * reload. Knows no client. */
#pragma once

#include "daemon/config.h"
#include "daemon/delegation.h"
#include "daemon/jobs.h"
#include "daemon/listing.h"
#include "daemon/options.h"
#include "daemon/recall.h"
#include "daemon/timelimits.h"
#include "daemon/turn.h"
#include "learn/catalog.h"
#include "learn/language.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <systemd/sd-event.h>

struct service {
	const struct options *options;
	sd_event *event;
	struct turn turn;
	struct config *config; /* never NULL; the defaults while config_problem says something */
	struct config_error config_problem;
	struct catalog *catalog;
	struct listing *listing; /* of the catalog */
	struct language_set *languages;
	struct strlist language_problems; /* and of the measured time limits */
	struct timelimits times;
	struct store *store; /* NULL: store_problem says why */
	char store_problem[STORE_ERROR_MAX + 300];
	struct delegation delegation; /* unless the configuration says no cgroups */
	struct jobs *jobs;
	struct recall recall; /* last outputs of RUN */
	struct service_counters {
		uint32_t clients;
		uint64_t requests;
	} counters;
	uint64_t started_us;	   /* CLOCK_MONOTONIC */
	bool is_draining;	   /* no new work is taken */
	bool is_activated;	   /* the sockets are systemd's */
	LIST_HEAD(, check) checks; /* under way */
	struct log_gate unwritten; /* attempts */
	sd_event_source *recovery; /* reads the unfinished attempts again after a failed commit */
	/* Puts unfinished attempts back in the queue: called when the store was opened (what ran
	 * then was interrupted), and by the timer (it could not be written). */
	void (*recover)(struct service *service, bool was_interrupted);
};

/* 0 or -errno for what can't be served around: a bad configuration or store is kept in the
 * problems. */
int service_init(struct service *service, const struct options *options, sd_event *event);
/* Starts the runner and opens the store. settled: when it is known whether programs can be run
 * here. */
int service_start(struct service *service, void (*settled)(void *userdata), void *userdata);
void service_done(struct service *service);

/* Builds all anew and swaps it, or leaves all as it is. 0, -EINVAL (configuration), -EIO (the
 * store), -ENOMEM; a line in ret_message always. */
#define SERVICE_MESSAGE_MAX (sizeof(struct config_error))
int service_reload(struct service *service, char ret_message[static SERVICE_MESSAGE_MAX]);
/* As catalog_find(), for whoever uses more of the lesson than a list does: a reload leaves the data of cases to be looked at then. Where
 * it was changed, the lessons are loaded again, so lessons that were found before are gone. */
enum catalog_match service_find_lesson(
	struct service *service, const char *name, const struct lesson **ret_lesson);

/* Something could not be written: look for unfinished attempts in a while. */
void service_recover_later(struct service *service);

int64_t service_now_us(void); /* since the epoch */
uint64_t service_monotonic_us(void);
