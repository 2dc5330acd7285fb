/* SPDX-License-Identifier: MIT */
/*
 * An attempt under way: from the runner's events to the store's rows and the client's lines. It
 * goes on when the client is gone, and it is never lost: what can't be written now is run again
 * when the store can be written.
 */
#pragma once

#include "daemon/service.h"
#include "daemon/stream.h"
#include "store/attempt.h"

#include <stdint.h>

struct check;

struct check_new {
	int64_t attempt, learner;
	int64_t uid; /* for the journal; -1: not known */
	const char *lesson, *step, *language;
	uint32_t max_points;
	struct stream *stream; /* may be NULL; taken over, also on failure */
};

/* Takes the job over, also on failure. Announces the stream's array and sends its first line. 0 or
 * -ENOMEM. */
int check_start(struct service *service, const struct check_new *info, struct job *job);

/* The attempt that is under way; NULL when it isn't. */
struct check *check_find(const struct service *service, int64_t attempt);
int64_t check_learner(const struct check *check);
/* Ends it as canceled. 0 or what the store says. */
int check_cancel(struct check *check);

/* Practiced is told to stop: what runs still is queued again for the next start. */
void check_set_aside_all(struct service *service);
void check_free_all(struct service *service); /* at the end; the store keeps them as unfinished */
