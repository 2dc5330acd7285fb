/* SPDX-License-Identifier: MIT */
/* What is counted when it changes must be what counting all of it comes to. */
#include "unit.h"

#include "store_fixture.h"

#include "store/database.h"
#include "store/schema.h"

#include <sqlite3.h>

#define OPERATIONS 2000
#define STEPS	   3
#define BEFORE	   3 /* the schema's version before there were counts */

static const char recount[] =
	"SELECT learner, lesson, round, step, sum(state <> 'canceled' AND verdict IS NOT "
	"'internal'),"
	" max(CASE WHEN state = 'done' AND verdict = 'pass' THEN points END),"
	" min(CASE WHEN state = 'done' AND verdict = 'pass' THEN ended_us END), max(submitted_us),"
	" ifnull(max(CASE WHEN state = 'done' THEN points END), 0)"
	" FROM attempt GROUP BY learner, lesson, round, step";
static const char kept[] =
	"SELECT learner, lesson, round, step, attempts, points, passed_us, last_us, best"
	" FROM tally";

static int64_t ask(struct fixture *fixture, const char *sql)
{
	int64_t number = -1;

	assert_int_equal(database_get_number(fixture->store, sql, &number), 0);
	return number;
}

static void assert_counted(struct fixture *fixture)
{
	char sql[2048];

	(void)snprintf(sql, sizeof(sql),
		"SELECT (SELECT count(*) FROM (%s EXCEPT %s)) + (SELECT count(*) FROM (%s EXCEPT "
		"%s))",
		recount, kept, kept, recount);
	assert_int_equal(ask(fixture, sql), 0);
}

/* The same each time; good enough to choose. */
static uint32_t choose(uint32_t *seed, uint32_t count)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % count;
}

static int take_unfinished(void *userdata, const struct attempt *attempt)
{
	int64_t *left = userdata;

	if (left[1]-- > 0)
		return 0;
	left[0] = attempt->id;
	return 1;
}

/* One of those that wait or run; 0: there is none so far down the list. */
static int64_t find_unfinished(struct fixture *fixture, uint32_t position)
{
	int64_t left[2] = { 0, position };

	assert_true(attempt_each_unfinished(fixture->store, take_unfinished, left) >= 0);
	return left[0];
}

static void end(struct fixture *fixture, int64_t attempt, uint32_t *seed)
{
	enum attempt_state state = choose(seed, 5) == 0 ? ATTEMPT_CANCELED : ATTEMPT_DONE;
	enum verdict verdict = choose(seed, VERDICT_COUNT);

	if (choose(seed, 3) == 0)
		verdict = VERDICT_PASS;
	fixture_finish(fixture, attempt, state, verdict);
}

static void do_something(struct fixture *fixture, uint32_t *seed)
{
	static const char *const steps[STEPS] = { STEP, "second", "third" };
	static const char *const lessons[] = { LESSON, "x/y", "never/started" };
	uint32_t what = choose(seed, 12), reruns;
	int64_t attempt = find_unfinished(fixture, choose(seed, 4));

	if (what < 4)
		(void)fixture_attempt(
			fixture, lessons[choose(seed, 3)], steps[choose(seed, STEPS)]);
	else if (what == 4)
		assert_int_equal(practice_reset(fixture->store, fixture->learner,
					 lessons[choose(seed, 2)], fixture_now(fixture)),
			0);
	else if (what == 5)
		store_rollback(fixture->store);
	else if (what == 6)
		fixture_commit(fixture);
	else if (attempt && what == 7)
		(void)attempt_set_running(fixture->store, attempt, fixture_now(fixture));
	else if (attempt && what == 8)
		assert_int_equal(attempt_set_queued_again(fixture->store, attempt, &reruns), 0);
	else if (attempt)
		end(fixture, attempt, seed);
}

static void whatever_is_done_the_counts_are_those_of_all_attempts(void **state)
{
	struct fixture *fixture = *state;
	uint32_t seed = 5;

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(practice_start(fixture->store, fixture->learner,
					 i == 0 ? LESSON : "x/y", "c", fixture_now(fixture)),
			0);
	fixture_commit(fixture);
	for (unsigned i = 0; i < OPERATIONS; i++) {
		do_something(fixture, &seed);
		if (i % 20 == 0)
			assert_counted(fixture);
	}
	assert_counted(fixture);
	assert_true(ask(fixture, "SELECT count(*) FROM attempt WHERE verdict = 'pass'") > 50);
	assert_true(ask(fixture, "SELECT count(*) FROM attempt WHERE state = 'canceled'") > 20);
	assert_true(ask(fixture, "SELECT count(DISTINCT round) FROM tally") > 10);
}

static void execute(sqlite3 *db, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", sql, error);
}

/* As a practiced that didn't count left it: two learners, three steps, several rounds, each kind
 * of end. */
static void write_old(struct fixture *fixture)
{
	static const char attempts[] =
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
		" INSERT INTO attempt (learner, lesson, step, language, round, state, verdict, "
		"points,"
		" max_points, cases, submitted_us, ended_us)"
		" SELECT 1 + i % 2, '" LESSON "', 'step' || ((i / 2) % 3), 'c', 1 + i / 100,"
		" CASE i % 7 WHEN 0 THEN 'queued' WHEN 1 THEN 'canceled' ELSE 'done' END,"
		" CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN 'skipped' WHEN 2 THEN 'internal'"
		"  WHEN 3 THEN 'pass' ELSE 'wrong' END,"
		" CASE i % 7 WHEN 3 THEN i % 5 ELSE 0 END, 5, 3, i,"
		" CASE i % 7 WHEN 0 THEN NULL ELSE 1000 - i END FROM n";
	char sql[512];
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	for (size_t i = 0; i < BEFORE; i++)
		execute(db, schema_migrations[i]);
	(void)snprintf(sql, sizeof(sql),
		"PRAGMA application_id = %d; PRAGMA user_version = %d;"
		"INSERT INTO learner (uid, name, created_us) VALUES (1000, 'ada', 5), (1001, "
		"'bob', 5);"
		"INSERT INTO practice (learner, lesson, language, started_us, round)"
		" VALUES (1, '" LESSON "', 'c', 7, 4), (1, 'x/y', 'c', 8, 1);"
		"INSERT INTO session (practice, started_us) VALUES (2, 8), (1, 7);",
		SCHEMA_APPLICATION_ID, BEFORE);
	execute(db, sql);
	execute(db, attempts);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void what_an_old_database_has_is_counted_once(void **state)
{
	struct fixture *fixture = *state;
	struct step_progress progress;
	struct practice practice;

	write_old(fixture);
	fixture_open(fixture);
	assert_counted(fixture);
	assert_int_equal(ask(fixture, "SELECT count(*) FROM tally"), 2 * 3 * 5 + 1);
	assert_int_equal(step_progress_get(fixture->store, 1, LESSON, "step0", &progress), 0);
	assert_true(progress.is_passed);
	assert_true(progress.attempts > 0);
	assert_int_equal(practice_get(fixture->store, 1, LESSON, &practice), 1);
	assert_true(practice.is_current);
	assert_int_equal(practice_get(fixture->store, 1, "x/y", &practice), 1);
	assert_true(practice.is_active);
	assert_false(practice.is_current);
	fixture_reopen(fixture);
	assert_counted(fixture);
}

/* Counted by what SQLite had to do, for time is nothing to rely on. */
static int count_work(void *userdata)
{
	(*(unsigned *)userdata)++;
	return 0;
}

static unsigned work_of_reading(struct fixture *fixture)
{
	struct step_progress progress;
	struct practice practice;
	unsigned work = 0;

	sqlite3_progress_handler(fixture->store->db, 1, count_work, &work);
	assert_int_equal(practice_get(fixture->store, 1, LESSON, &practice), 1);
	assert_int_equal(step_progress_get(fixture->store, 1, LESSON, "step0", &progress), 0);
	sqlite3_progress_handler(fixture->store->db, 0, NULL, NULL);
	return work;
}

static void progress_is_read_at_the_same_cost_after_many_attempts(void **state)
{
	struct fixture *fixture = *state;
	unsigned before;

	write_old(fixture);
	fixture_open(fixture);
	fixture->learner = 1;
	(void)fixture_attempt(fixture, LESSON, "step0");
	before = work_of_reading(fixture);
	assert_in_range(before, 10, 1000);
	for (unsigned i = 0; i < 300; i++)
		(void)fixture_ended(fixture, LESSON, "step0", VERDICT_WRONG);
	assert_in_range(work_of_reading(fixture), 10, before + 20);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
#define TEST_OLD(function)                                                                         \
	cmocka_unit_test_setup_teardown(function, fixture_setup_folder, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(whatever_is_done_the_counts_are_those_of_all_attempts),
		TEST_OLD(what_an_old_database_has_is_counted_once),
		TEST_OLD(progress_is_read_at_the_same_cost_after_many_attempts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
