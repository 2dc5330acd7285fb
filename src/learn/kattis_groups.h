/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: how the groups of a package's cases are graded, from what testdata.yaml
 * (legacy) and test_group.yaml (2025-09) say of it. Groups are begun and ended in the order of the
 * cases, those within a group before its end.
 */
#pragma once

#include "grade/scoring.h"
#include "learn/kattis.h"

/* What a group says, or those above it. */
struct kattis_grading {
	bool stops, takes_any, ignores_sample;
	enum scoring_verdict verdict;
	enum scoring_score score;
	double accept_score, reject_score;
	double most;		/* 2025-09: max_score; negative: unbounded */
	struct strlist needs;	/* require_pass; of this group alone */
};

struct kattis_groups {
	struct kattis *kattis;
	struct scoring *scoring; /* as far as it is known */
};

void kattis_grading_done(struct kattis_grading *grading);
/* What holds where nobody says anything: data, or (2025-09) data/sample, data/secret, or a group in
 * it; else what the group above says. */
int kattis_grading_inherit(const struct kattis *kattis, const char *path,
	const struct kattis_grading *above, struct kattis_grading *grading);
/* The keys of a group's file, over what is inherited. 0, -EINVAL with the error, -ENOMEM. */
int kattis_grading_read(struct kattis *kattis, const char *file, const struct yaml *root,
	struct kattis_grading *grading);

void kattis_groups_done(struct kattis_groups *groups);
/* ret_group: its number, for the others; `above` of the first one is its own, 0. */
int kattis_groups_begin(struct kattis_groups *groups, const char *path, uint32_t above,
	const struct kattis_grading *grading, uint32_t *ret_group);
int kattis_groups_add_case(struct kattis_groups *groups, uint32_t group);
int kattis_groups_end(struct kattis_groups *groups, uint32_t group, const struct kattis_grading *grading);
/* All of it into the step, where it makes a difference. */
int kattis_groups_finish(struct kattis_groups *groups, struct step *step);
