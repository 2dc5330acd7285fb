/* SPDX-License-Identifier: MIT */
#include "store_fixture.h"

#include "store/card.h"
#include "store/schema.h"

#include <errno.h>

#define DAY_US (INT64_C(86400) * 1000000)

static struct card_key key_of(const struct fixture *fixture, enum card_kind kind, const char *name)
{
	return (struct card_key){ fixture->learner, LESSON, kind, name };
}

/* A review that makes the card due then. */
static void add_review(struct fixture *fixture, const struct card_key *key, enum fsrs_grade grade,
	enum fsrs_state after, int64_t due_us)
{
	const struct card_review review = {
		.grade = grade,
		.memory = { .state = after,
			.step = 1,
			.stability = 2.5,
			.difficulty = 5.25,
			.last_us = fixture_now(fixture),
			.due_us = due_us },
		.retention = 0.9,
		.result = "right",
		.credit = 100000,
		.fails = 1,
		.hints = 2,
		.answer = "x",
	};

	assert_int_equal(card_add_review(fixture->store, key, &review), 0);
}

static void a_card_that_was_never_asked_is_new(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_QUESTION, "q");
	struct card card;

	assert_int_equal(card_get(fixture->store, &key, &card), 0);
	assert_int_equal(card.memory.state, FSRS_NEW);
	assert_int_equal(card.reviews, 0);
}

static void a_review_is_the_cards_memory(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_QUESTION, "q"),
			step = key_of(fixture, CARD_STEP, "q");
	struct card card;

	add_review(fixture, &key, FSRS_GOOD, FSRS_LEARNING, 100 * DAY_US);
	add_review(fixture, &key, FSRS_AGAIN, FSRS_RELEARNING, 200 * DAY_US);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
	assert_string_equal(card.lesson, LESSON);
	assert_string_equal(card.name, "q");
	assert_int_equal(card.kind, CARD_QUESTION);
	assert_int_equal(card.memory.state, FSRS_RELEARNING);
	assert_int_equal(card.memory.step, 1);
	assert_true(card.memory.stability == 2.5 && card.memory.difficulty == 5.25);
	assert_int_equal(card.memory.due_us, 200 * DAY_US);
	assert_int_equal(card.reviews, 2);
	assert_int_equal(card.lapses, 1);
	assert_int_equal(card_get(fixture->store, &step, &card), 0);
}

struct log {
	struct card_entry entries[8];
	size_t n;
};

static int take_entry(void *userdata, const struct card_entry *entry)
{
	struct log *log = userdata;

	log->entries[log->n++] = *entry;
	return 0;
}

static void the_whole_log_is_kept_with_its_model(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_QUESTION, "q"),
			other = key_of(fixture, CARD_QUESTION, "r");
	struct log log = { .n = 0 };

	add_review(fixture, &key, FSRS_GOOD, FSRS_LEARNING, DAY_US);
	add_review(fixture, &other, FSRS_EASY, FSRS_REVIEW, DAY_US);
	add_review(fixture, &key, FSRS_AGAIN, FSRS_LEARNING, DAY_US);
	assert_int_equal(card_each_review(fixture->store, &key, take_entry, &log), 0);
	assert_int_equal(log.n, 2);
	assert_int_equal(log.entries[0].grade, FSRS_GOOD);
	assert_int_equal(log.entries[1].grade, FSRS_AGAIN);
	assert_string_equal(log.entries[0].model, "fsrs-6");
	assert_true(log.entries[0].at_us < log.entries[1].at_us);
	assert_true(log.entries[0].stability == 2.5 && log.entries[0].retention == 0.9);
	assert_int_equal(log.entries[0].fails, 1);
	assert_int_equal(log.entries[0].hints, 2);
	assert_int_equal(log.entries[0].attempt, 0);
}

static void a_review_that_is_rolled_back_never_was(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_QUESTION, "q");
	struct card card;

	add_review(fixture, &key, FSRS_GOOD, FSRS_LEARNING, DAY_US);
	store_rollback(fixture->store);
	assert_int_equal(card_get(fixture->store, &key, &card), 0);
}

static int take_name(void *userdata, const struct card *card)
{
	char *names = userdata;

	strcat(strcat(names, card->name), " ");
	return 0;
}

static void what_counts_in_days_is_due_all_day(void **state)
{
	struct fixture *fixture = *state;
	const struct card_when when = { .now_us = 10 * DAY_US,
		.day_end_us = 10 * DAY_US + DAY_US / 2 };
	static const struct {
		const char *name;
		enum fsrs_state state;
		int64_t due_us;
	} rows[] = { { "past", FSRS_REVIEW, 9 * DAY_US }, { "now", FSRS_LEARNING, 10 * DAY_US },
		{ "soon", FSRS_LEARNING, 10 * DAY_US + 1 },
		{ "today", FSRS_REVIEW, 10 * DAY_US + DAY_US / 2 - 1 },
		{ "tomorrow", FSRS_REVIEW, 10 * DAY_US + DAY_US / 2 },
		{ "older", FSRS_RELEARNING, 8 * DAY_US } };
	char names[64] = "", two[64] = "";
	int64_t next_us = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct card_key key = key_of(fixture, CARD_QUESTION, rows[i].name);

		add_review(fixture, &key, FSRS_GOOD, rows[i].state, rows[i].due_us);
	}
	assert_int_equal(
		card_each_due(fixture->store, fixture->learner, &when, 100, take_name, names), 0);
	assert_string_equal(names, "older past now today ");
	assert_int_equal(
		card_each_due(fixture->store, fixture->learner, &when, 2, take_name, two), 0);
	assert_string_equal(two, "older past ");
	assert_int_equal(card_next_due(fixture->store, fixture->learner, &when, &next_us), 1);
	assert_int_equal(next_us, 10 * DAY_US + 1);
	assert_int_equal(card_next_due(fixture->store, fixture->learner + 1, &when, &next_us), 0);
}

static void an_essay_is_open_until_it_is_graded(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_QUESTION, "essay");
	const struct card_when when = { .now_us = 10 * DAY_US, .day_end_us = 11 * DAY_US };
	char names[64] = "";
	struct card card;

	assert_int_equal(card_set_open(fixture->store, &key, "first", fixture_now(fixture)), 0);
	assert_int_equal(card_set_open(fixture->store, &key, "second", fixture_now(fixture)), 0);
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
	assert_true(card.is_open);
	assert_int_equal(card.reviews, 0);
	assert_int_equal(
		card_each_due(fixture->store, fixture->learner, &when, 100, take_name, names), 0);
	assert_string_equal(names, "");
	add_review(fixture, &key, FSRS_GOOD, FSRS_LEARNING, DAY_US);
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
	assert_false(card.is_open);
}

static void trouble_counts_since_the_review_before(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_STEP, STEP);
	uint32_t fails = 9, hints = 9, number;
	int64_t since_us;

	assert_int_equal(
		practice_start(fixture->store, fixture->learner, LESSON, "c", fixture_now(fixture)),
		0);
	fixture_ended(fixture, LESSON, STEP, VERDICT_WRONG);
	assert_int_equal(hint_take(fixture->store, fixture->learner, LESSON, STEP, 3,
				 fixture_now(fixture), &number),
		0);
	since_us = fixture_now(fixture);
	fixture_ended(fixture, LESSON, STEP, VERDICT_TIMEOUT);
	fixture_ended(fixture, LESSON, STEP, VERDICT_COMPILE);
	fixture_ended(fixture, LESSON, STEP, VERDICT_INTERNAL);
	fixture_ended(fixture, LESSON, "other", VERDICT_WRONG);
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	assert_int_equal(card_count_trouble(fixture->store, &key, 0, &fails, &hints), 0);
	assert_int_equal(fails, 3);
	assert_int_equal(hints, 1);
	assert_int_equal(card_count_trouble(fixture->store, &key, since_us, &fails, &hints), 0);
	assert_int_equal(fails, 2);
	assert_int_equal(hints, 0);
}

static void limits_hold_at_them_and_one_past(void **state)
{
	struct fixture *fixture = *state;
	char name[CARD_NAME_MAX + 2], answer[CARD_ANSWER_MAX + 2];
	struct card_key key = key_of(fixture, CARD_QUESTION, name);

	memset(name, 'n', sizeof(name));
	memset(answer, 'a', sizeof(answer));
	name[CARD_NAME_MAX + 1] = answer[CARD_ANSWER_MAX + 1] = '\0';
	assert_int_equal(card_set_open(fixture->store, &key, "x", 1), -ENAMETOOLONG);
	name[CARD_NAME_MAX] = '\0';
	assert_int_equal(card_set_open(fixture->store, &key, answer, 1), -E2BIG);
	answer[CARD_ANSWER_MAX] = '\0';
	assert_int_equal(card_set_open(fixture->store, &key, answer, 1), 0);
}

static void a_review_without_grade_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct card_key key = key_of(fixture, CARD_QUESTION, "q");
	const struct card_review review = { .grade = 5,
		.memory = { .state = FSRS_REVIEW },
		.result = "right" },
				 fresh = { .grade = 3, .result = "right" };

	assert_int_equal(card_add_review(fixture->store, &key, &review), -EINVAL);
	assert_int_equal(card_add_review(fixture->store, &key, &fresh), -EINVAL);
}

/* A database as the program before this one left it. */
static void make_old_database(const struct fixture *fixture)
{
	sqlite3 *db = NULL;
	char sql[256];

	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, schema_migrations[0], NULL, NULL, NULL), SQLITE_OK);
	(void)snprintf(sql, sizeof(sql),
		"PRAGMA application_id = %d; PRAGMA user_version = 1;"
		"INSERT INTO learner (uid, name, created_us) VALUES (1000, 'ada', 5);"
		"INSERT INTO practice (learner, lesson, language, started_us)"
		" VALUES (1, '" LESSON "', 'c', 7);",
		SCHEMA_APPLICATION_ID);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void an_old_database_gets_cards_and_keeps_what_it_has(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;
	struct card_key key;
	struct card card;

	fixture_close(fixture);
	assert_int_equal(unlink(fixture->path), 0);
	make_old_database(fixture);
	fixture_open(fixture);
	assert_int_equal(learner_ensure(fixture->store, 1000, "ada", 9, &fixture->learner), 0);
	assert_int_equal(fixture->learner, 1);
	assert_int_equal(practice_get(fixture->store, 1, LESSON, &practice), 1);
	assert_int_equal(practice.started_us, 7);
	key = key_of(fixture, CARD_QUESTION, "q");
	add_review(fixture, &key, FSRS_GOOD, FSRS_LEARNING, DAY_US);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	assert_int_equal(card_get(fixture->store, &key, &card), 1);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_card_that_was_never_asked_is_new),
		TEST(a_review_is_the_cards_memory),
		TEST(the_whole_log_is_kept_with_its_model),
		TEST(a_review_that_is_rolled_back_never_was),
		TEST(what_counts_in_days_is_due_all_day),
		TEST(an_essay_is_open_until_it_is_graded),
		TEST(trouble_counts_since_the_review_before),
		TEST(limits_hold_at_them_and_one_past),
		TEST(a_review_without_grade_is_refused),
		TEST(an_old_database_gets_cards_and_keeps_what_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
