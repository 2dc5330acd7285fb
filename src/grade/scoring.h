/* SPDX-License-Identifier: MIT */
/*
 * The verdict and the score of an attempt whose cases are in groups, within each other, as problem
 * packages have them: each group makes one verdict and one score of those of its members, which are
 * cases and groups in the order of the cases. Free of I/O.
 *
 * Source: the package format's test data groups and the default grader of the legacy format, and
 * "Result aggregation" of the format 2025-09.
 */
#pragma once

#include "job/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCORING_GROUPS_MAX 256
#define SCORING_NEEDS_MAX  16	/* groups that a group waits for */
#define SCORING_DEPTH_MAX  8	/* groups within each other, the outermost too */
#define SCORING_MAX	   1e12 /* of any score */

enum scoring_verdict {
	SCORING_WORST_ERROR, /* internal, runtime, memory, timeout, output, wrong, in this order */
	SCORING_FIRST_ERROR,
	SCORING_ALWAYS_ACCEPT,
	SCORING_VERDICT_COUNT,
};

enum scoring_score {
	SCORING_SUM,
	SCORING_AVERAGE,
	SCORING_MIN,
	SCORING_MAX_OF,
	SCORING_PASS_FAIL, /* `whole` where all passed, else 0 */
	SCORING_SCORE_COUNT,
};

struct scoring_group {
	char *name; /* "secret/2"; owned */
	uint32_t parent; /* index of a group before this one; its own: the outermost, which is the first */
	uint32_t first, n_cases; /* its cases, and those of groups in it, follow each other */
	enum scoring_verdict verdict;
	enum scoring_score score;
	bool stops;		/* what follows the first member that is rejected does not count */
	bool takes_any;		/* accepted as soon as a member is */
	bool ignores_sample;	/* of its members only the last counts */
	double accept_score, reject_score; /* of a case that has no score of its own */
	double whole;		/* SCORING_PASS_FAIL */
	uint32_t needs[SCORING_NEEDS_MAX], n_needs; /* without a pass of all their cases it has not run */
};

struct scoring {
	struct scoring_group *groups; /* a group stands before those in it */
	size_t n_groups;
	uint32_t *cases; /* the group that each case is in itself; ascending where groups are */
	size_t n_cases;
	double best;	 /* the score when every case passes */
	bool is_scored;	 /* false: only the verdict counts */
};

struct scoring_result {
	enum verdict verdict;
	double score;
};

void scoring_free(struct scoring *scoring);

/* Of one group, 0 being the attempt. Cases that were skipped count as rejected; a group without
 * cases, or all of whose cases were skipped, is VERDICT_SKIPPED and has no score. */
struct scoring_result scoring_evaluate(
	const struct scoring *scoring, uint32_t group, const enum verdict *cases);

/* Of an attempt at a step of so many points; NULL: all cases have to pass, for all points. Pass: the
 * outermost group's verdict is that, with the best score. */
enum verdict scoring_total(const struct scoring *scoring, const enum verdict *cases, size_t n_cases,
	uint32_t points, uint32_t *ret_points);

/* What an attempt at a step of so many points comes to: all of them for the best score, and never
 * all for less. */
uint32_t scoring_points(const struct scoring *scoring, double score, uint32_t points);

/* The case to go on with when this one did not pass: what lies between can't change the result.
 * n_cases: none. */
uint32_t scoring_next(const struct scoring *scoring, uint32_t index);
