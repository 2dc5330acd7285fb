/* SPDX-License-Identifier: MIT */
/*
 * The floor, and what can be put on top of it: one program started with vfork and exec and waited for. Its standard input and
 * output are this process's own, two files in memory, so that there is nothing to be moved for a run.
 */
#pragma once

#include "ingredient.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct launch {
	char *const *argv; /* argv[0] with a slash; borrowed, as the next */
	const struct ingredient *ingredient; /* NULL: bare */
	size_t output_len;		     /* bytes that each run has to write */
	bool is_output_free;		     /* what it writes is not looked at */
	struct ingredient_state state;	     /* of the ingredient's, between its hooks */
};

/* Makes 0, 1 and 2 of this process what the runs need, and does the ingredient's part that is done once. 0 or -errno. */
int launch_prepare(struct launch *launch);

/* 0 and the nanoseconds of the run, -errno, or -EBADMSG: it ran, and failed or wrote something else. */
int launch_run(struct launch *launch, uint64_t *ret_ns);

/* The environment of every program here, the runner's own. */
extern char *const launch_environment[];
