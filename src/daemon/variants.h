/* SPDX-License-Identifier: MIT */
/* Whether an attempt is given other data than its step's plain cases, and which. */
#pragma once

#include "daemon/check.h"
#include "daemon/jobspec.h"
#include "daemon/service.h"

struct variants_wish {
	struct service *service;
	int64_t learner;
	const struct lesson *lesson;
	bool is_passed; /* the step, in this round */
	const struct jobspec *spec;
};

/* ret_variant: seed 0 and no jobs for the plain cases. 0, -ENOMEM or what the store says. */
int variants_draw(const struct variants_wish *wish, struct check_variant *ret_variant);
