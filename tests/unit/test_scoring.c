/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/cleanup.h"
#include "grade/scoring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Eight cases: 0 and 1 in sample, 2 to 4 in secret/1, 5 and 6 in secret/2, 7 in secret itself.
 * A letter a case: P(ass) W(rong) T(imeout) R(untime) S(kipped) I(nternal).
 */
enum { ROOT, SAMPLE, SECRET, FIRST, SECOND, GROUPS };
#define CASES 8

struct fixture {
	struct scoring_group groups[GROUPS];
	uint32_t cases[CASES];
	struct scoring scoring;
};

static struct fixture make(void)
{
	struct fixture fixture = {
		.groups = {
			[ROOT] = { .parent = ROOT, .first = 0, .n_cases = 8 },
			[SAMPLE] = { .parent = ROOT, .first = 0, .n_cases = 2 },
			[SECRET] = { .parent = ROOT, .first = 2, .n_cases = 6 },
			[FIRST] = { .parent = SECRET, .first = 2, .n_cases = 3 },
			[SECOND] = { .parent = SECRET, .first = 5, .n_cases = 2 },
		},
		.cases = { SAMPLE, SAMPLE, FIRST, FIRST, FIRST, SECOND, SECOND, SECRET },
	};

	for (size_t i = 0; i < GROUPS; i++)
		fixture.groups[i].accept_score = 1;
	return fixture;
}

static struct scoring *wire(struct fixture *fixture)
{
	fixture->scoring = (struct scoring){ .groups = fixture->groups,
		.n_groups = GROUPS,
		.cases = fixture->cases,
		.n_cases = CASES,
		.is_scored = true };
	return &fixture->scoring;
}

static void read_verdicts(const char *letters, enum verdict verdicts[static CASES])
{
	static const char known[] = "PWTMOR?SI";

	assert_int_equal(strlen(letters), CASES);
	for (size_t i = 0; i < CASES; i++)
		verdicts[i] = (enum verdict)(strchr(known, letters[i]) - known);
}

static void expect(struct fixture *fixture, const char *letters, enum verdict verdict, double score)
{
	enum verdict verdicts[CASES];
	struct scoring_result result;

	read_verdicts(letters, verdicts);
	result = scoring_evaluate(wire(fixture), ROOT, verdicts);
	if (result.verdict != verdict || fabs(result.score - score) > 1e-9)
		fail_msg("%s: %s with %g", letters, verdict_name(result.verdict), result.score);
}

static void scores_are_added_and_the_worst_error_is_told(void **state)
{
	struct fixture fixture = make();

	(void)state;
	expect(&fixture, "PPPPPPPP", VERDICT_PASS, 8);
	expect(&fixture, "PPWPTPPP", VERDICT_TIMEOUT, 6);
	expect(&fixture, "PPWPTPRP", VERDICT_RUNTIME, 5);
	expect(&fixture, "WPPPPPPP", VERDICT_WRONG, 7);
}

static void a_group_has_its_minimum_maximum_or_average(void **state)
{
	struct fixture fixture = make();

	(void)state;
	fixture.groups[FIRST].accept_score = 30;
	fixture.groups[FIRST].score = SCORING_MIN;
	fixture.groups[SECOND].accept_score = 10;
	fixture.groups[SECOND].reject_score = -2;
	fixture.groups[SECOND].score = SCORING_AVERAGE;
	expect(&fixture, "PPPPPPPP", VERDICT_PASS, 2 + 30 + 10 + 1);
	expect(&fixture, "PPPWPPPP", VERDICT_WRONG, 2 + 0 + 10 + 1);
	expect(&fixture, "PPPPPWPP", VERDICT_WRONG, 2 + 30 + 4 + 1);
	fixture.groups[FIRST].score = SCORING_MAX_OF;
	expect(&fixture, "PPWWPPPP", VERDICT_WRONG, 2 + 30 + 10 + 1);
}

static void a_group_that_stops_counts_no_further(void **state)
{
	struct fixture fixture = make();

	(void)state;
	fixture.groups[FIRST].stops = true;
	expect(&fixture, "PPPWPPPP", VERDICT_WRONG, 2 + 1 + 2 + 1);
	expect(&fixture, "PPPWSPPP", VERDICT_WRONG, 2 + 1 + 2 + 1);
	expect(&fixture, "PPPWRPPP", VERDICT_WRONG, 2 + 1 + 2 + 1); /* as if it had not run */
	fixture.groups[ROOT].stops = true;
	expect(&fixture, "WPPPPPPP", VERDICT_WRONG, 1);
}

static void the_first_error_is_told_where_that_is_asked(void **state)
{
	struct fixture fixture = make();

	(void)state;
	for (size_t i = 0; i < GROUPS; i++)
		fixture.groups[i].verdict = SCORING_FIRST_ERROR;
	expect(&fixture, "PPWRPTPP", VERDICT_WRONG, 5);
}

static void a_group_may_accept_all_or_any(void **state)
{
	struct fixture fixture = make();

	(void)state;
	fixture.groups[SECOND].verdict = SCORING_ALWAYS_ACCEPT;
	expect(&fixture, "PPPPPWWP", VERDICT_PASS, 6);
	fixture.groups[FIRST].takes_any = true;
	expect(&fixture, "PPWTPWWP", VERDICT_PASS, 4);
	expect(&fixture, "PPWTWWWP", VERDICT_TIMEOUT, 3);
	expect(&fixture, "PPWTPWIP", VERDICT_INTERNAL, 4); /* ours is nobody's pass */
}

static void the_sample_may_count_for_nothing(void **state)
{
	struct fixture fixture = make();

	(void)state;
	fixture.groups[ROOT].ignores_sample = true;
	expect(&fixture, "WWPPPPPP", VERDICT_PASS, 6);
	expect(&fixture, "PPPPPPPW", VERDICT_WRONG, 5);
}

static void a_group_passes_whole_or_not_and_waits_for_others(void **state)
{
	struct fixture fixture = make();

	(void)state;
	fixture.groups[FIRST].score = fixture.groups[SECOND].score = SCORING_PASS_FAIL;
	fixture.groups[FIRST].whole = 40;
	fixture.groups[SECOND].whole = 60;
	fixture.groups[SECOND].needs[0] = FIRST;
	fixture.groups[SECOND].n_needs = 1;
	fixture.groups[SAMPLE].accept_score = fixture.groups[SECRET].accept_score = 0;
	expect(&fixture, "PPPPPPPP", VERDICT_PASS, 100);
	expect(&fixture, "PPPPPPWP", VERDICT_WRONG, 40);
	expect(&fixture, "PPPPWPPP", VERDICT_WRONG, 0);
}

static void without_a_case_that_ran_a_group_is_skipped(void **state)
{
	struct fixture fixture = make();
	enum verdict verdicts[CASES];
	struct scoring_result result;

	(void)state;
	read_verdicts("PPPPPSSP", verdicts);
	result = scoring_evaluate(wire(&fixture), SECOND, verdicts);
	assert_int_equal(result.verdict, VERDICT_SKIPPED);
	assert_true(result.score == 0);
}

static void the_next_case_is_the_one_that_still_counts(void **state)
{
	struct fixture fixture = make();
	const struct scoring *scoring = wire(&fixture);

	(void)state;
	assert_int_equal(scoring_next(scoring, 2), 3);
	fixture.groups[FIRST].stops = true;
	assert_int_equal(scoring_next(scoring, 2), 5);
	fixture.groups[SECRET].stops = true;
	assert_int_equal(scoring_next(scoring, 2), 8);
	assert_int_equal(scoring_next(scoring, 5), 6); /* its own group goes on */
	fixture.groups[FIRST].takes_any = true; /* it may be accepted all the same */
	assert_int_equal(scoring_next(scoring, 3), 5);
	for (size_t i = 0; i < GROUPS; i++)
		fixture.groups[i].stops = true;
	fixture.groups[FIRST].takes_any = false;
	for (uint32_t i = 0; i < CASES; i++)
		assert_true(scoring_next(scoring, i) > i && scoring_next(scoring, i) <= CASES);
}

static void points_are_a_share_and_all_only_for_the_best(void **state)
{
	struct fixture fixture = make();
	struct scoring *scoring = wire(&fixture);

	(void)state;
	scoring->best = 100;
	assert_int_equal(scoring_points(scoring, 100, 100), 100);
	assert_int_equal(scoring_points(scoring, 47, 100), 47);
	assert_int_equal(scoring_points(scoring, 99.99, 100), 99);
	assert_int_equal(scoring_points(scoring, 0, 100), 0);
	assert_int_equal(scoring_points(scoring, -5, 100), 0);
	assert_int_equal(scoring_points(scoring, NAN, 100), 0);
	assert_int_equal(scoring_points(scoring, 50, 1), 0);
	scoring->best = 3;
	assert_int_equal(scoring_points(scoring, 1, 9), 3);
	scoring->best = 0;
	assert_int_equal(scoring_points(scoring, 0, 5), 5);
}

static void total(struct scoring *scoring, const char *letters, enum verdict verdict, uint32_t points)
{
	enum verdict verdicts[CASES];
	uint32_t earned;

	read_verdicts(letters, verdicts);
	assert_int_equal(scoring_total(scoring, verdicts, CASES, 8, &earned), verdict);
	assert_int_equal(earned, points);
}

static void a_pass_needs_the_verdict_and_the_best_score(void **state)
{
	struct fixture fixture = make();
	struct scoring *scoring = wire(&fixture);

	(void)state;
	scoring->best = 8;
	total(scoring, "PPPPPPPP", VERDICT_PASS, 8);
	total(scoring, "PPPPPPTP", VERDICT_TIMEOUT, 7);
	fixture.groups[SECOND].verdict = SCORING_ALWAYS_ACCEPT;
	total(scoring, "PPPPPPTP", VERDICT_TIMEOUT, 7); /* accepted, but not whole */
	total(scoring, "PPPPPPIP", VERDICT_INTERNAL, 0);
	total(scoring, "PPPPPPPS", VERDICT_INTERNAL, 0); /* nothing failed, not all was run */
	scoring->is_scored = false;
	total(scoring, "PPPPPPTP", VERDICT_PASS, 8);
	total(scoring, "PPTPPPPP", VERDICT_TIMEOUT, 0);
	total(NULL, "PPPPPPPP", VERDICT_PASS, 8);
	total(NULL, "PPPWPPPP", VERDICT_WRONG, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_are_added_and_the_worst_error_is_told),
		cmocka_unit_test(a_group_has_its_minimum_maximum_or_average),
		cmocka_unit_test(a_group_that_stops_counts_no_further),
		cmocka_unit_test(the_first_error_is_told_where_that_is_asked),
		cmocka_unit_test(a_group_may_accept_all_or_any),
		cmocka_unit_test(the_sample_may_count_for_nothing),
		cmocka_unit_test(a_group_passes_whole_or_not_and_waits_for_others),
		cmocka_unit_test(without_a_case_that_ran_a_group_is_skipped),
		cmocka_unit_test(the_next_case_is_the_one_that_still_counts),
		cmocka_unit_test(points_are_a_share_and_all_only_for_the_best),
		cmocka_unit_test(a_pass_needs_the_verdict_and_the_best_score),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
