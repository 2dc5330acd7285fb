/* SPDX-License-Identifier: MIT */
#include "store_fixture.h"

#include "store/attempt_variant.h"
#include "store/schema.h"

#include <errno.h>
#include <sqlite3.h>

static int64_t make_attempt(struct fixture *fixture)
{
	const struct attempt_new new_attempt = { .learner = fixture->learner,
		.lesson = LESSON,
		.step = STEP,
		.language = "c",
		.max_points = 1,
		.cases = 1,
		.now_us = fixture_now(fixture) };
	int64_t attempt = 0;

	assert_int_equal(attempt_create(fixture->store, &new_attempt, &attempt), 0);
	return attempt;
}

static void an_attempt_without_one_has_the_plain_cases(void **state)
{
	struct fixture *fixture = *state;
	struct attempt_variant variant = { 0 };

	assert_int_equal(attempt_variant_get(fixture->store, make_attempt(fixture), &variant), 0);
}

static void seed_cases_and_problem_are_kept(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_attempt_variant_ struct attempt_variant variant = { 0 };
	int64_t attempt = make_attempt(fixture);

	assert_int_equal(attempt_variant_add(fixture->store, attempt, UINT32_MAX), 0);
	assert_int_equal(attempt_variant_set_cases(fixture->store, attempt, "a\0b", 3), 0);
	assert_int_equal(attempt_variant_set_problem(fixture->store, attempt, "none"), 0);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(attempt_variant_get(fixture->store, attempt, &variant), 1);
	assert_int_equal(variant.seed, UINT32_MAX);
	assert_int_equal(variant.cases_len, 3);
	assert_memory_equal(variant.cases, "a\0b", 3);
	assert_string_equal(variant.problem, "none");
}

static void a_seed_is_of_an_attempt_and_there_is_one(void **state)
{
	struct fixture *fixture = *state;
	int64_t attempt = make_attempt(fixture);

	assert_true(attempt_variant_add(fixture->store, attempt, 0) < 0);
	assert_true(attempt_variant_add(fixture->store, attempt + 1, 1) < 0);
	assert_int_equal(attempt_variant_add(fixture->store, attempt, 1), 0);
	assert_true(attempt_variant_add(fixture->store, attempt, 2) < 0);
}

static void limits_hold_at_them_and_one_past(void **state)
{
	struct fixture *fixture = *state;
	int64_t attempt = make_attempt(fixture);
	char *bytes = calloc(1, ATTEMPT_VARIANT_BYTES_MAX + 1);

	assert_non_null(bytes);
	assert_int_equal(attempt_variant_add(fixture->store, attempt, 1), 0);
	assert_int_equal(attempt_variant_set_cases(
				 fixture->store, attempt, bytes, ATTEMPT_VARIANT_BYTES_MAX),
		0);
	assert_int_equal(attempt_variant_set_cases(
				 fixture->store, attempt, bytes, ATTEMPT_VARIANT_BYTES_MAX + 1),
		-E2BIG);
	free(bytes);
}

/* A database as the program left it that knew the first schema alone. */
static void an_old_database_gets_the_table(void **state)
{
	struct fixture *fixture = *state;
	_cleanup_attempt_variant_ struct attempt_variant variant = { 0 };
	sqlite3 *db = NULL;
	char sql[256];

	fixture_close(fixture);
	assert_int_equal(unlink(fixture->path), 0);
	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, schema_migrations[0], NULL, NULL, NULL), SQLITE_OK);
	(void)snprintf(sql, sizeof(sql),
		"PRAGMA application_id = %d; PRAGMA user_version = 1;"
		"INSERT INTO learner (uid, name, created_us) VALUES (1000, 'ada', 5);",
		SCHEMA_APPLICATION_ID);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	fixture_open(fixture);
	assert_int_equal(learner_ensure(fixture->store, 1000, "ada", 9, &fixture->learner), 0);
	assert_int_equal(attempt_variant_add(fixture->store, make_attempt(fixture), 5), 0);
	assert_int_equal(attempt_variant_get(fixture->store, 1, &variant), 1);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_attempt_without_one_has_the_plain_cases),
		TEST(seed_cases_and_problem_are_kept),
		TEST(a_seed_is_of_an_attempt_and_there_is_one),
		TEST(limits_hold_at_them_and_one_past),
		TEST(an_old_database_gets_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
