/* SPDX-License-Identifier: MIT */
/* What RUN case=all says of a step, and what is different from the run before. */
#pragma once

#include "ctl/ctl.h"

#define OUTCOME_CASES_MAX 1000

struct outcome {
	struct thing *cases; /* each: the pairs of its row, then Diff, Stdout, Talk, Stderr */
	size_t n_cases;
	struct thing compiler; /* its lines, under Compiler */
	struct thing summary;
};

/* 0, -ENOMEM, or -EPROTO for what is no answer to it. */
int outcome_read(const struct answer *answer, struct outcome *ret_outcome);
void outcome_done(struct outcome *outcome);
#define _cleanup_outcome_ _cleanup_(outcome_done)

bool outcome_is_pass(const struct outcome *outcome);
/* In all that is shown; times may differ. */
bool outcome_is_same(const struct outcome *a, const struct outcome *b);

/*
 * The whole outcome, or, where `before` is not NULL, what differs from it, and then the first case
 * that fails still, because that is what comes next. 0 or -ENOMEM.
 */
int outcome_put(struct buffer *out, const struct ctl *ctl, const struct outcome *outcome,
	const struct outcome *before);
/* One line: how many cases pass. */
int outcome_put_summary(struct buffer *out, const struct ctl *ctl, const struct outcome *outcome,
	const struct outcome *before);
