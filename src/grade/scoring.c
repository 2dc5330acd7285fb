/* SPDX-License-Identifier: MIT */
#include "grade/scoring.h"

#include "grade/score.h"

#include <math.h>
#include <stdlib.h>

void scoring_free(struct scoring *scoring)
{
	if (!scoring)
		return;
	for (size_t i = 0; i < scoring->n_groups; i++)
		free(scoring->groups[i].name);
	free(scoring->groups);
	free(scoring->cases);
	free(scoring);
}

/* ---- of one group */

/* What its members came to so far. */
struct tally {
	enum verdict first, worst; /* pass: no error yet */
	bool has_pass, has_member, is_over;
	size_t n;
	double sum, min, max;
	struct scoring_result last;
};

/* The default grader's order of errors. */
static unsigned rank(enum verdict verdict)
{
	static const unsigned ranks[VERDICT_COUNT] = {
		[VERDICT_INTERNAL] = 8,
		[VERDICT_COMPILE] = 7,
		[VERDICT_RUNTIME] = 6,
		[VERDICT_MEMORY] = 5,
		[VERDICT_TIMEOUT] = 4,
		[VERDICT_OUTPUT] = 3,
		[VERDICT_WRONG] = 2,
		[VERDICT_SKIPPED] = 1,
		[VERDICT_PASS] = 0,
	};

	return (unsigned)verdict < VERDICT_COUNT ? ranks[verdict] : ranks[VERDICT_INTERNAL];
}

static void add_member(
	const struct scoring_group *group, struct tally *tally, struct scoring_result member)
{
	bool is_accepted = member.verdict == VERDICT_PASS;

	if (tally->is_over)
		return;
	if (tally->first == VERDICT_PASS)
		tally->first = member.verdict;
	if (rank(member.verdict) > rank(tally->worst))
		tally->worst = member.verdict;
	tally->min = tally->has_member ? fmin(tally->min, member.score) : member.score;
	tally->max = tally->has_member ? fmax(tally->max, member.score) : member.score;
	tally->has_member = true;
	tally->has_pass |= is_accepted;
	tally->sum += member.score;
	tally->n++;
	tally->last = member;
	tally->is_over = group->stops && !is_accepted;
}

static enum verdict verdict_of(const struct scoring_group *group, const struct tally *tally)
{
	/* Ours is nobody's pass. */
	if (tally->worst == VERDICT_INTERNAL)
		return VERDICT_INTERNAL;
	if (group->takes_any && tally->has_pass)
		return VERDICT_PASS;
	switch (group->verdict) {
	case SCORING_FIRST_ERROR:
		return tally->first;
	case SCORING_ALWAYS_ACCEPT:
		return VERDICT_PASS;
	default:
		return tally->worst;
	}
}

static double score_of(const struct scoring_group *group, const struct tally *tally)
{
	switch (group->score) {
	case SCORING_AVERAGE:
		return tally->sum / (double)tally->n;
	case SCORING_MIN:
		return tally->min;
	case SCORING_MAX_OF:
		return tally->max;
	case SCORING_PASS_FAIL:
		return tally->worst == VERDICT_PASS ? group->whole : 0;
	default:
		return tally->sum;
	}
}

static struct scoring_result result_of(const struct scoring_group *group, const struct tally *tally)
{
	static const struct scoring_result none = { .verdict = VERDICT_SKIPPED };
	struct tally only = { .first = VERDICT_PASS, .worst = VERDICT_PASS };

	if (!tally->has_member)
		return none;
	if (group->ignores_sample && tally->n > 1) {
		add_member(group, &only, tally->last);
		tally = &only;
	}
	return (struct scoring_result){ verdict_of(group, tally), score_of(group, tally) };
}

/* ---- of all */

struct walk {
	const struct scoring *scoring;
	const enum verdict *cases;
};

/* Of the groups that hold the case, the one that is a member of `group`. */
static uint32_t member_of(const struct scoring *scoring, uint32_t group, uint32_t index)
{
	uint32_t member = scoring->cases[index];

	for (unsigned i = 0; i < SCORING_DEPTH_MAX && scoring->groups[member].parent != group; i++)
		member = scoring->groups[member].parent;
	return member;
}

static bool is_all_passed(const struct walk *walk, const struct scoring_group *group)
{
	for (uint32_t i = 0; i < group->n_cases; i++)
		if (walk->cases[group->first + i] != VERDICT_PASS)
			return false;
	return true;
}

static bool has_what_it_needs(const struct walk *walk, const struct scoring_group *group)
{
	for (uint32_t i = 0; i < group->n_needs; i++)
		if (!is_all_passed(walk, &walk->scoring->groups[group->needs[i]]))
			return false;
	return true;
}

static struct scoring_result case_result(
	const struct walk *walk, const struct scoring_group *group, uint32_t index)
{
	bool is_accepted = walk->cases[index] == VERDICT_PASS;

	return (struct scoring_result){ walk->cases[index],
		is_accepted ? group->accept_score : group->reject_score };
}

static bool is_unrun(const struct walk *walk, const struct scoring_group *group)
{
	for (uint32_t i = 0; i < group->n_cases; i++)
		if (walk->cases[group->first + i] != VERDICT_SKIPPED)
			return false;
	return true;
}

/* As deep as groups are. */
static struct scoring_result evaluate(const struct walk *walk, uint32_t number)
{
	const struct scoring_group *group = &walk->scoring->groups[number];
	struct tally tally = { .first = VERDICT_PASS, .worst = VERDICT_PASS };
	uint32_t end = group->first + group->n_cases;

	if (is_unrun(walk, group) || !has_what_it_needs(walk, group))
		return (struct scoring_result){ .verdict = VERDICT_SKIPPED };
	for (uint32_t i = group->first; i < end;) {
		uint32_t member = number;

		if (walk->scoring->cases[i] != number)
			member = member_of(walk->scoring, number, i);
		add_member(group, &tally,
			member == number ? case_result(walk, group, i) : evaluate(walk, member));
		i = member == number ? i + 1
				     : walk->scoring->groups[member].first +
					       walk->scoring->groups[member].n_cases;
	}
	return result_of(group, &tally);
}

struct scoring_result scoring_evaluate(
	const struct scoring *scoring, uint32_t group, const enum verdict *cases)
{
	const struct walk walk = { .scoring = scoring, .cases = cases };

	return evaluate(&walk, group);
}

uint32_t scoring_points(const struct scoring *scoring, double score, uint32_t points)
{
	double share = scoring->best > 0 ? score / scoring->best : 1;
	double earned = floor(share * points + 1e-6); /* 1/3 of 3 points is one */

	if (score >= scoring->best)
		return points;
	if (!(earned > 0) || points == 0)
		return 0;
	return earned >= points ? points - 1 : (uint32_t)earned;
}

enum verdict scoring_total(const struct scoring *scoring, const enum verdict *cases, size_t n_cases,
	uint32_t points, uint32_t *ret_points)
{
	enum verdict plain = score_verdict(cases, n_cases);
	struct scoring_result result;

	*ret_points = 0;
	/* Nothing failed, but something was not run: not a pass. */
	if (plain == VERDICT_SKIPPED || plain == VERDICT_INTERNAL)
		return VERDICT_INTERNAL;
	if (!scoring) {
		*ret_points = score_points(plain, points);
		return plain;
	}
	result = scoring_evaluate(scoring, 0, cases);
	if (scoring->is_scored)
		*ret_points = scoring_points(scoring, result.score, points);
	else
		*ret_points = score_points(result.verdict, points);
	if (result.verdict == VERDICT_PASS && *ret_points == points)
		return VERDICT_PASS;
	return result.verdict != VERDICT_PASS ? result.verdict : plain != VERDICT_PASS ? plain : VERDICT_WRONG;
}

uint32_t scoring_next(const struct scoring *scoring, uint32_t index)
{
	uint32_t next = index + 1, group = scoring->cases[index];

	for (unsigned i = 0; i < SCORING_DEPTH_MAX; i++) {
		const struct scoring_group *at = &scoring->groups[group];

		/* A member that may be accepted all the same doesn't end the group that it is in. */
		if (!at->stops)
			break;
		next = at->first + at->n_cases;
		if (at->parent == group || at->takes_any || at->verdict == SCORING_ALWAYS_ACCEPT)
			break;
		group = at->parent;
	}
	return next;
}
