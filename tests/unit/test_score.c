/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "grade/score.h"

static void verdict_is_the_first_failure(void **state)
{
	static const struct {
		enum verdict cases[4];
		size_t n;
		enum verdict verdict;
	} rows[] = {
		{ { VERDICT_PASS, VERDICT_PASS }, 2, VERDICT_PASS },
		{ { VERDICT_PASS, VERDICT_WRONG, VERDICT_TIMEOUT }, 3, VERDICT_WRONG },
		{ { VERDICT_TIMEOUT, VERDICT_WRONG }, 2, VERDICT_TIMEOUT },
		{ { VERDICT_SKIPPED, VERDICT_MEMORY }, 2, VERDICT_MEMORY },
		{ { VERDICT_WRONG, VERDICT_PASS, VERDICT_INTERNAL }, 3, VERDICT_INTERNAL },
		{ { VERDICT_COMPILE, VERDICT_SKIPPED }, 2, VERDICT_COMPILE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(score_verdict(rows[i].cases, rows[i].n), rows[i].verdict);
}

static void nothing_passes_unless_all_of_it_ran(void **state)
{
	static const enum verdict canceled[] = { VERDICT_PASS, VERDICT_SKIPPED };
	static const enum verdict unknown[] = { VERDICT_PASS, VERDICT_COUNT };

	(void)state;
	assert_int_equal(score_verdict(NULL, 0), VERDICT_INTERNAL);
	assert_int_equal(score_verdict(canceled, 2), VERDICT_SKIPPED);
	assert_int_equal(score_verdict(unknown, 2), VERDICT_INTERNAL);
}

static void only_a_pass_has_points(void **state)
{
	(void)state;
	for (unsigned verdict = 0; verdict <= VERDICT_COUNT; verdict++)
		assert_int_equal(
			score_points((enum verdict)verdict, 7), verdict == VERDICT_PASS ? 7 : 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdict_is_the_first_failure),
		cmocka_unit_test(nothing_passes_unless_all_of_it_ran),
		cmocka_unit_test(only_a_pass_has_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
