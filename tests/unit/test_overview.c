/* SPDX-License-Identifier: MIT */
/* What is read at once must be what reading each by itself comes to. */
#include "unit.h"

#include "store_fixture.h"

#include "store/overview.h"

#define LESSONS 5

static const char *const lessons[LESSONS] = { "c/active", "c/stopped", "c/passed", "c/reset", "c/again" };

struct found {
	struct fixture *fixture;
	size_t n_lessons, n_steps;
	int64_t rounds[LESSONS];
	uint32_t points[LESSONS];
};

static size_t find(const char *lesson)
{
	for (size_t i = 0; i < LESSONS; i++)
		if (strcmp(lessons[i], lesson) == 0)
			return i;
	fail_msg("%s", lesson);
	return 0;
}

static int take_lesson(void *userdata, const struct overview_lesson *lesson)
{
	static const enum practice_state states[LESSONS] = { PRACTICE_ACTIVE, PRACTICE_STOPPED,
		PRACTICE_PASSED, PRACTICE_ACTIVE, PRACTICE_ACTIVE };
	struct found *found = userdata;
	size_t i = find(lesson->lesson);

	assert_int_equal(lesson->state, states[i]);
	found->rounds[i] = lesson->round;
	found->n_lessons++;
	return 0;
}

static int take_step(void *userdata, const struct overview_step *step)
{
	struct found *found = userdata;
	size_t i = find(step->lesson);

	found->n_steps++;
	if (step->round == found->rounds[i])
		found->points[i] += step->points;
	return 0;
}

static int stop(void *userdata, const struct overview_lesson *lesson)
{
	(void)lesson;
	++*(size_t *)userdata;
	return 7;
}

static void begin(struct fixture *fixture)
{
	for (size_t i = 0; i < LESSONS; i++) {
		assert_int_equal(practice_start(fixture->store, fixture->learner, lessons[i], "c",
					 fixture_now(fixture)),
			0);
		fixture_ended(fixture, lessons[i], STEP, VERDICT_PASS);
		fixture_ended(fixture, lessons[i], "other", VERDICT_WRONG);
	}
	assert_int_equal(practice_stop(fixture->store, fixture->learner, lessons[1], 1), 0);
	assert_int_equal(practice_mark_passed(fixture->store, fixture->learner, lessons[2], 1), 0);
	assert_int_equal(practice_stop(fixture->store, fixture->learner, lessons[2], 1), 0);
	assert_int_equal(practice_reset(fixture->store, fixture->learner, lessons[3], 1), 0);
	assert_int_equal(practice_reset(fixture->store, fixture->learner, lessons[4], 1), 0);
	fixture_ended(fixture, lessons[4], "other", VERDICT_PASS);
}

static void all_lessons_are_told_as_each_is(void **state)
{
	struct fixture *fixture = *state;
	struct found found = { .fixture = fixture };

	begin(fixture);
	assert_int_equal(overview_lessons(fixture->store, fixture->learner, take_lesson, &found), 0);
	assert_int_equal(overview_steps(fixture->store, fixture->learner, take_step, &found), 0);
	assert_int_equal(found.n_lessons, LESSONS);
	assert_int_equal(found.n_steps, LESSONS + 1); /* that of a round that is over too */
	for (size_t i = 0; i < LESSONS; i++) {
		struct practice practice;

		assert_int_equal(
			practice_get(fixture->store, fixture->learner, lessons[i], &practice), 1);
		assert_int_equal(found.points[i], practice.points);
	}
}

static void others_see_nothing_of_it(void **state)
{
	struct fixture *fixture = *state;
	struct found found = { .fixture = fixture };
	int64_t other;

	begin(fixture);
	assert_int_equal(
		learner_ensure(fixture->store, 1001, "bob", fixture_now(fixture), &other), 0);
	assert_int_equal(overview_lessons(fixture->store, other, take_lesson, &found), 0);
	assert_int_equal(overview_steps(fixture->store, other, take_step, &found), 0);
	assert_int_equal(found.n_lessons + found.n_steps, 0);
}

static void a_callback_may_stop_it(void **state)
{
	struct fixture *fixture = *state;
	size_t calls = 0;

	begin(fixture);
	assert_int_equal(overview_lessons(fixture->store, fixture->learner, stop, &calls), 7);
	assert_int_equal(calls, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_lessons_are_told_as_each_is),
		TEST(others_see_nothing_of_it),
		TEST(a_callback_may_stop_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
