/* SPDX-License-Identifier: MIT */
/* A job's limits as the kernel's resource limits. */
#pragma once

#include "job/job.h"

/* What an order may ask for at most; beyond it a number is brought down, zero is brought up to
 * something that can run. */
#define LIMITS_WALL_MAX_US   (60u * 60 * 1000 * 1000)
#define LIMITS_MEMORY_MIN    (16u * 1024 * 1024)
#define LIMITS_OUTPUT_MAX    (256u * 1024 * 1024)
#define LIMITS_DISK_MAX	     (1024u * 1024 * 1024)
#define LIMITS_PROCESSES_MAX 1024
#define LIMITS_FILES_MIN     16
#define LIMITS_FILES_MAX     4096

#define LIMITS_COUNT 7 /* resources that a job has a say in */

struct limits_entry {
	int resource; /* RLIMIT_... */
	uint64_t value;
};

/* In place. */
void limits_clamp(struct job_limits *limits);

/* Those that are the same for every job: of a zygote, ahead of its job, and of all that comes from it. 0 or
 * -errno. */
int limits_apply_fixed(void);

/* Resource limits that a run inherits from its zygote, set once per submission. `in_namespace`:
   processes are counted for this sandbox alone (otherwise for the whole user, and then they aren't
   limited). 0 or -errno. */
int limits_apply_shared(const struct job_limits *limits, bool in_namespace);

/* Of the stack: it decides how a process's memory is laid out when it is executed. */
uint64_t limits_stack(bool address_space);

/* Sets soft and hard limits, never above the hard ones of now. 0 or -errno. */
int limits_set(const struct limits_entry *entries, size_t count);

/* All of a run but the fixed ones, as numbers for somebody else to set; how many. */
size_t limits_list(const struct job_limits *limits, bool in_namespace, uint64_t file_bytes,
	struct limits_entry ret_entries[static LIMITS_COUNT]);

/* The two that must not hit the zygote itself; between vfork and exec: touches no memory.
 * file_bytes: the largest file. */
int limits_apply_own(const struct job_limits *limits, uint64_t file_bytes);
