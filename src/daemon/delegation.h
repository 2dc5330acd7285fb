/* SPDX-License-Identifier: MIT */
/*
 * The cgroup that systemd delegates to the service (Delegate= of its unit). A cgroup whose
 * controllers are passed on to children may have no processes of its own, and systemd 252 starts us
 * in it: so we move into a child, DELEGATION_LEAF, and pass on what there is. The runner, our
 * child, makes the sandboxes' cgroups beside that one (runner/leaf.h).
 */
#pragma once

#include "base/buffer.h"
#include "base/cgroup.h"
#include "base/strlist.h"

#include <stdbool.h>

#define DELEGATION_LEAF "daemon"

struct delegation {
	bool is_tried;
	char path[CGROUP_PATH_MAX]; /* "": there is none */
	char reason[256];	    /* why there is none, or why not all of it; for people */
	char remedy[256];	    /* what gives it to us */
};

/* Once; further calls do nothing. What goes wrong is kept as a reason. */
void delegation_take(struct delegation *delegation);
/* With the folder and this process named, for tests. */
void delegation_take_at(struct delegation *delegation, const char *path, long pid);

/* What is weaker than it could be, a sentence each, when the runner's sandboxes have these
 * controllers ("memory pids cpu kill", as it tells them; "" for none). 0, -ENOMEM. */
int delegation_weaker(const char *controllers, struct strlist *ret_sentences);
/* The controllers in what the runner says of its isolation: what is between "cgroup(" and ")"; ""
 * if nothing. 0, -ENOMEM. */
int delegation_in_force(const char *detail, struct buffer *ret_controllers);
