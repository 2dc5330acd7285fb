/* SPDX-License-Identifier: MIT */
/*
 * The system calls of our own processes once they are set up, and of nobody else: whoever takes one
 * of them over by what it reads finds no way to execute a program, open a socket other than a
 * pair, trace a process or make code. Everything that is not listed answers EPERM.
 *
 * Who has none of these: the forker and the zygotes, because learners' programs inherit from them
 * (they have FILTER_BASE, and zygotes FILTER_RUN or FILTER_SERVICE); the launcher, because workers
 * inherit from it (it has FILTER_LAUNCHER).
 */
#pragma once

#include "runner/filter.h"

#include <stdbool.h>

/* A call, allowed when no bit of `forbidden` is set in its argument (0: allowed always). */
struct filter_own_call {
	const char *name;
	unsigned argument;
	uint64_t forbidden;
};

/* layer: FILTER_SUPERVISOR or FILTER_WORKER. */
const struct filter_own_call *filter_own_calls(enum filter_layer layer, size_t *ret_count);
