/* SPDX-License-Identifier: MIT */
/* A folder with files of the kernel's names stands for the cgroup. */
#include "unit.h"

#include "base/cleanup.h"
#include "daemon/delegation.h"
#include "folder.h"

#define PID 4711

static void put_cgroup(const struct folder *folder, const char *procs, const char *offered)
{
	folder_put(folder, "cgroup.procs", procs);
	folder_put(folder, "cgroup.controllers", offered);
	folder_put(folder, "cgroup.subtree_control", "");
	folder_put(folder, DELEGATION_LEAF "/cgroup.procs", "");
	folder_put(folder, DELEGATION_LEAF "/cpu.weight", "");
}

static void check_file(const struct folder *folder, const char *file, const char *expected)
{
	char text[CGROUP_TEXT_MAX];

	assert_int_equal(cgroup_read(folder->fd, file, text), 0);
	assert_string_equal(text, expected);
}

static void ours_is_moved_out_of_and_passed_on(void **state)
{
	struct folder folder = folder_new();
	struct delegation delegation = { 0 };

	(void)state;
	put_cgroup(&folder, "4711\n", "cpuset cpu io memory pids\n");
	delegation_take_at(&delegation, folder.path, PID);
	assert_string_equal(delegation.path, folder.path);
	assert_string_equal(delegation.reason, "");
	check_file(&folder, DELEGATION_LEAF "/cgroup.procs", "4711");
	check_file(
		&folder, "cgroup.subtree_control", "+cpusry"); /* each a write from the beginning */
	folder_done(&folder);
}

static void what_is_missing_is_told(void **state)
{
	struct folder folder = folder_new();
	struct delegation delegation = { 0 };

	(void)state;
	put_cgroup(&folder, "4711\n", "cpuset memory\n");
	delegation_take_at(&delegation, folder.path, PID);
	assert_string_equal(delegation.path, folder.path);
	assert_string_equal(delegation.reason, "not delegated to us: pids cpu");
	assert_non_null(strstr(delegation.remedy, "Delegate=pids memory cpu"));
	folder_done(&folder);
}

static void one_that_is_shared_is_left_alone(void **state)
{
	static const char *const procs[] = { "4711\n4712\n", "1\n4711\n", "4712\n", "47110\n", "" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(procs); i++) {
		struct folder folder = folder_new();
		struct delegation delegation = { 0 };

		put_cgroup(&folder, procs[i], "memory\n");
		delegation_take_at(&delegation, folder.path, PID);
		assert_string_equal(delegation.path, "");
		assert_non_null(strstr(delegation.reason, "shares its cgroup"));
		check_file(&folder, "cgroup.subtree_control", "");
		folder_done(&folder);
	}
}

static void one_that_is_not_there_is_told(void **state)
{
	struct delegation delegation = { 0 };

	(void)state;
	delegation_take_at(&delegation, "/nonexistent", PID);
	assert_string_equal(delegation.path, "");
	assert_non_null(strstr(delegation.reason, "not delegated"));
	assert_non_null(strstr(delegation.remedy, "Delegate="));
}

static void each_controller_that_lacks_is_a_sentence(void **state)
{
	static const struct {
		const char *in_force;
		size_t count;
		const char *first;
	} rows[] = {
		{ "memory pids cpu kill", 0, NULL },
		{ "", 4, "memory:" },
		{ "memory cpu kill", 1, "processes:" },
		{ "memory pids kill", 1, "CPU time:" },
		{ "mem pidsx cpu kill", 2, "memory:" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_strlist_ struct strlist weaker = { 0 };

		assert_int_equal(delegation_weaker(rows[i].in_force, &weaker), 0);
		assert_int_equal(weaker.count, rows[i].count);
		if (rows[i].first)
			assert_ptr_equal(strstr(weaker.items[0], rows[i].first), weaker.items[0]);
	}
}

static void what_is_in_force_is_between_the_brackets(void **state)
{
	static const char *const rows[][2] = {
		{ "user mnt rlimits cgroup(memory pids) readonly-root", "memory pids" },
		{ "user mnt rlimits readonly-root", "" },
		{ "cgroup(", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_buffer_ struct buffer text = { 0 };

		assert_int_equal(delegation_in_force(rows[i][0], &text), 0);
		assert_string_equal(text.data, rows[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ours_is_moved_out_of_and_passed_on),
		cmocka_unit_test(what_is_missing_is_told),
		cmocka_unit_test(one_that_is_shared_is_left_alone),
		cmocka_unit_test(one_that_is_not_there_is_told),
		cmocka_unit_test(each_controller_that_lacks_is_a_sentence),
		cmocka_unit_test(what_is_in_force_is_between_the_brackets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
