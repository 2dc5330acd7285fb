/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "store_fixture.h"

static int64_t ensure(struct fixture *fixture, uid_t uid, const char *name)
{
	int64_t learner = 0;

	assert_int_equal(
		learner_ensure(fixture->store, uid, name, fixture_now(fixture), &learner), 0);
	return learner;
}

static void same_uid_is_same_learner(void **state)
{
	struct fixture *fixture = *state;
	int64_t ada = ensure(fixture, 1000, "ada"), bob = ensure(fixture, 1001, "bob");

	assert_int_equal(ada, fixture->learner);
	assert_int_not_equal(ada, bob);
	assert_int_equal(ensure(fixture, 1001, "bob"), bob);
}

static void learner_outlives_the_process(void **state)
{
	struct fixture *fixture = *state;

	fixture_reopen(fixture);
	assert_int_equal(ensure(fixture, 1000, "ada"), fixture->learner);
}

static void known_learner_is_no_write(void **state)
{
	struct fixture *fixture = *state;

	ensure(fixture, 1000, "ada");
	assert_false(store_is_dirty(fixture->store));
}

static void new_name_is_kept(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(ensure(fixture, 1000, "lovelace"), fixture->learner);
	assert_true(store_is_dirty(fixture->store));
	fixture_commit(fixture);
	ensure(fixture, 1000, "lovelace");
	assert_false(store_is_dirty(fixture->store));
}

static void every_uid_has_a_place(void **state)
{
	struct fixture *fixture = *state;
	const uid_t uids[] = { 0, 65534, INT32_MAX, (uid_t)-2 };

	for (size_t i = 0; i < ARRAY_SIZE(uids); i++)
		assert_true(ensure(fixture, uids[i], "x") > 0);
}

static void name_has_a_limit(void **state)
{
	struct fixture *fixture = *state;
	char name[LEARNER_NAME_MAX + 2];
	int64_t learner = -7;

	memset(name, 'n', sizeof(name));
	name[LEARNER_NAME_MAX + 1] = '\0';
	assert_int_equal(learner_ensure(fixture->store, 7, name, 1, &learner), -ENAMETOOLONG);
	assert_int_equal(learner, -7);
	assert_false(store_is_dirty(fixture->store));
	name[LEARNER_NAME_MAX] = '\0';
	assert_true(ensure(fixture, 7, name) > 0);
}

static void name_is_data_not_sql(void **state)
{
	struct fixture *fixture = *state;

	ensure(fixture, 5, "'; DROP TABLE learner; --");
	fixture_commit(fixture);
	assert_int_equal(ensure(fixture, 1000, "ada"), fixture->learner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			same_uid_is_same_learner, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			learner_outlives_the_process, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			known_learner_is_no_write, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(new_name_is_kept, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			every_uid_has_a_place, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(name_has_a_limit, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			name_is_data_not_sql, fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
