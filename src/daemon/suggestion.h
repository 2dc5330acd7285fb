/* SPDX-License-Identifier: MIT */
/* What a learner does next, and why. */
#pragma once

#include "daemon/call.h"

struct suggestion {
	const struct lesson *lesson; /* NULL: everything is passed */
	const struct step *step;
	const char *reason;
	char language[32];
};

/* The next step of the current lesson, else of the one that follows, of its course, of all. 1
 * found, 0 nothing is left; negative as the store says. */
int suggestion_find(struct call *call, int64_t learner, struct suggestion *ret_suggestion);
