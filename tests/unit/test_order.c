/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/order.h"

#include <errno.h>
#include <string.h>

static const struct {
	const char *word, *replaced;
} words[] = {
	{ "/box", "/t" },
	{ "/box/a.c", "/t/a.c" },
	{ "/boxes/a.c", "/boxes/a.c" },
	{ "/my/box/a.c", "/my/box/a.c" },
	{ "-I/box/inc", "-I/t/inc" },
	{ "--file=/box/a", "--file=/t/a" },
	{ "/box/a:/box/b", "/t/a:/t/b" },
	{ "cd /box && ./run \"/box/x\"", "cd /t && ./run \"/t/x\"" },
	{ "box", "box" },
	{ "", "" },
	{ "x/box", "x/box" },
};

static void paths_of_the_box_are_moved_and_others_are_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		_cleanup_free_ char *replaced = order_replace_box(words[i].word, "/t");

		assert_string_equal(replaced, words[i].replaced);
	}
}

struct fixture {
	struct job *job;
	struct scratch_paths paths;
	struct order order;
	struct failure failure;
};

static int make_fixture(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct job_case *job_case;

	fixture->job = job_new();
	assert_int_equal(strlist_add(&fixture->job->run, "sh"), 0);
	assert_int_equal(strlist_add(&fixture->job->run, "/box/main.sh"), 0);
	job_case = job_add_case(fixture->job, "1");
	assert_int_equal(strlist_add(&job_case->args, "/box/one"), 0);
	assert_int_equal(strlist_add(&job_case->args, "two"), 0);
	assert_non_null(job_add_case(fixture->job, "2"));
	*state = fixture;
	return 0;
}

static int drop_fixture(void **state)
{
	struct fixture *fixture = *state;

	order_done(&fixture->order);
	job_free(fixture->job);
	free(fixture);
	return 0;
}

static void prepare(struct fixture *fixture)
{
	assert_int_equal(
		order_prepare(&fixture->order, fixture->job, &fixture->paths, &fixture->failure),
		0);
}

static void program_is_looked_up_in_the_path(void **state)
{
	struct fixture *fixture = *state;
	char *const *argv;

	prepare(fixture);
	assert_int_equal(order_run(&fixture->order, 0, &argv, &fixture->failure), 0);
	assert_string_equal(argv[0], "/usr/bin/sh");
	assert_string_equal(argv[1], "/box/main.sh");
}

static void arguments_of_each_case_follow_the_command(void **state)
{
	struct fixture *fixture = *state;
	char *const *argv;

	prepare(fixture);
	assert_int_equal(order_run(&fixture->order, 0, &argv, &fixture->failure), 0);
	assert_string_equal(argv[2], "/box/one");
	assert_string_equal(argv[3], "two");
	assert_null(argv[4]);
	assert_int_equal(order_run(&fixture->order, 1, &argv, &fixture->failure), 0);
	assert_null(argv[2]);
}

static void without_isolation_paths_lead_to_the_folder(void **state)
{
	struct fixture *fixture = *state;
	char *const *argv;

	strcpy(fixture->paths.root, "/tmp/practice-x");
	prepare(fixture);
	assert_int_equal(order_run(&fixture->order, 0, &argv, &fixture->failure), 0);
	assert_string_equal(argv[1], "/tmp/practice-x/box/main.sh");
	assert_string_equal(argv[2], "/tmp/practice-x/box/one");
}

static void environment_is_what_is_documented(void **state)
{
	struct fixture *fixture = *state;
	char *const *environment;

	prepare(fixture);
	environment = order_environment(&fixture->order);
	assert_string_equal(environment[0], "PATH=/usr/bin:/bin");
	assert_string_equal(environment[1], "LANG=C.UTF-8");
	assert_string_equal(environment[2], "HOME=/tmp");
	assert_string_equal(environment[3], "PYTHONDONTWRITEBYTECODE=1");
	assert_null(environment[4]);
}

static void program_that_is_nowhere_is_named(void **state)
{
	struct fixture *fixture = *state;

	free(fixture->job->run.items[0]);
	fixture->job->run.items[0] = strdup("no-such-thing");
	assert_int_equal(
		order_prepare(&fixture->order, fixture->job, &fixture->paths, &fixture->failure),
		-ENOENT);
	assert_non_null(strstr(fixture->failure.text, "no-such-thing"));
}

static void nothing_to_compile_is_null(void **state)
{
	struct fixture *fixture = *state;

	prepare(fixture);
	assert_null(order_compile(&fixture->order));
}

#define order_test(name) cmocka_unit_test_setup_teardown(name, make_fixture, drop_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_of_the_box_are_moved_and_others_are_not),
		order_test(program_is_looked_up_in_the_path),
		order_test(arguments_of_each_case_follow_the_command),
		order_test(without_isolation_paths_lead_to_the_folder),
		order_test(environment_is_what_is_documented),
		order_test(program_that_is_nowhere_is_named),
		order_test(nothing_to_compile_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
