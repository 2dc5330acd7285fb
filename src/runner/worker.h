/* SPDX-License-Identifier: MIT */
/* A slot: one process that takes one job after another from the supervisor and never runs learner
 * code itself. */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"

#include <stdbool.h>
#include <sys/types.h>

struct worker_config {
	bool isolated;
	const struct strlist *hidden; /* borrowed: folders that are shown empty */
	const char *root; /* borrowed: where the sandbox's programs come from, "" is the host */
	const struct filter_set *filters; /* borrowed */
	bool strict;			  /* a sandbox for every case */
	bool templates;			  /* jobs may have one */
	const char *cgroup; /* borrowed: a delegated one for the leaves (leaf.h); "": there is none */
	bool needs_cgroup;  /* without it nothing is run */
	pid_t runner;	    /* in the leaves' names, with the slot */
	size_t slot;
	int cpu;			  /* to run on; -1: any */
	bool was_filtered;		  /* as in jail.h */
};

/* The whole life of a worker's process: set-up, self-test, READY (or READY with verdict internal
   and then the end), jobs until the channel closes. */
_Noreturn void worker_main(int channel_fd, const struct worker_config *config);
