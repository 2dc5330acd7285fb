/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "job/verdict.h"

#include <errno.h>
#include <string.h>

static void every_verdict_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i < VERDICT_COUNT; i++) {
		assert_non_null(verdict_name((enum verdict)i));
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(
				verdict_name((enum verdict)i), verdict_name((enum verdict)k));
	}
}

static void names_and_verdicts_round_trip(void **state)
{
	(void)state;
	for (unsigned i = 0; i < VERDICT_COUNT; i++) {
		enum verdict verdict = VERDICT_COUNT;

		assert_int_equal(verdict_from_name(verdict_name((enum verdict)i), &verdict), 0);
		assert_int_equal(verdict, i);
	}
}

static void names_on_the_wire_stay_as_they_are(void **state)
{
	static const char *const names[] = { "pass", "wrong", "timeout", "memory", "output",
		"runtime", "compile", "skipped", "internal" };

	(void)state;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(verdict_name((enum verdict)i), names[i]);
}

static void unknown_name_is_refused_and_output_untouched(void **state)
{
	enum verdict verdict = VERDICT_OUTPUT;

	(void)state;
	assert_int_equal(verdict_from_name("passed", &verdict), -EINVAL);
	assert_int_equal(verdict_from_name("", &verdict), -EINVAL);
	assert_int_equal(verdict_from_name("PASS", &verdict), -EINVAL);
	assert_int_equal(verdict, VERDICT_OUTPUT);
}

static void number_that_is_no_verdict_reads_as_internal(void **state)
{
	(void)state;
	assert_string_equal(verdict_name(VERDICT_COUNT), "internal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verdict_has_a_name_of_its_own),
		cmocka_unit_test(names_and_verdicts_round_trip),
		cmocka_unit_test(names_on_the_wire_stay_as_they_are),
		cmocka_unit_test(unknown_name_is_refused_and_output_untouched),
		cmocka_unit_test(number_that_is_no_verdict_reads_as_internal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
