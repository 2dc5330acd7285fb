/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "store_fixture.h"

static void start(struct fixture *fixture, const char *lesson)
{
	assert_int_equal(
		practice_start(fixture->store, fixture->learner, lesson, "c", fixture_now(fixture)),
		0);
}

static void stop(struct fixture *fixture, const char *lesson)
{
	assert_int_equal(
		practice_stop(fixture->store, fixture->learner, lesson, fixture_now(fixture)), 0);
}

static void reset(struct fixture *fixture, const char *lesson)
{
	assert_int_equal(
		practice_reset(fixture->store, fixture->learner, lesson, fixture_now(fixture)), 0);
}

static struct practice get(struct fixture *fixture, const char *lesson)
{
	struct practice practice = { 0 };

	assert_int_equal(practice_get(fixture->store, fixture->learner, lesson, &practice), 1);
	return practice;
}

static struct step_progress get_step(struct fixture *fixture, const char *step)
{
	struct step_progress progress = { .points = 99 };

	assert_int_equal(
		step_progress_get(fixture->store, fixture->learner, LESSON, step, &progress), 0);
	return progress;
}

static uint32_t take_hint(struct fixture *fixture, const char *step, uint32_t n_hints)
{
	uint32_t number = 0;
	int r = hint_take(fixture->store, fixture->learner, LESSON, step, n_hints,
		fixture_now(fixture), &number);

	assert_int_equal(r, 0);
	return number;
}

static void state_names_lead_back(void **state)
{
	enum practice_state found;

	(void)state;
	for (unsigned i = 0; i < PRACTICE_STATE_COUNT; i++) {
		assert_int_equal(practice_state_from_name(practice_state_name(i), &found), 0);
		assert_int_equal(found, i);
	}
	assert_int_equal(practice_state_from_name("Active", &found), -EINVAL);
	assert_string_equal(practice_state_name(PRACTICE_STATE_COUNT), "unknown");
}

static void never_started_is_new(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice = { .state = PRACTICE_PASSED, .points = 3 };

	assert_int_equal(practice_get(fixture->store, fixture->learner, LESSON, &practice), 0);
	assert_int_equal(practice.state, PRACTICE_NEW);
	assert_int_equal(practice.points, 0);
}

static void never_started_refuses_changes(void **state)
{
	struct fixture *fixture = *state;
	uint32_t number = 0;

	assert_int_equal(practice_stop(fixture->store, fixture->learner, LESSON, 1), -ENOENT);
	assert_int_equal(practice_reset(fixture->store, fixture->learner, LESSON, 1), -ENOENT);
	assert_int_equal(
		practice_mark_passed(fixture->store, fixture->learner, LESSON, 1), -ENOENT);
	assert_int_equal(
		hint_take(fixture->store, fixture->learner, LESSON, STEP, 2, 1, &number), -ENOENT);
	assert_false(store_is_dirty(fixture->store));
}

static void start_is_kept(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;

	start(fixture, LESSON);
	fixture_commit(fixture);
	fixture_reopen(fixture);
	practice = get(fixture, LESSON);
	assert_int_equal(practice.state, PRACTICE_ACTIVE);
	assert_true(practice.is_active);
	assert_true(practice.is_current);
	assert_string_equal(practice.language, "c");
	assert_int_equal(practice.started_us, fixture->now_us);
	assert_int_equal(practice.stopped_us, 0);
	assert_int_equal(practice.passed_us, 0);
}

static void stop_ends_the_practice(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;

	start(fixture, LESSON);
	stop(fixture, LESSON);
	practice = get(fixture, LESSON);
	assert_int_equal(practice.state, PRACTICE_STOPPED);
	assert_false(practice.is_active);
	assert_false(practice.is_current);
	assert_int_equal(practice.stopped_us, fixture->now_us);
}

static void second_stop_is_refused(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, LESSON);
	stop(fixture, LESSON);
	assert_int_equal(practice_stop(fixture->store, fixture->learner, LESSON, 9), -EALREADY);
	assert_int_not_equal(get(fixture, LESSON).stopped_us, 9);
}

static void start_again_goes_on(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;
	int64_t first;

	start(fixture, LESSON);
	first = fixture->now_us;
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	stop(fixture, LESSON);
	start(fixture, LESSON);
	practice = get(fixture, LESSON);
	assert_int_equal(practice.state, PRACTICE_ACTIVE);
	assert_int_equal(practice.started_us, first);
	assert_int_equal(practice.stopped_us, 0);
	assert_int_equal(practice.points, 2);
}

static void start_switches_the_language(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, LESSON);
	assert_int_equal(practice_start(fixture->store, fixture->learner, LESSON, "python", 5), 0);
	assert_string_equal(get(fixture, LESSON).language, "python");
	assert_int_equal(practice_start(fixture->store, fixture->learner, LESSON, NULL, 6), 0);
	assert_string_equal(get(fixture, LESSON).language, "python");
	assert_int_equal(practice_start(fixture->store, fixture->learner, "b/new", NULL, 7), 0);
	assert_string_equal(get(fixture, "b/new").language, "");
}

static void current_is_the_last_started(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, "a/one");
	start(fixture, "a/two");
	assert_false(get(fixture, "a/one").is_current);
	assert_true(get(fixture, "a/two").is_current);
	start(fixture, "a/one"); /* active already, and current now */
	assert_true(get(fixture, "a/one").is_current);
	assert_false(get(fixture, "a/two").is_current);
	stop(fixture, "a/one");
	assert_true(get(fixture, "a/two").is_current);
}

static void current_needs_no_clock(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, "a/one");
	fixture->now_us = 10; /* set back */
	start(fixture, "a/two");
	assert_true(get(fixture, "a/two").is_current);
}

static void learners_are_apart(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;
	int64_t bob;

	start(fixture, LESSON);
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	assert_int_equal(learner_ensure(fixture->store, 1001, "bob", 1, &bob), 0);
	assert_int_equal(practice_get(fixture->store, bob, LESSON, &practice), 0);
	assert_int_equal(practice_start(fixture->store, bob, LESSON, "c", 2), 0);
	assert_int_equal(practice_get(fixture->store, bob, LESSON, &practice), 1);
	assert_int_equal(practice.points, 0);
	assert_int_equal(practice.attempts, 0);
	assert_true(practice.is_current);
	assert_true(get(fixture, LESSON).is_current);
}

static void unknown_learner_is_refused(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(practice_start(fixture->store, 4711, LESSON, "c", 1), -ENOENT);
	assert_false(store_is_dirty(fixture->store));
}

static void points_are_counted_once_a_step(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;

	start(fixture, LESSON);
	fixture_ended(fixture, LESSON, "one", VERDICT_PASS);
	fixture_ended(fixture, LESSON, "one", VERDICT_PASS);
	fixture_ended(fixture, LESSON, "two", VERDICT_PASS);
	fixture_ended(fixture, LESSON, "three", VERDICT_WRONG);
	fixture_ended(fixture, "other/lesson", "one", VERDICT_PASS);
	practice = get(fixture, LESSON);
	assert_int_equal(practice.points, 4);
	assert_int_equal(practice.attempts, 4);
}

static void what_was_not_the_learners_is_not_counted(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, LESSON);
	fixture_finish(
		fixture, fixture_attempt(fixture, LESSON, STEP), ATTEMPT_CANCELED, VERDICT_SKIPPED);
	fixture_finish(
		fixture, fixture_attempt(fixture, LESSON, STEP), ATTEMPT_CANCELED, VERDICT_PASS);
	fixture_ended(fixture, LESSON, STEP, VERDICT_INTERNAL);
	assert_int_equal(get(fixture, LESSON).attempts, 0);
	assert_int_equal(get(fixture, LESSON).points, 0);
	assert_int_equal(get_step(fixture, STEP).attempts, 0);
	assert_false(get_step(fixture, STEP).is_passed);
	fixture_attempt(fixture, LESSON, STEP); /* queued ones do count */
	assert_int_equal(get_step(fixture, STEP).attempts, 1);
}

static void step_keeps_its_first_pass(void **state)
{
	struct fixture *fixture = *state;
	struct step_progress progress;
	int64_t passed, submitted;

	start(fixture, LESSON);
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	passed = fixture->now_us;
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	fixture_ended(fixture, LESSON, STEP, VERDICT_WRONG);
	submitted = fixture->now_us - 1;
	progress = get_step(fixture, STEP);
	assert_true(progress.is_passed);
	assert_int_equal(progress.points, 2);
	assert_int_equal(progress.attempts, 3);
	assert_int_equal(progress.passed_us, passed);
	assert_int_equal(progress.last_us, submitted);
}

static void failed_step_keeps_the_most_points_that_it_had(void **state)
{
	struct fixture *fixture = *state;
	struct attempt_end end = {
		.state = ATTEMPT_DONE, .verdict = VERDICT_WRONG, .points = 1, .now_us = 5
	};

	start(fixture, LESSON);
	assert_int_equal(
		attempt_finish(fixture->store, fixture_attempt(fixture, LESSON, STEP), &end), 0);
	end.points = 0;
	assert_int_equal(
		attempt_finish(fixture->store, fixture_attempt(fixture, LESSON, STEP), &end), 0);
	assert_false(get_step(fixture, STEP).is_passed);
	assert_int_equal(get_step(fixture, STEP).points, 1);
	assert_int_equal(get_step(fixture, STEP).passed_us, 0);
	assert_int_equal(get(fixture, LESSON).points, 1);
}

static void progress_of_nothing_is_zero(void **state)
{
	struct fixture *fixture = *state;
	const struct step_progress nothing = { 0 };
	struct step_progress progress = get_step(fixture, STEP);

	assert_memory_equal(&progress, &nothing, sizeof(nothing));
	start(fixture, LESSON);
	progress = get_step(fixture, STEP);
	assert_false(progress.is_passed);
	assert_int_equal(progress.points, 0);
}

static void passed_is_passed_until_reset(void **state)
{
	struct fixture *fixture = *state;
	int64_t passed = fixture_now(fixture);

	start(fixture, LESSON);
	assert_int_equal(practice_mark_passed(fixture->store, fixture->learner, LESSON, passed), 0);
	assert_int_equal(
		practice_mark_passed(fixture->store, fixture->learner, LESSON, passed + 9), 0);
	assert_int_equal(get(fixture, LESSON).state, PRACTICE_PASSED);
	assert_int_equal(get(fixture, LESSON).passed_us, passed);
	assert_true(get(fixture, LESSON).is_active);
	stop(fixture, LESSON);
	assert_int_equal(get(fixture, LESSON).state, PRACTICE_PASSED);
	assert_false(get(fixture, LESSON).is_current);
	reset(fixture, LESSON);
	assert_int_equal(get(fixture, LESSON).state, PRACTICE_STOPPED);
}

static void reset_forgets_the_round(void **state)
{
	struct fixture *fixture = *state;
	struct practice practice;

	start(fixture, LESSON);
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	take_hint(fixture, STEP, 3);
	reset(fixture, LESSON);
	practice = get(fixture, LESSON);
	assert_int_equal(practice.state, PRACTICE_ACTIVE);
	assert_int_equal(practice.started_us, fixture->now_us);
	assert_int_equal(practice.points + practice.attempts + practice.hints, 0);
	assert_false(get_step(fixture, STEP).is_passed);
	assert_int_equal(get_step(fixture, STEP).hints, 0);
	assert_int_equal(take_hint(fixture, STEP, 3), 1);
}

static void reset_keeps_the_history(void **state)
{
	struct fixture *fixture = *state;
	struct attempt attempt;
	int64_t id;

	start(fixture, LESSON);
	id = fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	reset(fixture, LESSON);
	assert_int_equal(attempt_get(fixture->store, id, &attempt), 1);
	assert_int_equal(attempt.verdict, VERDICT_PASS);
	attempt_done(&attempt);
}

static void attempt_from_before_a_reset_does_not_count(void **state)
{
	struct fixture *fixture = *state;
	int64_t late;

	start(fixture, LESSON);
	late = fixture_attempt(fixture, LESSON, STEP);
	reset(fixture, LESSON);
	fixture_finish(fixture, late, ATTEMPT_DONE, VERDICT_PASS);
	assert_false(get_step(fixture, STEP).is_passed);
	fixture_ended(fixture, LESSON, STEP, VERDICT_PASS);
	assert_true(get_step(fixture, STEP).is_passed);
}

static void hints_come_one_by_one(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, LESSON);
	assert_int_equal(take_hint(fixture, STEP, 2), 1);
	assert_int_equal(take_hint(fixture, "other", 2), 1);
	assert_int_equal(take_hint(fixture, STEP, 2), 2);
	assert_int_equal(get_step(fixture, STEP).hints, 2);
	assert_int_equal(get(fixture, LESSON).hints, 3);
}

static void last_hint_is_shown_again_without_a_write(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, LESSON);
	for (uint32_t i = 1; i <= 3; i++)
		assert_int_equal(take_hint(fixture, STEP, 3), i);
	fixture_commit(fixture);
	assert_int_equal(take_hint(fixture, STEP, 3), 3);
	assert_int_equal(take_hint(fixture, STEP, 2), 2); /* the lesson lost one */
	assert_false(store_is_dirty(fixture->store));
	assert_int_equal(take_hint(fixture, STEP, 4), 4);
}

static void no_hints_is_an_error(void **state)
{
	struct fixture *fixture = *state;
	uint32_t number = 77;

	start(fixture, LESSON);
	assert_int_equal(
		hint_take(fixture->store, fixture->learner, LESSON, STEP, 0, 1, &number), -EINVAL);
	assert_int_equal(number, 77);
}

struct seen {
	struct fixture *fixture;
	char lessons[256];
	int stop_after;
};

static int note_lesson(void *userdata, const char *lesson, const struct practice *practice)
{
	struct seen *seen = userdata;

	assert_int_not_equal(practice->state, PRACTICE_NEW);
	strcat(seen->lessons, lesson);
	strcat(seen->lessons, " ");
	return --seen->stop_after == 0 ? 42 : 0;
}

static void each_goes_in_order_of_first_start(void **state)
{
	struct fixture *fixture = *state;
	struct seen seen = { .fixture = fixture };

	start(fixture, "b/two");
	start(fixture, "a/one");
	stop(fixture, "b/two");
	start(fixture, "c/three");
	start(fixture, "b/two");
	assert_int_equal(practice_each(fixture->store, fixture->learner, note_lesson, &seen), 0);
	assert_string_equal(seen.lessons, "b/two a/one c/three ");
}

static void each_stops_when_told(void **state)
{
	struct fixture *fixture = *state;
	struct seen seen = { .fixture = fixture, .stop_after = 2 };

	start(fixture, "a/one");
	start(fixture, "a/two");
	start(fixture, "a/three");
	assert_int_equal(practice_each(fixture->store, fixture->learner, note_lesson, &seen), 42);
	assert_string_equal(seen.lessons, "a/one a/two ");
}

static int use_the_store(void *userdata, const char *lesson, const struct practice *practice)
{
	struct fixture *fixture = userdata;
	struct practice same = get(fixture, lesson);

	assert_int_equal(same.started_us, practice->started_us);
	stop(fixture, lesson);
	fixture_commit(fixture);
	return 0;
}

static void each_lets_the_callback_use_the_store(void **state)
{
	struct fixture *fixture = *state;

	start(fixture, "a/one");
	start(fixture, "a/two");
	assert_int_equal(
		practice_each(fixture->store, fixture->learner, use_the_store, fixture), 0);
	assert_int_equal(get(fixture, "a/one").state, PRACTICE_STOPPED);
	assert_int_equal(get(fixture, "a/two").state, PRACTICE_STOPPED);
}

static void names_have_limits(void **state)
{
	struct fixture *fixture = *state;
	char name[PRACTICE_LESSON_MAX + 2];
	uint32_t number;

	memset(name, 'x', sizeof(name));
	name[PRACTICE_LESSON_MAX + 1] = '\0';
	assert_int_equal(
		practice_start(fixture->store, fixture->learner, name, "c", 1), -ENAMETOOLONG);
	assert_int_equal(
		practice_start(fixture->store, fixture->learner, "a/b", name, 1), -ENAMETOOLONG);
	name[PRACTICE_LESSON_MAX] = '\0';
	start(fixture, name);
	get(fixture, name);
	name[PRACTICE_STEP_MAX + 1] = '\0';
	start(fixture, LESSON);
	assert_int_equal(hint_take(fixture->store, fixture->learner, LESSON, name, 1, 1, &number),
		-ENAMETOOLONG);
	name[PRACTICE_STEP_MAX] = '\0';
	assert_int_equal(take_hint(fixture, name, 1), 1);
	name[PRACTICE_LANGUAGE_MAX + 1] = '\0';
	assert_int_equal(
		practice_start(fixture->store, fixture->learner, LESSON, name, 1), -ENAMETOOLONG);
	name[PRACTICE_LANGUAGE_MAX] = '\0';
	assert_int_equal(practice_start(fixture->store, fixture->learner, LESSON, name, 1), 0);
	assert_string_equal(get(fixture, LESSON).language, name);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(state_names_lead_back),
		TEST(never_started_is_new),
		TEST(never_started_refuses_changes),
		TEST(start_is_kept),
		TEST(stop_ends_the_practice),
		TEST(second_stop_is_refused),
		TEST(start_again_goes_on),
		TEST(start_switches_the_language),
		TEST(current_is_the_last_started),
		TEST(current_needs_no_clock),
		TEST(learners_are_apart),
		TEST(unknown_learner_is_refused),
		TEST(points_are_counted_once_a_step),
		TEST(what_was_not_the_learners_is_not_counted),
		TEST(step_keeps_its_first_pass),
		TEST(failed_step_keeps_the_most_points_that_it_had),
		TEST(progress_of_nothing_is_zero),
		TEST(passed_is_passed_until_reset),
		TEST(reset_forgets_the_round),
		TEST(reset_keeps_the_history),
		TEST(attempt_from_before_a_reset_does_not_count),
		TEST(hints_come_one_by_one),
		TEST(last_hint_is_shown_again_without_a_write),
		TEST(no_hints_is_an_error),
		TEST(each_goes_in_order_of_first_start),
		TEST(each_stops_when_told),
		TEST(each_lets_the_callback_use_the_store),
		TEST(names_have_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
