/* SPDX-License-Identifier: MIT */
/* Where a learner stands in every lesson of the catalog: what a list needs, read at once. */
#pragma once

#include "learn/catalog.h"
#include "store/overview.h"

struct standing {
	enum practice_state state;
	uint32_t passed, points; /* of the lesson's steps as they are now, as in progress.h */
	int64_t round;
};

/* One a lesson, in the catalog's order; the caller's, to be freed. 0, -ENOMEM or as the store says. */
int standings_read(struct store *store, int64_t learner, const struct catalog *catalog,
	struct standing **ret_standings);
