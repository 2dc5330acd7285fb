/* SPDX-License-Identifier: MIT */
/* practice-runner, driven over its socket pair as practiced does it. */
#pragma once

#include "burst.h"
#include "job/channel.h"
#include "program.h"
#include "sample.h"

#include <stdbool.h>
#include <sys/types.h>

#define SANDBOX_DIR "/box" /* where programs find their files */

struct sandbox {
	pid_t pid; /* 0 when there is none */
	int fd;
	struct channel_inbox inbox;
	unsigned slots;
	uint64_t last_id;
	bool templates; /* jobs say so where their program may have one */
};

/* 0; -errno and why. */
int sandbox_start(const char *runner, unsigned slots, struct sandbox *ret_sandbox, char ret_reason[static BURST_REASON]);
void sandbox_stop(struct sandbox *sandbox);

/*
 * One submission with `cases` cases, one after the other. *ret_total_ns: from the job's sending to its end, for PROGRAM_COMPILE to
 * the news that it is compiled. `each` (may be NULL) gets the time of every case. 0, -errno, -EBADMSG: a case did not pass.
 */
int sandbox_submit(struct sandbox *sandbox, const struct program *program, size_t cases, struct samples *each,
	uint64_t *ret_total_ns);

/* So many submissions of so many cases, with all slots busy. *ret_rate: cases a second. As above. */
int sandbox_rate(struct sandbox *sandbox, const struct program *program, size_t jobs, size_t cases, double *ret_rate);
