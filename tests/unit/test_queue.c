/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/cleanup.h"
#include "daemon/queue.h"

/* Entries are named by where they stand in this array. */
struct fixture {
	struct queue queue;
	struct queue_entry entries[8];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	queue_init(&fixture->queue);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	queue_done(&fixture->queue);
	free(fixture);
	return 0;
}

static void push(struct fixture *fixture, size_t entry, uint64_t learner)
{
	assert_int_equal(queue_push(&fixture->queue, &fixture->entries[entry], learner), 0);
}

static void assert_order(struct fixture *fixture, const size_t *order, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_ptr_equal(queue_pop(&fixture->queue), &fixture->entries[order[i]]);
	assert_null(queue_pop(&fixture->queue));
	assert_int_equal(fixture->queue.count, 0);
}

static void empty_queue_has_nothing(void **state)
{
	struct fixture *fixture = *state;

	assert_null(queue_pop(&fixture->queue));
	assert_int_equal(queue_count(&fixture->queue, 1), 0);
}

static void one_learner_is_served_in_order(void **state)
{
	push(*state, 0, 7);
	push(*state, 1, 7);
	push(*state, 2, 7);
	assert_order(*state, (const size_t[]){ 0, 1, 2 }, 3);
}

static void learners_take_turns(void **state)
{
	push(*state, 0, 1);
	push(*state, 1, 1);
	push(*state, 2, 1);
	push(*state, 3, 2);
	push(*state, 4, 3);
	push(*state, 5, 2);
	assert_order(*state, (const size_t[]){ 0, 3, 4, 1, 5, 2 }, 6);
}

static void one_who_comes_late_waits_for_one_round_at_most(void **state)
{
	struct fixture *fixture = *state;

	push(fixture, 0, 1);
	push(fixture, 1, 1);
	push(fixture, 2, 1);
	assert_ptr_equal(queue_pop(&fixture->queue), &fixture->entries[0]);
	push(fixture, 3, 2);
	assert_order(fixture, (const size_t[]){ 1, 3, 2 }, 3);
}

static void what_was_interrupted_goes_first_again(void **state)
{
	struct fixture *fixture = *state;

	push(fixture, 0, 1);
	push(fixture, 1, 1);
	assert_int_equal(queue_push_front(&fixture->queue, &fixture->entries[2], 1), 0);
	assert_order(fixture, (const size_t[]){ 2, 0, 1 }, 3);
}

static void removed_entries_are_gone(void **state)
{
	struct fixture *fixture = *state;

	push(fixture, 0, 1);
	push(fixture, 1, 2);
	push(fixture, 2, 1);
	queue_remove(&fixture->queue, &fixture->entries[0]);
	queue_remove(&fixture->queue, &fixture->entries[0]);
	queue_remove(&fixture->queue, &fixture->entries[1]);
	assert_int_equal(queue_count(&fixture->queue, 1), 1);
	assert_int_equal(queue_count(&fixture->queue, 2), 0);
	assert_order(fixture, (const size_t[]){ 2 }, 1);
}

static void counts_are_per_learner(void **state)
{
	struct fixture *fixture = *state;

	push(fixture, 0, 1);
	push(fixture, 1, 1);
	push(fixture, 2, 2);
	assert_int_equal(fixture->queue.count, 3);
	assert_int_equal(queue_count(&fixture->queue, 1), 2);
	assert_int_equal(queue_count(&fixture->queue, 2), 1);
	while (queue_pop(&fixture->queue))
		;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(empty_queue_has_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_learner_is_served_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(learners_take_turns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			one_who_comes_late_waits_for_one_round_at_most, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_interrupted_goes_first_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removed_entries_are_gone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counts_are_per_learner, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
