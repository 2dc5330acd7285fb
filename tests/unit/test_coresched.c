/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/coresched.h"

#include <errno.h>
#include <string.h>

static void cookie_is_told(void **state)
{
	(void)state;
	assert_int_equal(coresched_state(0, 1), CORESCHED_ON);
	assert_non_null(strstr(coresched_words(CORESCHED_ON), "core-scheduling"));
}

static void without_shared_cores_there_is_nothing_to_say(void **state)
{
	(void)state;
	assert_int_equal(coresched_state(-ENODEV, 0), CORESCHED_NO_SMT);
	assert_int_equal(coresched_state(-ENODEV, -1), CORESCHED_NO_SMT);
	assert_int_equal(coresched_state(-EINVAL, 0), CORESCHED_NO_SMT);
	assert_int_equal(coresched_state(-EINVAL, -1), CORESCHED_NO_SMT);
	assert_string_equal(coresched_words(CORESCHED_NO_SMT), "");
}

static void shared_cores_without_the_feature_are_told(void **state)
{
	(void)state;
	assert_int_equal(coresched_state(-EINVAL, 1), CORESCHED_MISSING);
	assert_int_equal(coresched_state(-EPERM, 1), CORESCHED_MISSING);
	assert_non_null(strstr(coresched_words(CORESCHED_MISSING), "no core scheduling"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cookie_is_told),
		cmocka_unit_test(without_shared_cores_there_is_nothing_to_say),
		cmocka_unit_test(shared_cores_without_the_feature_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
