/* SPDX-License-Identifier: MIT */
/*
 * The system-call filter, in layers, so that the large one is loaded once a worker and inherited
 * for nothing.
 *
 * base: an allow-list for everything below a worker. Named calls are allowed; calls that a program
 * may probe for and has a fallback for, and all calls that this list doesn't know, answer ENOSYS;
 * well-known dangerous ones answer EPERM, so that a learner reads "Operation not permitted", and
 * extended attributes are not supported. A call of another architecture or ABI (i386, x32) kills the process.
 *
 * run: on top of base in every zygote: takes away what only our own set-up needs (mount, capset, new
 * namespaces, ...) and looks at arguments (clone flags, socketpair's family, terminal ioctls, other
 * processes' limits).
 *
 * service: instead of run where a program is to be a server or its client: streams between UNIX
 * sockets, nothing else.
 *
 * supervisor, worker: lists of what our own processes call after their set-up (filter_own.h).
 *
 * launcher: under all of them but the supervisor, from before a jail is made: what base refuses, but for
 * the few calls that a jail is made with.
 *
 * All are compiled once for the supervisor, before any other process exists.
 */
#pragma once

#include "runner/failure.h"

#include <linux/filter.h>
#include <stddef.h>

enum filter_layer {
	FILTER_BASE,
	FILTER_RUN,
	FILTER_SERVICE,
	FILTER_SUPERVISOR, /* of our own processes (filter_own.h) */
	FILTER_WORKER,
	FILTER_LAUNCHER, /* and of all that come from it */
	FILTER_LAYER_COUNT,
};

enum filter_policy {
	FILTER_ALLOW,  /* in both layers, some with conditions on arguments in FILTER_RUN */
	FILTER_SOCKET, /* in FILTER_BASE, and with conditions in FILTER_SERVICE; FILTER_RUN refuses
			  them */
	FILTER_SETUP,  /* in FILTER_BASE only: ours, before learner code */
	FILTER_FORK,   /* in FILTER_BASE, for the forker; ENOSYS for programs, which have a fallback */
	FILTER_REFUSE, /* EPERM in both */
	FILTER_ABSENT, /* ENOSYS in both: the caller has a fallback */
	FILTER_ATTRIBUTE, /* EOPNOTSUPP in both: no file has extended attributes */
};

struct filter_call {
	const char *name;
	enum filter_policy policy;
};

/* The table, for the loader and for tests. */
const struct filter_call *filter_calls(size_t *ret_count);

struct filter_program {
	struct sock_filter *instructions; /* owned */
	unsigned short count;
};

struct filter_set {
	struct filter_program layers[FILTER_LAYER_COUNT];
};

int filter_set_build(struct filter_set *ret_set, struct failure *failure);
void filter_set_done(struct filter_set *set);

/* Loads a layer into this process, for good. no_new_privs must be set. 0 or -errno. */
int filter_load(const struct filter_set *set, enum filter_layer layer);
/* One of filter_own.h, for a process that has finished its set-up; sets no_new_privs itself. */
int filter_load_own(const struct filter_set *set, enum filter_layer layer, struct failure *failure);
