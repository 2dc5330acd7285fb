/* SPDX-License-Identifier: MIT */
/* The cgroup's files are memfds here. */
#include "unit.h"

#include "runner/meter.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define S 1000000u

static const struct job_limits limits = { .cpu_us = 2 * S, .wall_us = 10 * S };

static struct meter meter_new(void)
{
	struct meter meter = METER_NONE;

	meter.cpu_fd = memfd_create("cpu.stat", MFD_CLOEXEC);
	meter.events_fd = memfd_create("memory.events", MFD_CLOEXEC);
	assert_true(meter.cpu_fd >= 0 && meter.events_fd >= 0);
	return meter;
}

static void meter_done(const struct meter *meter)
{
	(void)close(meter->cpu_fd);
	(void)close(meter->events_fd);
}

static void count(const struct meter *meter, unsigned long cpu_us, unsigned long ooms)
{
	char text[128];
	int n;

	if (meter->cpu_fd < 0)
		return;
	n = snprintf(text, sizeof(text), "usage_usec %lu\nuser_usec 1\n", cpu_us);

	assert_int_equal(pwrite(meter->cpu_fd, text, (size_t)n, 0), n);
	n = snprintf(text, sizeof(text), "low 0\noom 9\noom_kill %lu\n", ooms);
	assert_int_equal(pwrite(meter->events_fd, text, (size_t)n, 0), n);
}

/* With the number of its process; what wait4() said of it, and how long it took. */
static struct run_result run(struct meter *meter, int pid, unsigned long cgroup_us,
	unsigned long ooms, const struct run_result *told)
{
	struct run_result result = *told;

	meter_begin(meter, pid);
	count(meter, cgroup_us, ooms);
	meter_end(meter, &limits, &result);
	return result;
}

static void time_of_children_nobody_waited_for_is_counted(void **state)
{
	struct meter meter = meter_new();
	const struct run_result told = { .cpu_us = S / 10, .wall_us = 3 * S };
	struct run_result result;

	(void)state;
	count(&meter, 1000 * S, 0);
	result = run(&meter, 2, 1003 * S, 0, &told);
	assert_true(result.cpu_us > limits.cpu_us && result.cpu_us <= 3 * S);
	meter_done(&meter);
}

static void a_short_run_is_not_looked_at(void **state)
{
	struct meter meter = meter_new();
	const struct run_result told = { .cpu_us = S / 10, .wall_us = 2 * S - 1 };

	(void)state;
	count(&meter, 0, 0);
	assert_int_equal(run(&meter, 2, 3 * S, 0, &told).cpu_us, S / 10);
	meter_done(&meter);
}

static void time_of_the_case_before_is_not_that_of_the_next(void **state)
{
	struct meter meter = meter_new();
	const struct run_result told = { .cpu_us = 15 * S / 10, .wall_us = 2 * S };

	(void)state;
	count(&meter, 0, 0);
	/* Known from wait4(). */
	(void)run(&meter, 2, 15 * S / 10, 0, &told);
	assert_int_equal(run(&meter, 3, 30 * S / 10, 0, &told).cpu_us, 15 * S / 10);
	/* Not known, but others had numbers in between: a new look. */
	assert_true(run(&meter, 4, 90 * S / 10, 0, &told).cpu_us > 5 * S);
	assert_int_equal(run(&meter, 9, 105 * S / 10, 0, &told).cpu_us, 15 * S / 10);
	meter_done(&meter);
}

static void a_kill_for_memory_counts_for_a_failed_run(void **state)
{
	struct meter meter = meter_new();
	const struct run_result good = { .wall_us = 1 }, bad = { .wall_us = 1, .status = 9 };

	(void)state;
	count(&meter, 0, 5);
	assert_false(run(&meter, 2, 0, 5, &bad).starved);
	assert_true(run(&meter, 3, 0, 6, &bad).starved);
	assert_false(run(&meter, 4, 0, 6, &bad).starved);
	assert_false(run(&meter, 5, 0, 7, &good).starved);
	/* It was a child's; the next one has nothing to do with it. */
	assert_false(run(&meter, 7, 0, 7, &bad).starved);
	meter_done(&meter);
}

static void a_kill_in_a_run_that_passed_is_known(void **state)
{
	struct meter meter = meter_new();
	const struct run_result good = { .wall_us = 20000 };
	struct run_result result;

	(void)state;
	count(&meter, 0, 5);
	result = run(&meter, 2, 0, 6, &good);
	assert_true(result.starved && result.ooms == 6);
	result = run(&meter, 3, 0, 6, &good);
	assert_true(!result.starved && result.ooms == 6);
	meter_done(&meter);
}

/* Where the slot could not be pinned to one. */
static void on_two_processors_the_limit_is_reached_in_half_the_time(void **state)
{
	struct meter meter = meter_new();
	const struct run_result told = { .cpu_us = S / 10, .wall_us = S };

	(void)state;
	count(&meter, 0, 0);
	assert_int_equal(run(&meter, 2, 3 * S, 0, &told).cpu_us, S / 10);
	meter.processors = 2;
	assert_int_equal(meter_least_wall_us(&meter, 2 * S), S);
	assert_true(run(&meter, 9, 6 * S, 0, &told).cpu_us > limits.cpu_us);
	assert_int_equal(meter_least_wall_us(NULL, 2 * S), 2 * S);
	meter_count_processors(&meter);
	assert_true(meter.processors >= 1);
	meter_done(&meter);
}

static void without_a_cgroup_nothing_changes(void **state)
{
	struct meter meter = METER_NONE;
	const struct run_result told = { .cpu_us = 7, .wall_us = 9 * S, .status = 9 };

	(void)state;
	assert_memory_equal(
		&(struct run_result[1]){ run(&meter, 2, 0, 0, &told) }, &told, sizeof(told));
	meter_begin(NULL, 2);
	assert_int_equal(meter_cpu_us(NULL), 0);
	meter_end(NULL, &limits, &(struct run_result){ 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_of_children_nobody_waited_for_is_counted),
		cmocka_unit_test(a_short_run_is_not_looked_at),
		cmocka_unit_test(time_of_the_case_before_is_not_that_of_the_next),
		cmocka_unit_test(a_kill_for_memory_counts_for_a_failed_run),
		cmocka_unit_test(a_kill_in_a_run_that_passed_is_known),
		cmocka_unit_test(on_two_processors_the_limit_is_reached_in_half_the_time),
		cmocka_unit_test(without_a_cgroup_nothing_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
