/* SPDX-License-Identifier: MIT */
/*
 * Time limits that were measured on this host, for problem packages that leave them to that: the
 * file time-limits in the state folder, written by `practiced --calibrate`, read by the daemon when
 * it starts and with each reload. A measurement belongs to what it was made of, which a stamp tells
 * (struct step_contest): what was changed since has none.
 */
#pragma once

#include "base/cleanup.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define TIMELIMITS_NAME	     "time-limits"
#define TIMELIMITS_MAX	     100000 /* as many as a catalog has lessons */
#define TIMELIMITS_BYTES_MAX (64 * 1024 * 1024)

struct timelimit {
	uint64_t stamp;
	uint64_t limit_us, slowest_us; /* what was chosen, and what the slowest accepted submission took */
	char *folder;		       /* of the package; owned */
};

struct timelimits {
	struct timelimit *items;
	size_t count, allocated;
};
void timelimits_done(struct timelimits *limits);

/* What the file in the folder says; nothing, where it is not there. Lines that are none are passed
 * over. 0, -EINVAL (it is no such file), -E2BIG, -ENOMEM, -errno. */
int timelimits_load(const char *state_folder, struct timelimits *ret_limits);
/* The same from its text. */
int timelimits_parse(const char *text, size_t len, struct timelimits *ret_limits);
/* NULL: none was measured, or of something else. */
const struct timelimit *timelimits_find(const struct timelimits *limits, uint64_t stamp);
/* In place of what is known of the same folder, which is copied. 0, -E2BIG, -EINVAL (a name with a line's end in it), -ENOMEM. */
int timelimits_set(struct timelimits *limits, const struct timelimit *limit);
/* Replaces the file whole, readable for all. 0 or -errno. */
int timelimits_save(const struct timelimits *limits, const char *state_folder);

/* By the slowest accepted: so many times that, up to a multiple of the resolution (seconds), which it is at least. */
uint64_t timelimit_choose(uint64_t slowest_us, double times, double resolution);
