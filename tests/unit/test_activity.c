/* SPDX-License-Identifier: MIT */
#include "store_fixture.h"

#include "store/activity.h"
#include "store/card.h"
#include "store/database.h"
#include "store/schema.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define DAY_US	  (1440 * MINUTE_US)
#define TODAY	  100

static int64_t day_of(int64_t at_us)
{
	return at_us / DAY_US;
}

static int64_t day_end(int64_t at_us)
{
	return (at_us / DAY_US + 1) * DAY_US;
}

static void read_at(struct fixture *fixture, int64_t today, struct activity *ret)
{
	const struct activity_calendar calendar = { today * DAY_US + DAY_US / 2, day_of, day_end };

	*ret = (struct activity){ 0 };
	assert_int_equal(activity_read(fixture->store, fixture->learner, &calendar, ret), 0);
}

/* An attempt at that minute of that day. */
static void practise(struct fixture *fixture, int64_t day, int64_t minute, const char *step,
	enum verdict verdict)
{
	fixture->now_us = day * DAY_US + minute * MINUTE_US;
	fixture_ended(fixture, LESSON, step, verdict);
}

static void review(struct fixture *fixture, int64_t day, int64_t minute)
{
	const struct card_key key = { fixture->learner, LESSON, CARD_QUESTION, "q" };
	const struct card_review entry = {
		.grade = FSRS_GOOD,
		.memory = { .state = FSRS_REVIEW,
			.stability = 2,
			.difficulty = 5,
			.last_us = day * DAY_US + minute * MINUTE_US,
			.due_us = (day + 2) * DAY_US },
		.retention = 0.9,
		.result = "right",
	};

	assert_int_equal(card_add_review(fixture->store, &key, &entry), 0);
}

static int64_t ask(struct fixture *fixture, const char *sql)
{
	int64_t number = -1;

	assert_int_equal(database_get_number(fixture->store, sql, &number), 0);
	return number;
}

static void without_anything_there_is_no_day(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };

	read_at(*state, TODAY, &activity);
	assert_int_equal(activity.n_days, 0);
}

static void a_day_counts_what_was_done_on_it(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct fixture *fixture = *state;

	practise(fixture, TODAY - 1, 1, "a", VERDICT_WRONG);
	practise(fixture, TODAY - 1, 2, "a", VERDICT_PASS);
	practise(fixture, TODAY, 1, "a", VERDICT_PASS);
	practise(fixture, TODAY, 2, "a", VERDICT_PASS);
	practise(fixture, TODAY, 3, "b", VERDICT_PASS);
	review(fixture, TODAY, 4);
	read_at(fixture, TODAY, &activity);
	assert_int_equal(activity.n_days, 2);
	assert_int_equal(activity.days[0].day, TODAY - 1);
	assert_int_equal(activity.days[0].attempts, 2);
	assert_int_equal(activity.days[0].passed, 1);
	assert_int_equal(activity.days[1].attempts, 3);
	assert_int_equal(activity.days[1].passed, 2); /* a step once */
	assert_int_equal(activity.days[1].reviews, 1);
	assert_true(activity.days[1].until_us == (TODAY + 1) * DAY_US);
}

static void a_gap_is_active_up_to_its_limit(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct fixture *fixture = *state;

	practise(fixture, TODAY, 1, "a", VERDICT_WRONG);  /* lead: 1 */
	practise(fixture, TODAY, 11, "a", VERDICT_WRONG); /* 10 */
	review(fixture, TODAY, 22);			  /* 11 are too many: lead 1 */
	practise(fixture, TODAY, 24, "a", VERDICT_WRONG); /* 2 */
	read_at(fixture, TODAY, &activity);
	assert_int_equal(activity.n_days, 1);
	assert_true(activity.days[0].active_us / MINUTE_US == 14);
}

static void starts_and_hints_are_moments_of_a_sitting(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct fixture *fixture = *state;
	int64_t at = TODAY * DAY_US + MINUTE_US;
	uint32_t number;

	assert_int_equal(practice_start(fixture->store, fixture->learner, LESSON, "c", at), 0);
	assert_int_equal(hint_take(fixture->store, fixture->learner, LESSON, "a", 2,
				 at + 8 * MINUTE_US, &number),
		0);
	practise(fixture, TODAY, 14, "a", VERDICT_PASS);
	read_at(fixture, TODAY, &activity);
	assert_int_equal(activity.n_days, 1);
	assert_int_equal(activity.days[0].attempts, 1);
	assert_true(activity.days[0].active_us > 13 * MINUTE_US);
}

static void another_learner_has_days_of_his_own(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct fixture *fixture = *state;

	practise(fixture, TODAY, 1, "a", VERDICT_PASS);
	review(fixture, TODAY, 2);
	assert_int_equal(learner_ensure(fixture->store, 1001, "bob", 9, &fixture->learner), 0);
	read_at(fixture, TODAY, &activity);
	assert_int_equal(activity.n_days, 0);
}

/* n moments, 40 a day, the last day is that one. */
static void practise_long(struct fixture *fixture, int64_t last, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		practise(fixture, last - (n - 1 - i) / 40, 1 + i % 40 * 30, "a",
			i % 2 ? VERDICT_PASS : VERDICT_WRONG);
}

static void assert_same_days(const struct activity *a, const struct activity *b)
{
	assert_int_equal(a->n_days, b->n_days);
	for (size_t i = 0; i < a->n_days; i++) {
		assert_int_equal(a->days[i].day, b->days[i].day);
		assert_int_equal(a->days[i].attempts, b->days[i].attempts);
		assert_int_equal(a->days[i].passed, b->days[i].passed);
		assert_true(a->days[i].active_us == b->days[i].active_us);
	}
}

static void few_moments_are_counted_each_time(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct fixture *fixture = *state;

	practise_long(fixture, TODAY - 2, ACTIVITY_KEEP_FROM - 1);
	fixture_commit(fixture);
	read_at(fixture, TODAY, &activity);
	assert_false(store_is_dirty(fixture->store));
	assert_int_equal(ask(fixture, "SELECT count(*) FROM activity"), 0);
}

static void days_of_many_moments_are_kept_and_stay_the_same(void **state)
{
	_cleanup_activity_ struct activity first = { 0 }, again = { 0 };
	struct fixture *fixture = *state;

	practise_long(fixture, TODAY - 2, ACTIVITY_KEEP_FROM);
	practise(fixture, TODAY - 1, 5, "b", VERDICT_PASS);
	practise(fixture, TODAY, 5, "b", VERDICT_PASS);
	read_at(fixture, TODAY, &first);
	assert_int_equal(first.n_days, 27);
	assert_int_equal(ask(fixture, "SELECT count(*) FROM activity"), 25);
	assert_int_equal(ask(fixture, "SELECT max(day) FROM activity"), TODAY - 2);
	fixture_commit(fixture);
	read_at(fixture, TODAY, &again);
	assert_same_days(&first, &again);
	assert_false(store_is_dirty(fixture->store));
}

static void what_is_kept_is_not_counted_again(void **state)
{
	_cleanup_activity_ struct activity first = { 0 }, again = { 0 };
	struct fixture *fixture = *state;

	practise_long(fixture, TODAY - 2, ACTIVITY_KEEP_FROM);
	read_at(fixture, TODAY, &first);
	fixture_commit(fixture);
	assert_int_equal(
		sqlite3_exec(fixture->store->db,
			"UPDATE attempt SET submitted_us = 5 WHERE submitted_us < 8380800000000",
			NULL, NULL, NULL),
		SQLITE_OK);
	read_at(fixture, TODAY, &again);
	assert_same_days(&first, &again);
}

struct lessons {
	struct activity_lesson lessons[4];
	size_t n;
};

static int take_lesson(void *userdata, const struct activity_lesson *lesson)
{
	struct lessons *lessons = userdata;

	lessons->lessons[lessons->n++] = *lesson;
	return 0;
}

static void a_steps_points_are_those_of_its_round(void **state)
{
	struct fixture *fixture = *state;
	struct lessons found = { .n = 0 };
	uint32_t points = 7;

	assert_int_equal(practice_start(fixture->store, fixture->learner, "b/two", "c", 1), 0);
	assert_int_equal(practice_start(fixture->store, fixture->learner, LESSON, "c", 2), 0);
	assert_int_equal(practice_start(fixture->store, fixture->learner, "a/one", "c", 3), 0);
	practise(fixture, 1, 1, "a", VERDICT_PASS);
	assert_int_equal(practice_mark_passed(fixture->store, fixture->learner, "b/two", 4), 0);
	assert_int_equal(
		activity_each_lesson(fixture->store, fixture->learner, take_lesson, &found), 0);
	assert_int_equal(found.n, 3);
	assert_string_equal(found.lessons[0].lesson, "a/one");
	assert_string_equal(found.lessons[1].lesson, "b/two");
	assert_true(found.lessons[1].is_passed && !found.lessons[2].is_passed);
	assert_int_equal(activity_step_points(
				 fixture->store, fixture->learner, &found.lessons[2], "b", &points),
		0);
	assert_int_equal(points, 7);
	assert_int_equal(activity_step_points(
				 fixture->store, fixture->learner, &found.lessons[2], "a", &points),
		1);
	assert_int_equal(points, 2);
	assert_int_equal(practice_reset(fixture->store, fixture->learner, LESSON, 9), 0);
	found.n = 0;
	assert_int_equal(
		activity_each_lesson(fixture->store, fixture->learner, take_lesson, &found), 0);
	assert_int_equal(activity_step_points(
				 fixture->store, fixture->learner, &found.lessons[2], "a", &points),
		0);
}

/* As programs before this one left it: everything before the table of days. */
static void make_old_database(const struct fixture *fixture)
{
	sqlite3 *db = NULL;
	char sql[512];

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
			sqlite3_exec(db, schema_migrations[i], NULL, NULL, NULL), SQLITE_OK);
	(void)snprintf(sql, sizeof(sql),
		"PRAGMA application_id = %d; PRAGMA user_version = 2;"
		"INSERT INTO learner (uid, name, created_us) VALUES (1000, 'ada', 5);"
		"INSERT INTO attempt (learner, lesson, step, language, round, state, max_points,"
		" cases, submitted_us) VALUES (1, '" LESSON "', 'a', 'c', 1, 'queued', 1, 1, 7)",
		SCHEMA_APPLICATION_ID);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void an_old_database_has_its_days(void **state)
{
	_cleanup_activity_ struct activity activity = { 0 };
	struct fixture *fixture = *state;

	fixture_close(fixture);
	assert_int_equal(unlink(fixture->path), 0);
	make_old_database(fixture);
	fixture_open(fixture);
	read_at(fixture, TODAY, &activity);
	assert_int_equal(activity.n_days, 1);
	assert_int_equal(activity.days[0].attempts, 1);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(without_anything_there_is_no_day),
		TEST(a_day_counts_what_was_done_on_it),
		TEST(a_gap_is_active_up_to_its_limit),
		TEST(starts_and_hints_are_moments_of_a_sitting),
		TEST(another_learner_has_days_of_his_own),
		TEST(few_moments_are_counted_each_time),
		TEST(days_of_many_moments_are_kept_and_stay_the_same),
		TEST(what_is_kept_is_not_counted_again),
		TEST(a_steps_points_are_those_of_its_round),
		TEST(an_old_database_has_its_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
