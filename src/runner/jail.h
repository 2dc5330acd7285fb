/* SPDX-License-Identifier: MIT */
/*
 * What a worker does once: namespaces of its own and a root that holds nothing but the host's
 * read-only programs, a minimal /etc, five devices and the empty mount points of a submission.
 * Afterwards the process has capabilities only inside its own user namespace, no_new_privs, and
 * can't see any other file of the host.
 */
#pragma once

#include "runner/failure.h"

#include <stdbool.h>

/* The one user and group inside; outside it is whoever the runner runs as. */
#define JAIL_UID 1000
#define JAIL_GID 1000

/* Mount points of a submission, made empty by jail_enter() and filled by scratch_mount(). */
#define JAIL_WORK_DIR "/scratch"
#define JAIL_TMP_DIR  "/tmp"
/* The one folder that the two sandboxes of a service share; empty and read-only in all others. A
   mount in one slot's sandbox shows in the other (it is a shared mount). */
#define JAIL_SERVICE_DIR "/service"

struct jail {
	bool has_proc; /* a fresh procfs can be mounted */
	int mounts_fd; /* owned: the mount namespace, for who makes copies of it to come back */
};

struct jail_config {
	const char *root;	      /* "" or the folder to take /usr and the like from (absolute) */
	const struct strlist *hidden; /* folders that are shown empty */
	bool was_filtered;	      /* by seccomp, before any filter of ours: for the explanation of a refusal */
	bool keeps_cgroups; /* no cgroup namespace yet: who makes children in cgroups beside our own
			       may not be in one. They get theirs when they are made */
};

/* All or nothing matters little to the caller: on any failure the process has to exit. 0 or -errno
   with the step and, where it can be guessed, what to allow. */
int jail_enter(
	const struct jail_config *config, struct jail *ret_jail, struct failure *failure);

/* Gives up every capability (already without the bounding set). */
int jail_drop_capabilities(struct failure *failure);
