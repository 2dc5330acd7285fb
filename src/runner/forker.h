/* SPDX-License-Identifier: MIT */
/*
 * The one process of a slot that keeps capabilities (inside the slot's user namespace), and the
 * parent image of every zygote. It never sees a byte of a job: so nothing of one submission, and no
 * expected output, is in the memory that the next zygote is copied from. It makes zygotes as children
 * of the worker, each with folders in a mount namespace of their own: a copy of the worker's, which
 * the forker is in while the zygote is of use, and which the kernel takes apart, in its own time,
 * when the zygote's processes have ended.
 */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"
#include "runner/leaf.h"
#include "runner/scratch.h"

#include <stdbool.h>
#include <sys/types.h>

struct forker_config {
	bool isolated;
	bool is_judge; /* its zygotes see the folder that a service shares; they don't make it */
	bool has_proc;
	int mounts_fd; /* borrowed: the worker's mount namespace */
	struct leaf *leaf; /* borrowed: its zygotes' */
	const struct filter_set *filters; /* borrowed */
};

struct forker {
	pid_t pid;
	int fd;	      /* owned; -1 when there is none */
	bool is_judge;
	pid_t ending; /* the last zygote, killed and not yet reaped; 0: none */
	uint32_t ending_processes; /* how many it is, with its template */
	struct scratch_sizes sizes; /* what the last job wanted: the next will likely want it too */
	struct leaf *leaf; /* borrowed */
};

/* Forks it. The caller may then drop its capabilities. */
int forker_start(
	const struct forker_config *config, struct forker *ret_forker, struct failure *failure);
void forker_stop(struct forker *forker);

/* New empty scratch folders of forker->sizes and a new zygote, a child of the calling process, that
   holds `zygote_fd` as its end of a socket pair and the two captures as its stdout and stderr.
   is_service: with sockets, and with the shared folder, which the forker that is not the judge's
   makes: it spawns first. */
int forker_spawn(const struct forker *forker, bool is_service, int zygote_fd, int stdout_fd,
	int stderr_fd, pid_t *ret_pid, struct scratch_paths *ret_paths, struct failure *failure);

/* Other sizes of the scratch folders; box writable to everybody, and read-only again. */
int forker_resize(
	const struct forker *forker, const struct scratch_sizes *sizes, struct failure *failure);
int forker_unseal(const struct forker *forker, struct failure *failure);
int forker_seal(const struct forker *forker, struct failure *failure);
/* Lets go of the submission's folders: they are gone when the last of its processes is. Without
   isolation, and what a service shares: removed at once; all processes must be dead. */
int forker_clean(const struct forker *forker, struct failure *failure);

/* Takes over the reaping of `pid`, a killed zygote, so that nobody waits while the kernel takes its
   namespaces apart. forker_reap() does it; without `wait` only if it has ended. How many processes
   are left, which then still count among the user's. */
void forker_bury(struct forker *forker, pid_t pid, uint32_t processes);
uint32_t forker_reap(struct forker *forker, bool wait);
