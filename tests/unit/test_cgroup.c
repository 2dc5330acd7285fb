/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/cgroup.h"
#include "folder.h"

#include <errno.h>

static void own_is_the_line_of_the_second_version(void **state)
{
	static const struct {
		const char *text, *path;
		int r;
	} rows[] = {
		{ "0::/\n", CGROUP_ROOT, 0 },
		{ "0::/system.slice/practiced.service\n",
			CGROUP_ROOT "/system.slice/practiced.service", 0 },
		{ "12:memory:/a\n1:name=systemd:/b\n0::/c d\n", CGROUP_ROOT "/c d", 0 },
		{ "12:memory:/a\n", NULL, -ENOTSUP },
		{ "", NULL, -ENOTSUP },
		{ "10::/a\n", NULL, -ENOTSUP },
		{ "0::/../outside\n", NULL, -EBADMSG },
		{ "0::/gone (deleted)\n", NULL, -EBADMSG },
		{ "0::relative\n", NULL, -EBADMSG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char path[CGROUP_PATH_MAX] = "";

		assert_int_equal(cgroup_parse_own(rows[i].text, path), rows[i].r);
		assert_string_equal(path, rows[i].path ? rows[i].path : "");
	}
}

static void own_that_is_too_long_is_refused(void **state)
{
	static char text[2 * CGROUP_PATH_MAX];
	char path[CGROUP_PATH_MAX];

	(void)state;
	memcpy(text, "0::/", 4);
	memset(text + 4, 'x', CGROUP_PATH_MAX - strlen(CGROUP_ROOT) - 2);
	assert_int_equal(cgroup_parse_own(text, path), 0);
	text[strlen(text)] = 'x';
	assert_int_equal(cgroup_parse_own(text, path), -EBADMSG);
}

static void value_is_that_of_the_whole_key(void **state)
{
	static const char text[] = "oom 1\noom_kill 22\nbad x\nusage_usec 18446744073709551615";
	uint64_t value = 7;

	(void)state;
	assert_int_equal(cgroup_value(text, "oom", &value), 0);
	assert_int_equal(value, 1);
	assert_int_equal(cgroup_value(text, "oom_kill", &value), 0);
	assert_int_equal(value, 22);
	assert_int_equal(cgroup_value(text, "usage_usec", &value), 0);
	assert_true(value == UINT64_MAX);
	assert_int_equal(cgroup_value(text, "bad", &value), -EBADMSG);
	assert_int_equal(cgroup_value(text, "oom_", &value), -ENOENT);
	assert_int_equal(cgroup_value("", "oom", &value), -ENOENT);
	assert_true(value == UINT64_MAX);
}

static void file_that_fills_the_buffer_is_refused(void **state)
{
	static char big[CGROUP_TEXT_MAX + 1], text[CGROUP_TEXT_MAX];
	struct folder folder = folder_new();

	(void)state;
	memset(big, 'x', CGROUP_TEXT_MAX);
	folder_put(&folder, "full", big);
	folder_put_n(&folder, "fits", big, CGROUP_TEXT_MAX - 1);
	assert_int_equal(cgroup_read(folder.fd, "full", text), -EFBIG);
	assert_int_equal(cgroup_read(folder.fd, "fits", text), 0);
	assert_int_equal(strlen(text), CGROUP_TEXT_MAX - 1);
	assert_int_equal(cgroup_read(folder.fd, "none", text), -ENOENT);
	assert_int_equal(cgroup_write(folder.fd, "none", "1"), -ENOENT);
	folder_done(&folder);
}

static void what_is_not_there_is_removed_already(void **state)
{
	struct folder folder = folder_new();

	(void)state;
	assert_int_equal(cgroup_remove(folder.fd, "none", 0), 0);
	assert_int_equal(mkdirat(folder.fd, "leaf", 0700), 0);
	assert_int_equal(cgroup_remove(folder.fd, "leaf", 0), 0);
	assert_int_equal(faccessat(folder.fd, "leaf", F_OK, 0), -1);
	folder_link(&folder, "/", "link");
	assert_int_equal(cgroup_remove(folder.fd, "link", 0), -ENOTDIR);
	folder_done(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_is_the_line_of_the_second_version),
		cmocka_unit_test(own_that_is_too_long_is_refused),
		cmocka_unit_test(value_is_that_of_the_whole_key),
		cmocka_unit_test(file_that_fills_the_buffer_is_refused),
		cmocka_unit_test(what_is_not_there_is_removed_already),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
