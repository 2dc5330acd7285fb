/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "learn/fsrs.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define assert_near(value, expected, error) assert_true(fabs((value) - (expected)) <= (error))

#define DAY_US	 (INT64_C(86400) * 1000000)
#define START_US INT64_C(1700000000123456)

static const struct fsrs_options plain = { .retention = FSRS_RETENTION };

/* Published vector: ratings, and the intervals in days that follow when each review is made when it
 * is due. */
static void intervals_are_those_of_the_reference(void **state)
{
	static const struct {
		enum fsrs_grade grade;
		int64_t days;
		double stability, difficulty;
	} rows[] = {
		{ 3, 0, 2.3065, 2.1181 },
		{ 3, 2, 2.3065, 2.1112 },
		{ 3, 11, 10.971, 2.1043 },
		{ 3, 46, 46.3169, 2.0975 },
		{ 3, 163, 162.9998, 2.0906 },
		{ 3, 498, 497.8766, 2.0837 },
		{ 1, 0, 6.8904, 7.3832 },
		{ 1, 0, 2.1546, 9.1251 },
		{ 3, 2, 2.1546, 9.1112 },
		{ 3, 4, 3.9831, 9.0973 },
		{ 3, 7, 7.2363, 9.0835 },
		{ 3, 12, 12.483, 9.0696 },
		{ 3, 21, 20.7704, 9.0558 },
	};
	struct fsrs_memory memory = { .state = FSRS_NEW };
	int64_t now_us = START_US;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memory = fsrs_review(&memory, rows[i].grade, now_us, &plain);
		assert_int_equal((memory.due_us - now_us) / DAY_US, rows[i].days);
		assert_near(memory.stability, rows[i].stability, 1e-4);
		assert_near(memory.difficulty, rows[i].difficulty, 1e-4);
		now_us = memory.due_us;
	}
}

static struct fsrs_memory after(const enum fsrs_grade grades[6])
{
	static const int64_t days[6] = { 0, 0, 1, 3, 8, 21 };
	struct fsrs_memory memory = { .state = FSRS_NEW };
	int64_t now_us = START_US;

	for (size_t i = 0; i < 6; i++) {
		now_us += days[i] * DAY_US;
		memory = fsrs_review(&memory, grades[i], now_us, &plain);
	}
	return memory;
}

static void a_memory_is_that_of_the_reference(void **state)
{
	const enum fsrs_grade lapsed[6] = { 1, 3, 3, 3, 3, 3 }, mixed[6] = { 1, 2, 3, 4, 3, 3 };
	struct fsrs_memory memory = after(lapsed);

	(void)state;
	assert_near(memory.stability, 53.62691, 1e-4);
	assert_near(memory.difficulty, 6.3574867, 1e-4);
	memory = after(mixed);
	assert_near(memory.stability, 51.0810, 1e-4);
	assert_near(memory.difficulty, 6.7493, 1e-4);
}

static void forgetting_is_that_of_the_reference(void **state)
{
	static const double rows[][3] = { { 1, 2, .9403443 }, { 2, 3, .9253786 },
		{ 3, 4, .9185229 }, { 4, 4, .9 }, { 5, 2, .8261359 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_near(fsrs_forgetting(rows[i][0], rows[i][1]), rows[i][2], 1e-7);
}

static void the_same_day_and_difficulty_are_those_of_the_reference(void **state)
{
	static const double stabilities[] = { 1.596818, 5, 5, 8.12961 };
	static const double difficulties[] = { 8.341763, 6.6659956, 4.990228, 3.3144615 };
	const struct fsrs_memory memory = { .state = FSRS_REVIEW, .stability = 5, .difficulty = 5 };

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_near(fsrs_next_stability(&memory, (enum fsrs_grade)(i + 1), 0),
			stabilities[i], 1e-6);
		assert_near(
			fsrs_next_difficulty(5, (enum fsrs_grade)(i + 1)), difficulties[i], 1e-6);
	}
}

static void first_grades_give_the_first_stability(void **state)
{
	static const struct {
		enum fsrs_grade grade;
		double stability;
		enum fsrs_state state;
		int64_t due_s;
	} rows[] = { { FSRS_AGAIN, 0.212, FSRS_LEARNING, 60 },
		{ FSRS_HARD, 1.2931, FSRS_LEARNING, 330 },
		{ FSRS_GOOD, 2.3065, FSRS_LEARNING, 600 },
		{ FSRS_EASY, 8.2956, FSRS_REVIEW, 8 * 86400 } };
	const struct fsrs_memory fresh = { .state = FSRS_NEW };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct fsrs_memory memory = fsrs_review(&fresh, rows[i].grade, START_US, &plain);

		assert_near(memory.stability, rows[i].stability, 1e-9);
		assert_int_equal(memory.state, rows[i].state);
		assert_int_equal(memory.due_us - START_US, rows[i].due_s * 1000000);
		assert_int_equal(memory.last_us, START_US);
	}
}

static void a_forgotten_card_is_asked_again_after_ten_minutes(void **state)
{
	const struct fsrs_memory known = {
		.state = FSRS_REVIEW, .stability = 20, .difficulty = 5, .last_us = START_US
	};
	struct fsrs_memory memory = fsrs_review(&known, FSRS_AGAIN, START_US + 20 * DAY_US, &plain);
	int64_t now_us = memory.due_us;

	(void)state;
	assert_int_equal(memory.state, FSRS_RELEARNING);
	assert_int_equal(memory.due_us - memory.last_us, INT64_C(600) * 1000000);
	assert_int_equal(fsrs_review(&memory, FSRS_HARD, now_us, &plain).due_us - now_us,
		INT64_C(900) * 1000000);
	memory = fsrs_review(&memory, FSRS_GOOD, now_us, &plain);
	assert_int_equal(memory.state, FSRS_REVIEW);
	assert_true(memory.due_us - now_us >= DAY_US);
}

static void fifteen_days_are_fifteen(void **state)
{
	const struct fsrs_memory known = {
		.state = FSRS_REVIEW, .stability = 15, .difficulty = 5, .last_us = START_US
	};

	(void)state;
	assert_near(fsrs_retrievability(&known, START_US + 15 * DAY_US), 0.9, 1e-12);
	assert_true(fsrs_retrievability(&known, START_US + 15 * DAY_US - 2000000) > 0.9);
}

static void a_clock_that_went_back_is_the_same_day(void **state)
{
	const struct fsrs_memory known = {
		.state = FSRS_REVIEW, .stability = 5, .difficulty = 5, .last_us = START_US
	};
	struct fsrs_memory memory = fsrs_review(&known, FSRS_EASY, START_US - 100 * DAY_US, &plain);

	(void)state;
	assert_near(memory.stability, 8.12961, 1e-5);
	assert_near(fsrs_retrievability(&known, 0), 1, 1e-12);
}

static void retention_moves_the_interval(void **state)
{
	(void)state;
	assert_int_equal(fsrs_interval_days(100, 0.9), 100);
	assert_true(fsrs_interval_days(100, 0.95) < 60);
	assert_true(fsrs_interval_days(100, 0.8) > 200);
}

static void intervals_have_bounds(void **state)
{
	(void)state;
	assert_int_equal(fsrs_interval_days(FSRS_STABILITY_MIN, 0.9), 1);
	assert_int_equal(fsrs_interval_days(FSRS_STABILITY_MAX, 0.9), FSRS_INTERVAL_MAX);
	assert_int_equal(fsrs_interval_days(FSRS_STABILITY_MAX, 0.7), FSRS_INTERVAL_MAX);
}

/* However often and whenever: no value leaves its bounds. */
static void a_long_life_stays_within_bounds(void **state)
{
	static const enum fsrs_grade grades[] = { 4, 4, 4, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 4 };

	(void)state;
	for (int64_t pause = 0; pause <= 40000; pause = pause * 7 + 1) {
		struct fsrs_memory memory = { .state = FSRS_NEW };
		int64_t now_us = START_US;

		for (size_t i = 0; i < 300; i++) {
			memory = fsrs_review(&memory, grades[i % 15], now_us, &plain);
			assert_true(memory.stability >= FSRS_STABILITY_MIN &&
				    memory.stability <= FSRS_STABILITY_MAX);
			assert_true(memory.difficulty >= 1 && memory.difficulty <= 10);
			assert_true(memory.due_us > now_us &&
				    memory.due_us - now_us <= FSRS_INTERVAL_MAX * DAY_US);
			now_us += pause * DAY_US;
		}
	}
}

/* The reference's ranges: 15 % of days 2.5 to 7, 10 % to 20, 5 % beyond, and one day. */
static void the_fuzz_has_the_ranges_of_the_reference(void **state)
{
	static const uint32_t rows[][3] = { { 1, 1, 1 }, { 2, 2, 2 }, { 3, 2, 4 }, { 7, 5, 9 },
		{ 10, 8, 12 }, { 20, 17, 23 }, { 100, 93, 107 }, { 36500, 34673, 36500 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint32_t least, most;

		fsrs_fuzz_range(rows[i][0], &least, &most);
		assert_int_equal(least, rows[i][1]);
		assert_int_equal(most, rows[i][2]);
	}
}

static void the_same_seed_gives_the_same_day(void **state)
{
	const struct fsrs_memory known = {
		.state = FSRS_REVIEW, .stability = 100, .difficulty = 5, .last_us = START_US
	};
	bool is_varied = false;

	(void)state;
	for (uint64_t seed = 0; seed < 200; seed++) {
		const struct fsrs_options options = {
			.retention = 0.9, .has_fuzz = true, .seed = seed
		};
		int64_t now_us = START_US + 10 * DAY_US,
			plain_us = fsrs_review(&known, FSRS_GOOD, now_us, &plain).due_us;
		struct fsrs_memory once = fsrs_review(&known, FSRS_GOOD, now_us, &options);
		uint32_t least, most;
		int64_t days = (once.due_us - now_us) / DAY_US;

		fsrs_fuzz_range((uint32_t)((plain_us - now_us) / DAY_US), &least, &most);
		assert_int_equal(
			once.due_us, fsrs_review(&known, FSRS_GOOD, now_us, &options).due_us);
		assert_true(days >= least && days <= (int64_t)most + 1);
		is_varied = is_varied || once.due_us != plain_us;
	}
	assert_true(is_varied);
}

static void states_have_names(void **state)
{
	enum fsrs_state found;

	(void)state;
	for (int i = 0; i < FSRS_STATE_COUNT; i++) {
		assert_int_equal(
			fsrs_state_from_name(fsrs_state_name((enum fsrs_state)i), &found), 0);
		assert_int_equal(found, i);
	}
	assert_int_equal(fsrs_state_from_name("old", &found), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_are_those_of_the_reference),
		cmocka_unit_test(a_memory_is_that_of_the_reference),
		cmocka_unit_test(forgetting_is_that_of_the_reference),
		cmocka_unit_test(the_same_day_and_difficulty_are_those_of_the_reference),
		cmocka_unit_test(first_grades_give_the_first_stability),
		cmocka_unit_test(a_forgotten_card_is_asked_again_after_ten_minutes),
		cmocka_unit_test(fifteen_days_are_fifteen),
		cmocka_unit_test(a_clock_that_went_back_is_the_same_day),
		cmocka_unit_test(retention_moves_the_interval),
		cmocka_unit_test(intervals_have_bounds),
		cmocka_unit_test(a_long_life_stays_within_bounds),
		cmocka_unit_test(the_fuzz_has_the_ranges_of_the_reference),
		cmocka_unit_test(the_same_seed_gives_the_same_day),
		cmocka_unit_test(states_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
