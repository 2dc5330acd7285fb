/* SPDX-License-Identifier: MIT */
/* Holds the slots: hands jobs to idle workers, passes events on, replaces workers that die. */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"

#include <stdbool.h>

#define SUPERVISOR_SLOTS_MAX 64

struct supervisor_config {
	unsigned slots; /* 1..SUPERVISOR_SLOTS_MAX */
	bool isolated;
	const struct strlist *hidden;	  /* as in worker.h */
	const char *root;		  /* as in worker.h */
	const struct filter_set *filters; /* borrowed */
	bool strict;			  /* as in worker.h */
	bool templates;			  /* as in worker.h */
	const char *cgroup;		  /* as in worker.h */
	bool needs_cgroup;
};

/* Until the channel closes: 0; or -errno when no worker can be kept alive. */
int supervisor_run(int channel_fd, const struct supervisor_config *config);

/* Starts one worker, waits for its READY and ends it. 0 with what is in force, -EPERM with what is
 * missing. */
int supervisor_probe(const struct supervisor_config *config, struct failure *ret_text);
