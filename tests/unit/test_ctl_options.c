/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "ctl/options.h"
#include "ctl/socket_path.h"
#include "ctl/verb_table.h"

#include <stdlib.h>
#include <string.h>

static int parse(struct options *options, const char *line)
{
	static struct strlist words; /* argv is borrowed by the options */

	strlist_truncate(&words, 0);
	assert_int_equal(strlist_add(&words, "practicectl"), 0);
	assert_int_equal(strlist_split_words(&words, line), 0);
	return options_parse(options, (int)words.count, words.items);
}

static void options_may_stand_anywhere(void **state)
{
	struct options options;

	(void)state;
	assert_int_equal(parse(&options, "-q check --step=a lesson --no-pager -l"), 0);
	assert_true(options.quiet && options.no_pager && options.full);
	assert_string_equal(options.step, "a");
	assert_int_equal(options.n_arguments, 2);
	assert_string_equal(options.arguments[0], "check");
	options_done(&options);
}

static void two_dashes_end_the_options(void **state)
{
	struct options options;

	(void)state;
	assert_int_equal(parse(&options, "cat x -- -q"), 0);
	assert_false(options.quiet);
	assert_int_equal(options.n_arguments, 3);
	options_done(&options);
}

static void properties_gather_and_split_at_commas(void **state)
{
	struct options options;

	(void)state;
	assert_int_equal(parse(&options, "show -p A,,B --property=C -P D"), 0);
	assert_int_equal(options.properties.count, 4);
	assert_string_equal(options.properties.items[3], "D");
	assert_true(options.value_only);
	options_done(&options);
}

static void bad_values_are_refused(void **state)
{
	static const char *const lines[] = { "-o xml", "--limit=0", "--limit=1001", "--limit=x",
		"--case=", "--nothing", "-o" };
	struct options options;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(parse(&options, lines[i]), -EINVAL);
}

static void limits_are_taken_at_their_ends(void **state)
{
	struct options options;

	(void)state;
	assert_int_equal(parse(&options, "--limit=1000 --case=1"), 0);
	assert_int_equal(options.limit, 1000);
	assert_int_equal(options.test_case, 1);
	options_done(&options);
}

static void expect_socket(const char *line, const char *environment, const char *expected)
{
	_cleanup_free_ char *path = NULL;
	struct options options;

	assert_int_equal(environment ? setenv("PRACTICED_SOCKET", environment, 1)
				     : unsetenv("PRACTICED_SOCKET"),
		0);
	assert_int_equal(parse(&options, line), 0);
	assert_int_equal(socket_path_find(&options, &path), 0);
	assert_string_equal(path, expected);
	options_done(&options);
}

static void the_socket_is_chosen_in_order(void **state)
{
	(void)state;
	assert_int_equal(setenv("XDG_RUNTIME_DIR", "/run/user/7", 1), 0);
	expect_socket("--socket=/a --user", "/b", "/a");
	expect_socket("list", "/b", "/b");
	expect_socket("--user", "/b", "/run/user/7/practiced/practiced.sock");
	expect_socket("--system", "/b", SOCKET_PATH_SYSTEM);
	expect_socket("--user", NULL, "/run/user/7/practiced/practiced.sock");
	expect_socket("list", "", SOCKET_PATH_SYSTEM);
}

static void verbs_are_whole_and_alone(void **state)
{
	(void)state;
	for (const struct verb *verb = verb_table; verb->name; verb++) {
		assert_non_null(verb->handle);
		assert_non_null(verb->action);
		assert_true(verb->help[0] >= 'A' && verb->help[0] <= 'Z');
		assert_true(verb->min <= verb->max);
		assert_ptr_equal(verbs_find(verb_table, verb->name), verb);
		assert_true(strlen(verb->name) + 1 + strlen(verb->arguments) <=
			    22); /* the help's column */
	}
}

static void unknown_verbs_get_the_nearest(void **state)
{
	(void)state;
	assert_null(verbs_find(verb_table, "strat"));
	assert_null(verbs_find(verb_table, "star"));
	assert_string_equal(verbs_suggest(verb_table, "strat"), "start");
	assert_string_equal(verbs_suggest(verb_table, "daemonstatus"), "daemon-status");
	assert_null(verbs_suggest(verb_table, "zzzzzz"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_may_stand_anywhere),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(properties_gather_and_split_at_commas),
		cmocka_unit_test(bad_values_are_refused),
		cmocka_unit_test(limits_are_taken_at_their_ends),
		cmocka_unit_test(the_socket_is_chosen_in_order),
		cmocka_unit_test(verbs_are_whole_and_alone),
		cmocka_unit_test(unknown_verbs_get_the_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
