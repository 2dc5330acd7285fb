/* SPDX-License-Identifier: MIT */
/*
 * Limits of a sandbox as a whole, by a cgroup v2 of its own: all that its processes use together,
 * whatever they use it for. A leaf belongs to a forker, whose zygotes are born in it one after the
 * other (CLONE_INTO_CGROUP), and lives as long as its worker: making and removing one costs more
 * than a run, and what one submission leaves behind is page cache that the kernel takes back when
 * the next one needs the room. Its limits are written when a job has others than the one before.
 *
 * Of the controllers each works without the others: what is missing is a descriptor of -1, and then
 * the resource limits (limits.h) are all there is of that kind.
 *
 * The zygote is in the leaf as well, so memory.oom.group stays off: it would end the zygote with
 * each program that wants too much, and the next case would have to be compiled again.
 *
 * Writers: the worker, through descriptors that it opened before the jail. The zygote has two to
 * read from (meter.h). Programs have none, and no cgroup file system.
 */
#pragma once

#include "job/job.h"
#include "runner/failure.h"

#include <stdbool.h>
#include <sys/types.h>

/* Where its descriptors are in a forker; the last two, which are read from, in its zygotes too. */
#define LEAF_DIR_FD    10
#define LEAF_CPU_FD    11
#define LEAF_EVENTS_FD 12

struct leaf {
	int dir_fd; /* owned, as all below; -1: there is no leaf */
	int kill_fd, memory_fd, swap_fd, processes_fd, events_fd, cpu_fd;
	/* What is in force; zero: nothing yet. */
	uint64_t memory_max;
	uint32_t processes;
	uint64_t ooms; /* that are known */
};

#define LEAF_NONE                                                                                  \
	((struct leaf){ .dir_fd = -1,                                                              \
		.kill_fd = -1,                                                                     \
		.memory_fd = -1,                                                                   \
		.swap_fd = -1,                                                                     \
		.processes_fd = -1,                                                                \
		.events_fd = -1,                                                                   \
		.cpu_fd = -1 })

/*
 * Makes "KIND-RUNNER-SLOT" in `folder`, a cgroup that was delegated to us; what a dead worker left
 * under that name goes first. `runner` is any number that no other living runner has. 0 or -errno.
 */
int leaf_open(const char *folder, const char *kind, pid_t runner, size_t slot,
	struct leaf *ret_leaf, struct failure *failure);
void leaf_close(struct leaf *leaf);

/* Whether it limits all of memory, processes and processor time. */
bool leaf_is_whole(const struct leaf *leaf);

/* Before a stage of a job; given_bytes: what of its memory the job's own files and inputs take. An error
 * means that nothing may be run. */
int leaf_limit(struct leaf *leaf, const struct job_limits *limits, uint64_t given_bytes,
	struct failure *failure);
/* What it sets for memory. */
uint64_t leaf_memory_max(const struct job_limits *limits, uint64_t given_bytes);
/* Every process in it, at once. */
void leaf_kill(const struct leaf *leaf);
/* Whether the kernel ended a process for want of memory since this was asked, or told, for the last time. */
bool leaf_was_starved(struct leaf *leaf);
/* So many were ended by the end of a run that was reported. */
void leaf_tell_ooms(struct leaf *leaf, uint64_t ooms);

/* In the forker, before it closes what is not its own: puts the leaf's descriptors to their places.
 */
int leaf_pass(const struct leaf *leaf);
/* Closes all from `first` on but those from `kept` on that a leaf has there; kept 0: all. 0 or
 * -errno. */
int leaf_close_others(int first, int kept);
/* As fork() with these flags of clone(), but the child is born in the leaf at LEAF_DIR_FD, or gets
   into it first of all; one that can't get there ends. */
pid_t leaf_clone(uint64_t flags);

/* For people: "cgroup(memory pids cpu)". */
void leaf_describe(const struct leaf *leaf, char *text, size_t size);

/* Removes the leaves in `folder` that nobody uses: of runner, or of every runner (0) that is gone.
 */
void leaf_clean(const char *folder, pid_t runner);
