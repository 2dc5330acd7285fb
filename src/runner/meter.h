/* SPDX-License-Identifier: MIT */
/*
 * What a run's cgroup has counted, for the zygote: the processor time of every process that there
 * was, also of children that nobody waited for, and whether one was ended for want of memory.
 *
 * A look costs more than all else of a short case, so there is none at the beginning of a case
 * whose process got the number after that of the case before: then nothing else was started in
 * between, and what was counted since the last look is known from wait4(). A template's work for the
 * runs is not, so after some cases there is a look all the same.
 */
#pragma once

#include "runner/run.h"

#include <stdint.h>
#include <sys/types.h>

struct meter {
	int cpu_fd, events_fd; /* borrowed; -1: not counted */
	pid_t last_pid;
	uint64_t base_us;    /* of the cgroup, at the last look */
	uint64_t own_us;     /* of this process, then */
	uint64_t counted_us; /* by wait4(), since then */
	uint64_t ooms;
	unsigned runs; /* since then */
	unsigned processors; /* that the runs may use at once: one, where the slot could be pinned */
};

#define METER_NONE ((struct meter){ .cpu_fd = -1, .events_fd = -1, .processors = 1 })

/* Asks how many processors this process may use. */
void meter_count_processors(struct meter *meter);
/* The least wall-clock time in which so much processor time can be used. */
uint64_t meter_least_wall_us(const struct meter *meter, uint64_t cpu_us);

/* The run's process was just started. `meter` may be NULL in all of these. */
void meter_begin(struct meter *meter, pid_t pid);
/* Processor time since then, of all processes; 0 when that isn't known. */
uint64_t meter_cpu_us(const struct meter *meter);
/* It has ended with all that it started: completes the result. */
void meter_end(struct meter *meter, const struct job_limits *limits, struct run_result *result);
