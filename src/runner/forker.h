/* SPDX-License-Identifier: MIT */
/*
 * The one process of a slot that keeps capabilities (inside the slot's user namespace), and the
 * parent image of every zygote. It never sees a byte of a job: so nothing of one submission, and no
 * expected output, is in the memory that the next zygote is copied from. It mounts, unmounts, and
 * makes zygotes as children of the worker.
 */
#pragma once

#include "runner/failure.h"
#include "runner/filter.h"
#include "runner/scratch.h"

#include <stdbool.h>
#include <sys/types.h>

struct forker_config {
	bool isolated;
	bool own_mounts; /* a copy of the worker's mounts: its zygotes' folders are not those of
			    another forker's (a judge's) */
	bool has_proc;
	const struct filter_set *filters; /* borrowed */
};

struct forker {
	pid_t pid;
	int fd; /* owned; -1 when there is none */
	bool own_mounts;
};

/* Forks it. The caller may then drop its capabilities. */
int forker_start(
	const struct forker_config *config, struct forker *ret_forker, struct failure *failure);
void forker_stop(struct forker *forker);

/* New empty scratch folders and a new zygote, a child of the calling process, that holds
   `zygote_fd` as its end of a socket pair and the two captures as its stdout and stderr.
   is_service: with sockets, and with the shared folder, which is made by the forker without own
   mounts: it spawns first. */
int forker_spawn(const struct forker *forker, bool is_service, int zygote_fd, int stdout_fd,
	int stderr_fd, pid_t *ret_pid, struct scratch_paths *ret_paths, struct failure *failure);

/* The scratch folders' sizes; box becomes read-only; everything of the submission is removed (its
 * zygote is dead). */
int forker_resize(const struct forker *forker, uint64_t box_bytes, uint64_t disk_bytes,
	struct failure *failure);
int forker_seal(const struct forker *forker, struct failure *failure);
int forker_clean(const struct forker *forker, struct failure *failure);
