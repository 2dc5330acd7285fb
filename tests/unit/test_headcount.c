/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/headcount.h"

#define USERS (3 * HEADCOUNT_BUCKETS) /* so that buckets hold several */

static int set_up(void **state)
{
	static struct headcount headcount;

	headcount_init(&headcount);
	*state = &headcount;
	return 0;
}

static int tear_down(void **state)
{
	headcount_done(*state);
	return 0;
}

static void nobody_is_there_in_the_beginning(void **state)
{
	assert_int_equal(headcount_of(*state, 0), 0);
	assert_int_equal(headcount_of(*state, (uid_t)-1), 0);
}

static void each_user_is_counted_apart(void **state)
{
	for (uid_t uid = 0; uid < USERS; uid++) {
		for (uid_t i = 0; i <= uid % 3; i++)
			assert_int_equal(headcount_add(*state, uid), 0);
	}
	for (uid_t uid = 0; uid < USERS; uid++)
		assert_int_equal(headcount_of(*state, uid), 1 + uid % 3);
}

static void who_went_counts_no_longer_and_the_others_do(void **state)
{
	assert_int_equal(headcount_add(*state, 7), 0);
	assert_int_equal(headcount_add(*state, 7), 0);
	assert_int_equal(headcount_add(*state, 7 + HEADCOUNT_BUCKETS), 0);
	headcount_remove(*state, 7);
	assert_int_equal(headcount_of(*state, 7), 1);
	headcount_remove(*state, 7);
	assert_int_equal(headcount_of(*state, 7), 0);
	assert_int_equal(headcount_of(*state, 7 + HEADCOUNT_BUCKETS), 1);
	headcount_remove(*state, 7);
	assert_int_equal(headcount_of(*state, 7), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nobody_is_there_in_the_beginning, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_user_is_counted_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_went_counts_no_longer_and_the_others_do, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
