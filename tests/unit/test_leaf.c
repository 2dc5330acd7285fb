/* SPDX-License-Identifier: MIT */
/* The cgroup is an ordinary folder here, and its files are memfds; the kernel's are in tests/vm. */
#include "unit.h"

#include "base/cleanup.h"
#include "folder.h"
#include "runner/leaf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define MIB (UINT64_C(1) << 20)

static const struct job_limits limits = {
	.memory_bytes = 32 * MIB, .disk_bytes = 2 * MIB, .output_bytes = MIB, .processes = 8
};

static int file_of(const char *text)
{
	int fd = memfd_create("file", MFD_CLOEXEC);

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	return fd;
}

static void check_text(int fd, const char *expected)
{
	char text[64] = "";

	assert_true(pread(fd, text, sizeof(text) - 1, 0) >= 0);
	assert_string_equal(text, expected);
}

/* Otherwise a program that just fits would not, with a large input. */
static void memory_is_what_may_be_used_and_what_is_given(void **state)
{
	uint64_t nothing = leaf_memory_max(&limits, 0);

	(void)state;
	assert_true(nothing >= limits.memory_bytes + 2 * limits.disk_bytes + 2 * limits.output_bytes);
	assert_true(leaf_memory_max(&limits, 1) > nothing);
	assert_true(leaf_memory_max(&limits, 100 * MIB) - nothing == 100 * MIB);
	assert_true(leaf_memory_max(&limits, 100 * MIB + 1) - nothing == 101 * MIB);
}

static void limits_are_written_when_they_are_others(void **state)
{
	struct leaf leaf = LEAF_NONE;
	struct job_limits more = limits;
	struct failure failure = { 0 };

	(void)state;
	leaf.dir_fd = file_of("");
	leaf.memory_fd = file_of("");
	leaf.processes_fd = file_of("");
	assert_int_equal(leaf_limit(&leaf, &limits, 0, &failure), 0);
	check_text(leaf.processes_fd, "12");
	assert_int_equal(ftruncate(leaf.memory_fd, 0), 0);
	assert_int_equal(leaf_limit(&leaf, &limits, 0, &failure), 0);
	check_text(leaf.memory_fd, "");
	assert_int_equal(leaf_limit(&leaf, &limits, 3 * MIB, &failure), 0);
	check_text(leaf.memory_fd, "76546048"); /* 32 + 4 + 2 + 3, and 32 of our own, in MiB */
	more.processes = 9;
	assert_int_equal(leaf_limit(&leaf, &more, 3 * MIB, &failure), 0);
	check_text(leaf.processes_fd, "13");
	leaf_close(&leaf);
}

static void an_end_that_was_told_is_not_told_again(void **state)
{
	struct leaf leaf = LEAF_NONE;

	(void)state;
	assert_false(leaf_was_starved(&leaf));
	leaf.events_fd = file_of("oom 9\noom_kill 3\n");
	leaf_tell_ooms(&leaf, 2);
	assert_true(leaf_was_starved(&leaf));
	assert_false(leaf_was_starved(&leaf));
	leaf_tell_ooms(&leaf, 1);
	assert_false(leaf_was_starved(&leaf));
	leaf_close(&leaf);
}

static void a_folder_without_controllers_has_no_limits(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct leaf leaf;
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(leaf_open(folder.path, "run", 7, 0, &leaf, &failure), 0);
	assert_true(leaf.dir_fd >= 0 && leaf.memory_fd < 0 && !leaf_is_whole(&leaf));
	assert_int_equal(leaf_limit(&leaf, &limits, 0, &failure), 0);
	leaf_close(&leaf);
	leaf_clean(folder.path, 7);
}

static int open_with_descriptors(const char *path, rlim_t count, struct failure *failure)
{
	struct leaf leaf = LEAF_NONE;
	struct rlimit few, before;
	int first = dup(STDERR_FILENO), r;

	assert_true(first >= 0 && getrlimit(RLIMIT_NOFILE, &before) == 0);
	(void)close(first);
	few = (struct rlimit){ (rlim_t)first + count, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	r = leaf_open(path, "run", 7, 0, &leaf, failure);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	leaf_close(&leaf);
	return r;
}

/* A limit that can't be opened is not one that the host doesn't have. */
static void a_limit_that_can_not_be_opened_is_an_error(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(open_with_descriptors(folder.path, 2, &failure), -EMFILE);
	assert_non_null(strstr(failure.text, "cgroup.kill"));
	assert_int_equal(open_with_descriptors(folder.path, 3, &failure), 0);
	leaf_clean(folder.path, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_what_may_be_used_and_what_is_given),
		cmocka_unit_test(limits_are_written_when_they_are_others),
		cmocka_unit_test(an_end_that_was_told_is_not_told_again),
		cmocka_unit_test(a_folder_without_controllers_has_no_limits),
		cmocka_unit_test(a_limit_that_can_not_be_opened_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
