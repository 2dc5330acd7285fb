/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "folder.h"
#include "learn/catalog.h"

#include <errno.h>

#define TESTS ".github/classroom/autograding.json"

static const char one_test[] = "{\"tests\": [{\"name\": \"Hello, world!\", \"setup\": \"make\","
			       " \"run\": \"./hello '100%'\", \"input\": \"in\\n\","
			       " \"output\": \"Hello\", \"comparison\": \"exact\","
			       " \"timeout\": 2, \"points\": 5}]}";

static struct lesson *load(const struct folder *folder)
{
	struct lesson_error error;
	struct lesson *lesson = NULL;

	assert_int_equal(lesson_load(folder->fd, "class/hello", &lesson, &error), 0);
	return lesson;
}

static void check_refused(const char *json, const char *message)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson_error error;
	struct lesson *lesson = NULL;

	folder_put(&folder, "hello.py", "");
	folder_put(&folder, TESTS, json);
	assert_int_equal(lesson_load(folder.fd, "class/hello", &lesson, &error), -EINVAL);
	assert_string_equal(error.file, TESTS);
	assert_string_equal(error.ini.message, message);
}

static void a_test_is_a_step(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;

	(void)state;
	folder_put(&folder, "README.md", "# Say hello\n\nText.\n");
	folder_put(&folder, "hello.c", "int main;\n");
	folder_put(&folder, "test_hello.sh", "true\n");
	folder_put(&folder, TESTS, one_test);
	lesson = load(&folder);
	assert_string_equal(lesson->title, "Say hello");
	assert_string_equal(lesson->languages.items[0], "c");
	assert_int_equal(lesson->n_steps, 1);
	step = &lesson->steps[0];
	assert_string_equal(step->name, "hello-world");
	assert_string_equal(step->title, "Hello, world!");
	assert_int_equal(step->points, 5);
	assert_int_equal(step->limits.wall_us, 120000000);
	assert_string_equal(step->compare, "stripped");
	assert_string_equal(step->cases[0].input, "in\n");
	assert_string_equal(step->cases[0].expected, "Hello");
	assert_true(step->languages[0].builds_itself);
	assert_string_equal(step->languages[0].test_command,
		"bash -c '( make\n) </dev/null >&2 || exit\n./hello '\\''100%%'\\'''");
	assert_int_equal(step->languages[0].files.count, 1);
	assert_string_equal(step->languages[0].files.items[0], "hello.c");
	assert_string_equal(step->languages[0].tests[0].name, "test_hello.sh");
	assert_int_equal(lesson->starters[0].n_starter, 2);
}

static void without_input_and_output_the_status_counts_alone(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	folder_put(&folder, "hello.py", "");
	folder_put(&folder, TESTS, "{\"tests\": [{\"run\": \"python3 hello.py\"}]}");
	lesson = load(&folder);
	assert_string_equal(lesson->title, "hello");
	assert_string_equal(lesson->steps[0].name, "test-1");
	assert_null(lesson->steps[0].cases[0].expected);
	assert_int_equal(lesson->steps[0].cases[0].expected_status, 0);
	assert_int_equal(lesson->steps[0].points, 0);
	assert_int_equal(lesson->steps[0].limits.wall_us, 60000000);
}

static void an_empty_repository_asks_for_the_files_that_the_commands_name(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	folder_put(&folder, TESTS,
		"{\"tests\": [{\"name\": \"a\", \"run\": \"gcc -o hi hi.c && ./hi\"},"
		" {\"name\": \"a\", \"run\": \"./hi x\"}]}");
	lesson = load(&folder);
	assert_string_equal(lesson->languages.items[0], "c");
	assert_int_equal(lesson->starters[0].n_starter, 1);
	assert_string_equal(lesson->starters[0].starter[0].name, "hi.c");
	assert_string_equal(lesson->steps[1].name, "a-2");
}

static void names_of_steps_are_of_one_line_each_and_differ(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	folder_put(&folder, "a.py", "");
	folder_put(&folder, TESTS,
		"{\"tests\": [{\"name\": \"a 3\", \"run\": \"a\"}, {\"name\": \"a\", \"run\": "
		"\"a\"},"
		" {\"name\": \"a\", \"run\": \"a\"}, {\"name\": \"b\\tc\\u001b[2J\", \"run\": "
		"\"a\"}]}");
	lesson = load(&folder);
	assert_string_equal(lesson->steps[0].name, "a-3");
	assert_string_equal(lesson->steps[1].name, "a");
	assert_string_equal(lesson->steps[2].name, "a-4");
	assert_string_equal(lesson->steps[3].title, "b c [2J");
}

/* A character of two bytes stands across the limit. */
static void a_title_is_cut_between_characters(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	_cleanup_buffer_ struct buffer readme = { 0 };

	(void)state;
	assert_int_equal(buffer_printf(&readme, "# %0*d\u00e9\n", LESSON_STRING_MAX / 4 - 1, 0), 0);
	folder_put(&folder, "README.md", readme.data);
	folder_put(&folder, "a.py", "");
	folder_put(&folder, TESTS, "{\"tests\": [{\"run\": \"a\"}]}");
	lesson = load(&folder);
	assert_int_equal(strlen(lesson->title), LESSON_STRING_MAX / 4 - 1);
}

static void what_is_wrong_is_told(void **state)
{
	(void)state;
	check_refused("{\"tests\": []}", "expected {\"tests\": [...]} with at least one test");
	check_refused("{\"tests\": [1]}", "tests[0]: expected an object with run = a command");
	check_refused("{\"tests\": [{\"name\": \"a\"}]}", "tests[0].run is missing");
	check_refused("{\"tests\": [{\"run\": 7}]}", "tests[0].run: expected text");
	check_refused("{\"tests\": [{\"run\": \"a\", \"timeout\": 11}]}",
		"tests[0].timeout: expected a number from 0 to 10");
	check_refused("{\"tests\": [{\"run\": \"a\", \"points\": -1}]}",
		"tests[0].points: expected a number from 0 to 1000");
	check_refused("{\"tests\": [{\"run\": \"a\", \"comparison\": \"same\"}]}",
		"tests[0].comparison: expected included, exact or regex");
	check_refused(
		"{\"tests\": [{\"run\": \"a\", \"comparison\": \"regex\", \"output\": \"(\"}]}",
		"tests[0].output: is not a pattern");
}

static void broken_json_is_told_with_its_line(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson_error error;
	struct lesson *lesson = NULL;

	(void)state;
	folder_put(&folder, TESTS, "{\n\"tests\": [\n");
	assert_int_equal(lesson_load(folder.fd, "class/hello", &lesson, &error), -EINVAL);
	assert_string_equal(error.file, TESTS);
	assert_int_equal(error.ini.line, 3);
}

/* At the limit, and one past it. */
static void there_are_as_many_tests_as_steps(void **state)
{
	(void)state;
	for (int n = LESSON_STEPS_MAX; n <= LESSON_STEPS_MAX + 1; n++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_buffer_ struct buffer json = { 0 };
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;
		struct lesson_error error;

		assert_int_equal(buffer_append_string(&json, "{\"tests\": ["), 0);
		for (int i = 0; i < n; i++)
			assert_int_equal(
				buffer_printf(&json, "%s{\"run\": \"a\"}", i > 0 ? "," : ""), 0);
		assert_int_equal(buffer_append_string(&json, "]}"), 0);
		folder_put(&folder, "a.py", "");
		folder_put(&folder, TESTS, json.data);
		assert_int_equal(lesson_load(folder.fd, "class/hello", &lesson, &error),
			n <= LESSON_STEPS_MAX ? 0 : -EINVAL);
	}
}

static struct catalog *load_catalog(const char *folder)
{
	_cleanup_strlist_ struct strlist path = { 0 };
	struct catalog *catalog = NULL;

	assert_int_equal(strlist_add(&path, folder), 0);
	assert_int_equal(catalog_load(&path, NULL, &catalog), 0);
	return catalog;
}

static void assignments_are_found_wherever_they_stand(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	char course[64];

	(void)state;
	folder_put(&folder, "Alone/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	folder_put(&folder, "My Class/One_1/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	folder_put(&folder, "class/2026/Two/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	folder_put(&folder, "class/a/b/c/d/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	catalog = load_catalog(folder.path);
	assert_int_equal(catalog->n_problems, 0);
	assert_int_equal(catalog->n_lessons, 3);
	assert_string_equal(catalog->lessons[0]->id, "class/2026-two");
	assert_string_equal(catalog->lessons[1]->id, "my-class/one_1");
	(void)snprintf(course, sizeof(course), "%s", strrchr(folder.path, '/') + 1);
	for (char *c = course; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	assert_string_equal(catalog->lessons[2]->course, course);
	assert_string_equal(catalog->lessons[2]->name, "alone");
}

static void two_folders_of_one_name_are_told(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	folder_put(&folder, "class/A B/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	folder_put(&folder, "class/a-b/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	folder_put(&folder, "Class/c/" TESTS, "{\"tests\": [{\"run\": \"python3 a.py\"}]}");
	catalog = load_catalog(folder.path);
	assert_int_equal(catalog->n_problems, 1);
	assert_string_equal(
		catalog->problems[0].message, "another course is known as class already");
	assert_int_equal(catalog->n_lessons, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_test_is_a_step),
		cmocka_unit_test(without_input_and_output_the_status_counts_alone),
		cmocka_unit_test(an_empty_repository_asks_for_the_files_that_the_commands_name),
		cmocka_unit_test(names_of_steps_are_of_one_line_each_and_differ),
		cmocka_unit_test(a_title_is_cut_between_characters),
		cmocka_unit_test(what_is_wrong_is_told),
		cmocka_unit_test(broken_json_is_told_with_its_line),
		cmocka_unit_test(there_are_as_many_tests_as_steps),
		cmocka_unit_test(assignments_are_found_wherever_they_stand),
		cmocka_unit_test(two_folders_of_one_name_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
