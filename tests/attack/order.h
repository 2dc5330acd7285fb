/* SPDX-License-Identifier: MIT */
/* An attack as jobs, and whether what came of them is what should. */
#pragma once

#include "bait.h"
#include "guard.h"
#include "suite.h"

#define ATTACK_REASON 240

struct order_settings {
	const char *programs; /* their folder */
	const struct bait *bait;
	pid_t runner;
	uint64_t next_id;
	bool templates; /* runs are cloned where they can be; every job then has two cases, because a
			   single one is executed */
	unsigned slowness; /* time limits that are not the attack's aim are that many times the usual */
};

/* NULL: as it has to be. Else why the attack can't be tried here (no compiler, ...). */
const char *order_missing(const struct attack *attack);

/* What it takes: n_jobs jobs, all at once for a neighbour's attack, else one after the other. 0,
 * -errno (a file is missing). */
int order_jobs(const struct attack *attack, struct order_settings *settings,
	struct job *ret_jobs[GUARD_JOBS_MAX], size_t *ret_n_jobs);

/* True: contained. Else ret_reason says what is wrong. job_index: the how-manieth of order_jobs().
 */
bool order_is_contained(const struct attack *attack, size_t job_index, const struct job *job,
	const struct guard_outcome *outcome, char ret_reason[static ATTACK_REASON]);

/* Prints, as comments, the lines in which a program said that it escaped. */
void order_print_escapes(const struct guard_outcome *outcome);

/* Whether any program of it said that it escaped. */
bool order_has_escaped(const struct guard_outcome *outcome);
