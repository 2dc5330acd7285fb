/* SPDX-License-Identifier: MIT */
#include "runner/template.h"
#include "base/strlist.h"
#include "unit.h"

static uint32_t key_of(const char *command, bool address_space)
{
	_cleanup_strlist_ struct strlist words = { 0 };

	assert_int_equal(strlist_split_quoted(&words, command), 0);
	return template_key(JOB_TEMPLATE_PYTHON, words.items, words.count, address_space);
}

static void python_of_the_simple_form_has_a_key(void **state)
{
	static const char *const commands[] = { "python3 /box/a.py", "/usr/bin/python3 /box/a.py", "python3 -B /box/a.py",
		"python3 -B -u /box/a.py x -y", "python3 -BEIOPsSu /box/a.py" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		assert_int_not_equal(key_of(commands[i], true), 0);
}

static void another_form_has_none(void **state)
{
	static const char *const commands[] = { "python3", "python3 -B", "python /box/a.py", "python3.11 /box/a.py",
		"/opt/python3 /box/a.py", "python3 a.py", "python3 - /box/a.py", "python3 -m unittest", "python3 -c pass",
		"python3 -OO /box/a.py", "python3 -O -O /box/a.py", "python3 -X dev /box/a.py", "python3 -Wignore /box/a.py",
		"python3 -i /box/a.py", "python3 -x /box/a.py", "python3 -v /box/a.py", "python3 -- /box/a.py",
		"python3 --version /box/a.py", "python3 '' /box/a.py" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (key_of(commands[i], true) != 0)
			print_error("%s\n", commands[i]);
		assert_int_equal(key_of(commands[i], true), 0);
	}
}

static void key_tells_apart_what_a_start_depends_on(void **state)
{
	(void)state;
	assert_int_equal(key_of("python3 -B -u /box/a.py", true), key_of("/usr/bin/python3 -uB /box/b.py x", true));
	assert_int_not_equal(key_of("python3 /box/a.py", true), key_of("python3 /box/a.py", false));
	assert_int_not_equal(key_of("python3 -B /box/a.py", true), key_of("python3 -u /box/a.py", true));
}

static void job_without_a_template_has_no_key(void **state)
{
	char *words[] = { (char[]){ "python3" }, (char[]){ "/box/a.py" } };

	(void)state;
	assert_int_equal(template_key(JOB_TEMPLATE_NONE, words, 2, true), 0);
	assert_int_not_equal(template_key(JOB_TEMPLATE_PYTHON, words, 2, true), 0);
	assert_int_equal(template_key(JOB_TEMPLATE_PYTHON, words, 0, true), 0);
}

static void compiled_program_has_a_key_where_it_is_the_learners(void **state)
{
	char *own[] = { (char[]){ "/box/program" } }, *other[] = { (char[]){ "/usr/bin/true" } };

	(void)state;
	assert_true(template_is_program(template_key(JOB_TEMPLATE_PROGRAM, own, 1, true)));
	assert_int_equal(template_key(JOB_TEMPLATE_PROGRAM, other, 1, true), 0);
	assert_false(template_is_program(key_of("python3 /box/a.py", true)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(python_of_the_simple_form_has_a_key),
		cmocka_unit_test(another_form_has_none),
		cmocka_unit_test(key_tells_apart_what_a_start_depends_on),
		cmocka_unit_test(job_without_a_template_has_no_key),
		cmocka_unit_test(compiled_program_has_a_key_where_it_is_the_learners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
