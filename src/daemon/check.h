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

/* Other data for its cases: made by the first two jobs before the attempt's own is run. */
struct check_variant {
	uint32_t seed;
	struct job *generator; /* jobspec_make_generator() */
	struct job *reference; /* jobspec_make_reference(); NULL: none could be made */
};
void check_variant_done(struct check_variant *variant);

struct check_new {
	int64_t attempt, learner;
	int64_t uid; /* for the journal; -1: not known */
	const char *lesson, *step, *language;
	uint32_t max_points;
	uint32_t seed;	       /* of its data; 0: the plain cases */
	struct check_variant *variant; /* may be NULL: the job has its cases; its jobs are taken over */
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
