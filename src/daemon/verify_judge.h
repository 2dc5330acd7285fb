/* SPDX-License-Identifier: MIT */
/* What the runs of a lesson's programs say about the lesson. */
#pragma once

#include "daemon/verify_lab.h"
#include "daemon/verify_report.h"
#include "learn/language.h"
#include "learn/lesson.h"

enum trial_kind {
	TRIAL_SOLUTION,
	TRIAL_CHANGED,	  /* the solution, but other output is expected */
	TRIAL_EARLY_EXIT, /* the solution, but it ends before it has begun */
	TRIAL_STARTER,
};

/* A program that was run; the result is filled by the lab, so a trial doesn't move. */
struct trial {
	enum trial_kind kind;
	const struct step *step; /* borrowed, as the next */
	const struct step_language *own;
	const struct language *language, *judge_language;
	uint32_t repeats; /* the cases come so often in the result */
	size_t n_cases;	  /* of one repetition */
	struct lab_result result;
};

struct trials {
	struct trial **items; /* of a solution's several, one stands behind the other */
	size_t count;
};
void trials_done(struct trials *trials);

void trials_judge(const struct trials *trials, struct report *report);
