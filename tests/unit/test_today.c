/* SPDX-License-Identifier: MIT */
#include "store_fixture.h"

#include "store/card.h"
#include "store/schema.h"
#include "store/today.h"

#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
#define ENDS_US	  (INT64_C(86400) * SECOND_US)

static struct today get(struct fixture *fixture)
{
	struct today today = { 0 };

	assert_int_equal(today_get(fixture->store, fixture->learner, ENDS_US, &today), 1);
	return today;
}

static void resume(struct fixture *fixture, uint32_t minutes, bool is_wished, int64_t seconds)
{
	assert_int_equal(today_resume(fixture->store, fixture->learner, ENDS_US, minutes, is_wished,
				 seconds * SECOND_US),
		0);
}

static int64_t act(struct fixture *fixture, int64_t seconds)
{
	assert_int_equal(
		today_act(fixture->store, fixture->learner, ENDS_US, seconds * SECOND_US), 0);
	return get(fixture).active_us / SECOND_US;
}

static void a_session_begins_once_a_day(void **state)
{
	struct fixture *fixture = *state;
	struct today today;

	assert_int_equal(today_get(fixture->store, fixture->learner, ENDS_US, &today), 0);
	resume(fixture, 15, false, 100);
	resume(fixture, 20, false, 110);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	today = get(fixture);
	assert_int_equal(today.begun_us, 100 * SECOND_US);
	assert_int_equal(today.minutes, 15);
	assert_int_equal(today.active_us, 10 * SECOND_US);
	resume(fixture, 30, true, 110);
	assert_int_equal(get(fixture).minutes, 30);
	assert_int_equal(today_get(fixture->store, fixture->learner, 2 * ENDS_US, &today), 0);
}

static void a_pause_counts_up_to_the_gap(void **state)
{
	struct fixture *fixture = *state;

	resume(fixture, 15, false, 1000);
	assert_int_equal(act(fixture, 1300), 300);
	assert_int_equal(act(fixture, 1601), 600);
	assert_int_equal(act(fixture, 9999), 900);
}

static void who_comes_back_was_away(void **state)
{
	struct fixture *fixture = *state;

	resume(fixture, 15, false, 1000);
	resume(fixture, 15, false, 1300);
	assert_int_equal(get(fixture).active_us, 300 * SECOND_US);
	resume(fixture, 15, false, 1601);
	assert_int_equal(get(fixture).active_us, 300 * SECOND_US);
}

static void what_follows_at_once_is_not_written(void **state)
{
	struct fixture *fixture = *state;

	resume(fixture, 15, false, 1000);
	fixture_commit(fixture);
	assert_int_equal(act(fixture, 1009), 0);
	assert_false(store_is_dirty(fixture->store));
	assert_int_equal(act(fixture, 1010), 10);
	assert_true(store_is_dirty(fixture->store));
}

static void a_clock_that_goes_back_adds_nothing(void **state)
{
	struct fixture *fixture = *state;
	const struct today today = { .last_us = 1000, .active_us = 7 };

	resume(fixture, 15, false, 1000);
	assert_int_equal(act(fixture, 400), 0);
	assert_int_equal(act(fixture, 500), 100);
	assert_int_equal(today_active_us(&today, 0), 7);
	assert_int_equal(today_active_us(&today, 1000 + TODAY_GAP_US), 7 + TODAY_GAP_US);
	assert_int_equal(today_active_us(&today, 1001 + TODAY_GAP_US), 7);
}

static void work_without_a_session_begins_none(void **state)
{
	struct fixture *fixture = *state;
	struct today today;

	assert_int_equal(today_act(fixture->store, fixture->learner, ENDS_US, SECOND_US), 0);
	assert_int_equal(today_get(fixture->store, fixture->learner, ENDS_US, &today), 0);
}

static void review(struct fixture *fixture, enum card_kind kind, const char *name,
	const char *result, int64_t at_us)
{
	const struct card_key key = { fixture->learner, LESSON, kind, name };
	const struct card_review entry = { .grade = FSRS_GOOD,
		.memory = { FSRS_REVIEW, 0, 2, 5, at_us, at_us + ENDS_US },
		.retention = 0.9,
		.result = result };

	assert_int_equal(card_add_review(fixture->store, &key, &entry), 0);
}

static int count(void *userdata, const struct today_review *entry)
{
	int *counts = userdata;

	counts[0]++;
	counts[1] += entry->is_step;
	counts[2] += entry->is_first;
	counts[3] += strcmp(entry->result, "wrong") == 0;
	return 0;
}

static void reviews_since_then_are_counted(void **state)
{
	struct fixture *fixture = *state;
	int counts[4] = { 0 };
	uint32_t answered = 99;

	review(fixture, CARD_QUESTION, "a", "right", 10);
	review(fixture, CARD_QUESTION, "a", "wrong", 20);
	review(fixture, CARD_QUESTION, "b", "wrong", 20);
	review(fixture, CARD_STEP, "s", "pass", 30);
	assert_int_equal(today_each_review(fixture->store, fixture->learner, 20, count, counts), 0);
	assert_int_equal(counts[0], 3);
	assert_int_equal(counts[1], 1);
	assert_int_equal(counts[2], 2);
	assert_int_equal(counts[3], 2);
	assert_int_equal(
		today_count_answered(fixture->store, fixture->learner, LESSON, &answered), 0);
	assert_int_equal(answered, 2);
}

static void a_review_is_under_way_until_it_is_written(void **state)
{
	struct fixture *fixture = *state;
	const struct card_key key = { fixture->learner, LESSON, CARD_STEP, "s" };
	struct card card;

	assert_int_equal(card_begin_review(fixture->store, &key, 5), -ENOENT);
	review(fixture, CARD_STEP, "s", "pass", 10);
	assert_int_equal(card_begin_review(fixture->store, &key, 15), 0);
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
	assert_int_equal(card.begun_us, 15);
	review(fixture, CARD_STEP, "s", "pass", 20);
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
	assert_int_equal(card.begun_us, 0);
}

static void hints_of_a_review_begin_with_the_first(void **state)
{
	struct fixture *fixture = *state;
	const struct card_key key = { fixture->learner, LESSON, CARD_STEP, STEP };
	uint32_t number = 0;

	assert_int_equal(practice_start(fixture->store, fixture->learner, LESSON, "sh",
				 fixture_now(fixture)),
		0);
	for (uint32_t i = 1; i <= 3; i++) {
		assert_int_equal(hint_take(fixture->store, fixture->learner, LESSON, STEP, 2,
					 fixture_now(fixture), &number),
			0);
		assert_int_equal(number, i < 2 ? i : 2);
	}
	review(fixture, CARD_STEP, STEP, "pass", fixture_now(fixture));
	assert_int_equal(card_begin_review(fixture->store, &key, fixture_now(fixture)), 0);
	for (uint32_t i = 1; i <= 3; i++) {
		assert_int_equal(hint_take(fixture->store, fixture->learner, LESSON, STEP, 2,
					 fixture_now(fixture), &number),
			0);
		assert_int_equal(number, i < 2 ? i : 2);
	}
}

/* A database as the program before this one left it. */
static void make_old_database(const struct fixture *fixture)
{
	sqlite3 *db = NULL;
	char sql[512];

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(
			sqlite3_exec(db, schema_migrations[i], NULL, NULL, NULL), SQLITE_OK);
	(void)snprintf(sql, sizeof(sql),
		"PRAGMA application_id = %d; PRAGMA user_version = 4;"
		"INSERT INTO learner VALUES (1, 1000, 'ada', 1);"
		"INSERT INTO card (learner, lesson, kind, name, created_us, state, stability,"
		" difficulty, last_us, due_us, reviews)"
		" VALUES (1, '" LESSON "', 'step', 's', 1, 'review', 2, 5, 1, 2, 1);",
		SCHEMA_APPLICATION_ID);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void an_old_database_gets_sessions_and_keeps_its_cards(void **state)
{
	struct fixture *fixture = *state;
	const struct card_key key = { 1, LESSON, CARD_STEP, "s" };
	struct card card;

	fixture_close(fixture);
	assert_int_equal(unlink(fixture->path), 0);
	make_old_database(fixture);
	fixture_open(fixture);
	fixture->learner = 1;
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
	assert_int_equal(card.begun_us, 0);
	assert_int_equal(card_begin_review(fixture->store, &key, 3), 0);
	resume(fixture, 15, false, 100);
	assert_int_equal(get(fixture).minutes, 15);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_session_begins_once_a_day),
		TEST(a_pause_counts_up_to_the_gap),
		TEST(who_comes_back_was_away),
		TEST(what_follows_at_once_is_not_written),
		TEST(a_clock_that_goes_back_adds_nothing),
		TEST(work_without_a_session_begins_none),
		TEST(reviews_since_then_are_counted),
		TEST(a_review_is_under_way_until_it_is_written),
		TEST(hints_of_a_review_begin_with_the_first),
		TEST(an_old_database_gets_sessions_and_keeps_its_cards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
