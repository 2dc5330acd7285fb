/* SPDX-License-Identifier: MIT */
/* The file of measured time limits. */
#include "daemon/timelimits.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#define HEAD "practiced time limits 1\n"

static void parse(const char *text, struct timelimits *limits)
{
	*limits = (struct timelimits){ 0 };
	assert_int_equal(timelimits_parse(text, strlen(text), limits), 0);
}

static void lines_are_limits(void **state)
{
	struct timelimits limits;

	(void)state;
	parse(HEAD "7 1000000 50 /a b/c\n18446744073709551615 2 1 /d", &limits);
	assert_int_equal(limits.count, 2);
	assert_string_equal(timelimits_find(&limits, 7)->folder, "/a b/c");
	assert_int_equal(timelimits_find(&limits, UINT64_MAX)->limit_us, 2);
	assert_null(timelimits_find(&limits, 8));
	assert_null(timelimits_find(&limits, 0));
	timelimits_done(&limits);
}

static void lines_that_are_none_are_passed_over(void **state)
{
	static const char *const lines[] = { "x 1 1 /a", "1 x 1 /a", "1 1 x /a", "1 1 1 a", "1 1 1", "",
		"0 1 1 /a", "1 0 1 /a", "1 600000001 1 /a", "-1 1 1 /a" };
	struct timelimits limits;
	char text[128];

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		(void)snprintf(text, sizeof(text), HEAD "%s\n9 600000000 1 /z\n", lines[i]);
		parse(text, &limits);
		assert_int_equal(limits.count, 1);
		assert_non_null(timelimits_find(&limits, 9));
		timelimits_done(&limits);
	}
}

static void another_file_is_refused(void **state)
{
	struct timelimits limits = { 0 };

	(void)state;
	assert_int_equal(timelimits_parse("", 0, &limits), -EINVAL);
	assert_int_equal(timelimits_parse("7 1 1 /a\n", 9, &limits), -EINVAL);
	assert_int_equal(limits.count, 0);
}

static void what_is_saved_is_loaded_and_a_folder_is_there_once(void **state)
{
	char folder[] = "/tmp/timelimits-XXXXXX", path[64], a[] = "/a", b[] = "/b", bad[] = "/a\nb";
	struct timelimits limits = { 0 }, loaded = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(timelimits_load(folder, &loaded), 0);
	assert_int_equal(loaded.count, 0);
	assert_int_equal(timelimits_set(&limits, &(struct timelimit){ 1, 10, 1, a }), 0);
	assert_int_equal(timelimits_set(&limits, &(struct timelimit){ 2, 20, 2, b }), 0);
	assert_int_equal(timelimits_set(&limits, &(struct timelimit){ 3, 30, 3, a }), 0);
	assert_int_equal(timelimits_set(&limits, &(struct timelimit){ 4, 40, 4, bad }), -EINVAL);
	assert_int_equal(timelimits_save(&limits, folder), 0);
	assert_int_equal(timelimits_load(folder, &loaded), 0);
	assert_int_equal(loaded.count, 2);
	assert_null(timelimits_find(&loaded, 1));
	assert_int_equal(timelimits_find(&loaded, 3)->limit_us, 30);
	timelimits_done(&limits);
	timelimits_done(&loaded);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, TIMELIMITS_NAME);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void the_slowest_makes_the_limit(void **state)
{
	static const struct {
		uint64_t slowest_us;
		double times, resolution;
		uint64_t limit_us;
	} rows[] = {
		{ 0, 5, 1, 1000000 },
		{ 200000, 5, 1, 1000000 },
		{ 200001, 5, 1, 2000000 },
		{ 300000, 2, 0.25, 750000 },
		{ 1, 2, 0.25, 250000 },
		{ 300000000, 5, 1, 600000000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(timelimit_choose(rows[i].slowest_us, rows[i].times, rows[i].resolution),
			rows[i].limit_us);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_limits),
		cmocka_unit_test(lines_that_are_none_are_passed_over),
		cmocka_unit_test(another_file_is_refused),
		cmocka_unit_test(what_is_saved_is_loaded_and_a_folder_is_there_once),
		cmocka_unit_test(the_slowest_makes_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
