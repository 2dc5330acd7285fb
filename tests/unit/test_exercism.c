/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "folder.h"
#include "learn/catalog.h"

#include <errno.h>

#define CONFIG ".meta/config.json"

static struct lesson *load(const struct folder *folder)
{
	struct lesson_error error;
	struct lesson *lesson = NULL;

	assert_int_equal(lesson_load(folder->fd, "track/two-sums", &lesson, &error), 0);
	return lesson;
}

static void check_refused(const char *json, const char *message)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson_error error;
	struct lesson *lesson = NULL;

	folder_put(&folder, CONFIG, json);
	assert_int_equal(lesson_load(folder.fd, "track/two-sums", &lesson, &error), -EINVAL);
	assert_string_equal(error.file, CONFIG);
	assert_string_equal(error.ini.message, message);
}

static void an_exercise_is_a_step(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step_language *own;

	(void)state;
	folder_put(&folder, CONFIG,
		"{\"files\": {\"solution\": [\"two.c\", \"two.h\"], \"test\": [\"test_two.c\"],"
		" \"example\": [\".meta/example.c\"]}}");
	folder_put(&folder, "two.c", "stub\n");
	folder_put(&folder, "test_two.c", "test\n");
	folder_put(&folder, "frame/work.c", "work\n");
	folder_put(&folder, ".meta/example.c", "right\n");
	lesson = load(&folder);
	assert_string_equal(lesson->title, "Two Sums");
	assert_string_equal(lesson->text, "# Two Sums\n");
	assert_string_equal(lesson->languages.items[0], "exercism-c");
	assert_int_equal(lesson->n_steps, 1);
	own = &lesson->steps[0].languages[0];
	assert_int_equal(own->files.count, 2);
	assert_string_equal(own->main_file, "two.c");
	assert_int_equal(own->n_tests, 2);
	assert_int_equal(own->suites.count, 1);
	/* The header that has no stub begins empty, and is the solution's too. */
	assert_int_equal(lesson->starters[0].n_starter, 4);
	assert_int_equal(lesson->starters[0].n_solution, 2);
	assert_string_equal(lesson->starters[0].solution[0].name, "two.c");
	assert_string_equal(lesson->starters[0].solution[0].data, "right\n");
}

/* Some tracks list them in another order than the solution's files. */
static void examples_are_told_by_their_ending(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	folder_put(&folder, CONFIG,
		"{\"files\": {\"solution\": [\"two.c\", \"two.h\"], \"test\": [\"test_two.c\"],"
		" \"exemplar\": [\".meta/exemplar.h\", \".meta/exemplar.c\"]}}");
	folder_put(&folder, "test_two.c", "test\n");
	folder_put(&folder, ".meta/exemplar.c", "source\n");
	folder_put(&folder, ".meta/exemplar.h", "header\n");
	lesson = load(&folder);
	assert_int_equal(lesson->starters[0].n_solution, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct lesson_file *file = &lesson->starters[0].solution[i];

		assert_string_equal(file->data, strcmp(file->name, "two.c") == 0 ? "source\n" : "header\n");
	}
}

static void hints_are_bounded(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	_cleanup_buffer_ struct buffer hints = { 0 };

	(void)state;
	folder_put(&folder, CONFIG,
		"{\"files\": {\"solution\": [\"two.c\"], \"test\": [\"test_two.c\"]}}");
	assert_int_equal(buffer_printf(&hints, "# Hints\n\n## %0*d\n", LESSON_HINT_MAX + 9, 0), 0);
	for (int i = 0; i < LESSON_HINTS_MAX; i++)
		assert_int_equal(buffer_printf(&hints, "\n## %d\n\n- do\n", i), 0);
	folder_put(&folder, ".docs/hints.md", hints.data);
	lesson = load(&folder);
	assert_int_equal(lesson->steps[0].hints.count, LESSON_HINTS_MAX);
	assert_int_equal(strlen(lesson->steps[0].hints.items[0]), LESSON_HINT_MAX);
	assert_string_equal(lesson->steps[0].hints.items[1], "0\n\n- do");
}

static void what_is_wrong_is_told(void **state)
{
	(void)state;
	check_refused("{}", "files: expected solution and test with a name each");
	check_refused("{\"files\": {\"solution\": [1]}}",
		"files.solution: expected names of files below the exercise");
	check_refused("{\"files\": {\"solution\": [\"../a.c\"]}}",
		"files.solution: expected names of files below the exercise");
	check_refused("{\"files\": {\"solution\": [\"a.q\"], \"test\": [\"b\"]}}",
		"files.solution: no track that is served has the ending of \"a.q\"");
	check_refused("{\"files\": {\"solution\": [\"a.ts\"], \"test\": [\"a.test.ts\"]}}",
		"files.solution: \"a.ts\": this track is not served: its tests need packages of npm, "
		"and the sandbox has no network");
}

static struct catalog *load_catalog(const char *folder, const struct catalog *old)
{
	_cleanup_strlist_ struct strlist path = { 0 };
	struct catalog *catalog = NULL;

	assert_int_equal(strlist_add(&path, folder), 0);
	assert_int_equal(catalog_load(&path, old, &catalog), 0);
	return catalog;
}

static void put_track(const struct folder *folder, const char *difficulty)
{
	char json[256];

	(void)snprintf(json, sizeof(json),
		"{\"language\": \"C\", \"exercises\": {\"practice\": ["
		"{\"slug\": \"b\", \"difficulty\": %s}, {\"slug\": \"a\"}, {\"slug\": \"gone\"},"
		"{\"slug\": \"old\", \"status\": \"deprecated\"}]}}",
		difficulty);
	folder_put(folder, "track/config.json", json);
}

static void a_track_is_a_course(void **state)
{
	static const char *const names[] = { "a", "b", "old", "unlisted" };
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *old = NULL, *catalog = NULL;
	char path[128];

	(void)state;
	put_track(&folder, "1");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)snprintf(
			path, sizeof(path), "track/exercises/practice/%s/" CONFIG, names[i]);
		folder_put(&folder, path,
			"{\"files\": {\"solution\": [\"a.c\"], \"test\": [\"t.c\"]}}");
	}
	old = load_catalog(folder.path, NULL);
	assert_int_equal(old->n_lessons, 2);
	assert_string_equal(old->lessons[0]->id, "track/b");
	assert_int_equal(old->lessons[0]->level, LEVEL_BEGINNER);
	assert_string_equal(old->courses[0].title, "C");
	assert_int_equal(old->n_problems, 1);
	assert_string_equal(old->problems[0].message, "exercises: there is no folder for gone");
	/* The lesson's own files are as they were. */
	put_track(&folder, "9");
	catalog = load_catalog(folder.path, old);
	assert_int_equal(catalog->lessons[0]->level, LEVEL_ADVANCED);
}

static void a_broken_track_is_told_with_its_line(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;

	(void)state;
	folder_put(&folder, "track/config.json", "{\n\"exercises\": [\n");
	folder_put(&folder, "track/exercises/practice/a/" CONFIG, "{}");
	catalog = load_catalog(folder.path, NULL);
	assert_int_equal(catalog->n_lessons, 0);
	assert_int_equal(catalog->n_problems, 1);
	assert_non_null(strstr(catalog->problems[0].where, "/track/config.json:3"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exercise_is_a_step),
		cmocka_unit_test(examples_are_told_by_their_ending),
		cmocka_unit_test(hints_are_bounded),
		cmocka_unit_test(what_is_wrong_is_told),
		cmocka_unit_test(a_track_is_a_course),
		cmocka_unit_test(a_broken_track_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
