/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/limits.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void zeros_become_something_that_can_run(void **state)
{
	struct job_limits limits = { 0 };

	(void)state;
	limits_clamp(&limits);
	assert_int_equal(limits.cpu_us, 1000);
	assert_int_equal(limits.wall_us, 1000);
	assert_int_equal(limits.memory_bytes, LIMITS_MEMORY_MIN);
	assert_int_equal(limits.processes, 1);
	assert_int_equal(limits.open_files, LIMITS_FILES_MIN);
	assert_int_equal(limits.output_bytes, 0); /* a program may have to be silent */
}

static void excess_is_brought_down(void **state)
{
	struct job_limits limits;

	(void)state;
	memset(&limits, 0xff, sizeof(limits));
	limits.address_space = true;
	limits_clamp(&limits);
	assert_int_equal(limits.cpu_us, LIMITS_WALL_MAX_US);
	assert_int_equal(limits.wall_us, LIMITS_WALL_MAX_US);
	assert_int_equal(limits.output_bytes, LIMITS_OUTPUT_MAX);
	assert_int_equal(limits.disk_bytes, LIMITS_DISK_MAX);
	assert_int_equal(limits.processes, LIMITS_PROCESSES_MAX);
	assert_int_equal(limits.open_files, LIMITS_FILES_MAX);
}

static void sound_limits_stay(void **state)
{
	struct job_limits limits = { .cpu_us = 2000000,
		.wall_us = 3000000,
		.memory_bytes = 1u << 28,
		.output_bytes = 1,
		.disk_bytes = 1u << 20,
		.processes = 7,
		.open_files = 64 };
	struct job_limits before = limits;

	(void)state;
	limits_clamp(&limits);
	assert_memory_equal(&limits, &before, sizeof(limits));
}

/* The resource limit in a child that has applied these. */
static rlim_t applied(
	const struct job_limits *limits, bool in_namespace, __rlimit_resource_t resource)
{
	int fds[2];
	rlim_t value = 0;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		struct rlimit limit = { 0 };

		if (limits_apply_fixed() < 0 || limits_apply_shared(limits, in_namespace) < 0 ||
			limits_apply_own(limits, 12345) < 0)
			_exit(1);
		if (getrlimit(resource, &limit) < 0 || limit.rlim_cur != limit.rlim_max)
			_exit(1);
		_exit(write(fds[1], &limit.rlim_cur, sizeof(limit.rlim_cur)) !=
			(ssize_t)sizeof(limit.rlim_cur));
	}
	(void)close(fds[1]);
	assert_int_equal(read(fds[0], &value, sizeof(value)), sizeof(value));
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return value;
}

static void resource_limits_are_those_of_the_job(void **state)
{
	const struct job_limits limits = { .cpu_us = 1500000,
		.memory_bytes = 1u << 28,
		.processes = 5,
		.open_files = 33,
		.address_space = true };

	(void)state;
	assert_int_equal(applied(&limits, true, RLIMIT_AS), 1u << 28);
	assert_int_equal(applied(&limits, true, RLIMIT_DATA), 1u << 28);
	assert_int_equal(applied(&limits, true, RLIMIT_NOFILE), 33);
	assert_int_equal(applied(&limits, true, RLIMIT_CORE), 1);
	assert_int_equal(applied(&limits, true, RLIMIT_FSIZE), 12345);
	assert_int_equal(applied(&limits, true, RLIMIT_CPU), 4);
	assert_in_range(applied(&limits, true, RLIMIT_NPROC), 5, 9); /* and the sandbox's own */
}

static void runtimes_that_reserve_much_are_limited_by_data(void **state)
{
	const struct job_limits limits = {
		.cpu_us = 1, .memory_bytes = 1u << 28, .processes = 5, .open_files = 33
	};
	struct rlimit now;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_AS, &now), 0);
	assert_true(applied(&limits, true, RLIMIT_AS) == now.rlim_max);
	assert_int_equal(applied(&limits, true, RLIMIT_DATA), 1u << 28);
	assert_int_equal(applied(&limits, true, RLIMIT_STACK), 8u << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeros_become_something_that_can_run),
		cmocka_unit_test(excess_is_brought_down),
		cmocka_unit_test(sound_limits_stay),
		cmocka_unit_test(resource_limits_are_those_of_the_job),
		cmocka_unit_test(runtimes_that_reserve_much_are_limited_by_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
