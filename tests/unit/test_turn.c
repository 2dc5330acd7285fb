/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "daemon/turn.h"
#include "store/learner.h"
#include "store/practice.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Members write down what they are told: "s0" settled without an error, "sE" with one, "p"
 * proceeds. */
struct member {
	struct turn_member turn; /* first */
	struct fixture *fixture;
	char name;
	struct member *wakes; /* joins this one when it proceeds */
	bool leaves;
};

struct fixture {
	sd_event *event;
	struct turn turn;
	struct store *store;
	char folder[64];
	struct member a, b;
	char told[64];
};

static void tell(struct member *member, const char *what)
{
	char *told = member->fixture->told;
	size_t len = strlen(told);

	(void)snprintf(
		told + len, sizeof(member->fixture->told) - len, "%c%s ", member->name, what);
}

static void settle(struct turn_member *turn_member, int error, const char *reason)
{
	(void)reason;
	tell((struct member *)turn_member, error < 0 ? "sE" : "s0");
}

static void proceed(struct turn_member *turn_member)
{
	struct member *member = (struct member *)turn_member;
	struct member *wakes = member->wakes;

	tell(member, "p");
	member->wakes = NULL;
	if (wakes && member->leaves)
		turn_leave(&member->fixture->turn, &wakes->turn);
	else if (wakes)
		turn_join(&member->fixture->turn, &wakes->turn);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	char path[128], error[STORE_ERROR_MAX];

	(void)snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/practiced-turn-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	(void)snprintf(path, sizeof(path), "%s/db", fixture->folder);
	assert_int_equal(store_open(path, &fixture->store, error), 0);
	assert_true(sd_event_new(&fixture->event) >= 0);
	assert_true(turn_init(&fixture->turn, fixture->event) >= 0);
	fixture->turn.proceed_max_us = 60000000; /* however slow this host is */
	fixture->turn.store = fixture->store;
	fixture->a = (struct member){
		.turn = { .settle = settle, .proceed = proceed }, .fixture = fixture, .name = 'a'
	};
	fixture->b = fixture->a;
	fixture->b.name = 'b';
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	char command[128];

	turn_done(&fixture->turn);
	(void)sd_event_unref(fixture->event);
	store_free(fixture->store);
	(void)snprintf(command, sizeof(command), "rm -r %s", fixture->folder);
	assert_int_equal(system(command), 0);
	free(fixture);
	return 0;
}

/* Until the loop has nothing to do. */
static void run(struct fixture *fixture)
{
	while (sd_event_run(fixture->event, 0) > 0)
		;
}

static void nobody_is_told_when_nobody_joined(void **state)
{
	struct fixture *fixture = *state;

	run(fixture);
	assert_string_equal(fixture->told, "");
}

static void all_are_settled_before_the_first_proceeds(void **state)
{
	struct fixture *fixture = *state;

	turn_join(&fixture->turn, &fixture->a.turn);
	turn_join(&fixture->turn, &fixture->b.turn);
	turn_join(&fixture->turn, &fixture->a.turn);
	run(fixture);
	assert_string_equal(fixture->told, "as0 bs0 ap bp ");
}

static void the_end_commits(void **state)
{
	struct fixture *fixture = *state;
	int64_t learner;

	assert_int_equal(learner_ensure(fixture->store, 1, "x", 1, &learner), 0);
	assert_true(turn_is_dirty(&fixture->turn));
	turn_touch(&fixture->turn);
	run(fixture);
	assert_false(turn_is_dirty(&fixture->turn));
}

static void one_that_joins_again_has_another_turn(void **state)
{
	struct fixture *fixture = *state;

	fixture->a.wakes = &fixture->a;
	turn_join(&fixture->turn, &fixture->a.turn);
	run(fixture);
	assert_string_equal(fixture->told, "as0 ap as0 ap ");
}

static void one_that_is_settled_and_joined_by_another_has_another_turn(void **state)
{
	struct fixture *fixture = *state;

	fixture->a.wakes = &fixture->b;
	turn_join(&fixture->turn, &fixture->a.turn);
	turn_join(&fixture->turn, &fixture->b.turn);
	run(fixture);
	assert_string_equal(fixture->told, "as0 bs0 ap bp bs0 bp ");
}

static void one_that_leaves_hears_no_more(void **state)
{
	struct fixture *fixture = *state;

	fixture->a.wakes = &fixture->b;
	fixture->a.leaves = true;
	turn_join(&fixture->turn, &fixture->a.turn);
	turn_join(&fixture->turn, &fixture->b.turn);
	run(fixture);
	assert_string_equal(fixture->told, "as0 bs0 ap ");
}

static int tell_posted(sd_event_source *source, void *userdata)
{
	(void)source;
	tell(userdata, "!");
	return 0;
}

static void dawdle(struct turn_member *turn_member)
{
	const struct timespec long_for_a_turn = { .tv_nsec = 3000000 };

	(void)nanosleep(&long_for_a_turn, NULL);
	proceed(turn_member);
}

static void who_works_for_long_and_joins_again_lets_others_go_first(void **state)
{
	struct fixture *fixture = *state;
	sd_event_source *source = NULL;

	fixture->b.turn.proceed = dawdle;
	fixture->a.wakes = &fixture->a;
	fixture->b.wakes = &fixture->b;
	turn_join(&fixture->turn, &fixture->a.turn);
	turn_join(&fixture->turn, &fixture->b.turn);
	assert_true(sd_event_run(fixture->event, 0) > 0);
	assert_true(sd_event_add_defer(fixture->event, &source, tell_posted, &fixture->b) >= 0);
	assert_true(sd_event_run(fixture->event, 0) > 0);
	assert_string_equal(fixture->told, "as0 bs0 ap bp b! ");
	(void)sd_event_source_unref(source);
}

static void whom_time_does_not_suffice_for_proceeds_at_the_next_end_and_is_settled_once(
	void **state)
{
	struct fixture *fixture = *state;

	fixture->turn.proceed_max_us = 0;
	turn_join(&fixture->turn, &fixture->a.turn);
	turn_join(&fixture->turn, &fixture->b.turn);
	assert_true(sd_event_run(fixture->event, 0) > 0);
	assert_string_equal(fixture->told, "as0 bs0 ap ");
	turn_join(&fixture->turn, &fixture->a.turn);
	assert_true(sd_event_run(fixture->event, 0) > 0);
	assert_string_equal(fixture->told, "as0 bs0 ap as0 bp ");
	run(fixture);
	assert_string_equal(fixture->told, "as0 bs0 ap as0 bp ap ");
}

static void the_last_end_lets_all_proceed_however_long_it_takes(void **state)
{
	struct fixture *fixture = *state;

	fixture->turn.proceed_max_us = 0;
	turn_join(&fixture->turn, &fixture->a.turn);
	turn_join(&fixture->turn, &fixture->b.turn);
	turn_end(&fixture->turn);
	assert_string_equal(fixture->told, "as0 bs0 ap bp ");
}

static void what_holds_a_reply_goes_first_after_a_while(void **state)
{
	const struct timespec long_for_a_turn = { .tv_nsec = 3000000 };
	struct fixture *fixture = *state;
	sd_event_source *source = NULL;
	int64_t learner;

	assert_int_equal(learner_ensure(fixture->store, 1, "x", 1, &learner), 0);
	turn_join(&fixture->turn, &fixture->a.turn);
	assert_true(sd_event_add_defer(fixture->event, &source, tell_posted, &fixture->b) >= 0);
	(void)nanosleep(&long_for_a_turn, NULL);
	turn_touch(&fixture->turn);
	assert_true(sd_event_run(fixture->event, 0) > 0);
	assert_string_equal(fixture->told, "as0 ap ");
	(void)sd_event_source_unref(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nobody_is_told_when_nobody_joined, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			all_are_settled_before_the_first_proceeds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_end_commits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			one_that_joins_again_has_another_turn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			one_that_is_settled_and_joined_by_another_has_another_turn, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(one_that_leaves_hears_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_works_for_long_and_joins_again_lets_others_go_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			whom_time_does_not_suffice_for_proceeds_at_the_next_end_and_is_settled_once,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_last_end_lets_all_proceed_however_long_it_takes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_holds_a_reply_goes_first_after_a_while, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
