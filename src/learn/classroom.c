/* SPDX-License-Identifier: MIT */
/*
 * An assignment of GitHub Classroom: a repository with tests in .github/classroom/autograding.json.
 *
 *	{"tests": [{"name": "...", "setup": "...", "run": "...", "input": "...", "output": "...",
 *	            "comparison": "included|exact|regex", "timeout": 10, "points": 5}]}
 *
 * What they mean was read off the runner that GitHub had published (education/autograding): setup
 * and run are lines for bash; both have to end with status 0; without input and output that is all,
 * otherwise what run prints is compared, "included" where nothing is said; the timeout is in
 * minutes, 1 where nothing is said; points count for the test.
 *
 * A test is a step. All files of the repository are the starter, and handed in, but for those that
 * look like tests: these are laid over what comes in.
 */
#include "learn/classroom.h"

#include "base/buffer.h"
#include "grade/compare.h"
#include "learn/lesson_build.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define TESTS_BYTES_MAX	 (1024 * 1024)
#define COMMAND_MAX	 (16 * 1024)   /* bytes of setup or run */
#define TEXT_MAX	 (1024 * 1024) /* of input or output */
#define DEFAULT_MINUTES	 1
#define MINUTE_US	 UINT64_C(60000000)
#define DEFAULT_LANGUAGE "sh"

/* Test suites and compilers run in there: more than a small program of a learner's needs. */
#define TEST_MEMORY    (UINT64_C(1) << 30)
#define TEST_DISK      (UINT64_C(256) << 20)
#define TEST_OUTPUT    (UINT64_C(8) << 20)
#define TEST_PROCESSES 128

static void classroom_done(struct classroom *classroom)
{
	json_decref(classroom->root);
	lesson_files_free(classroom->files, classroom->n_files);
	lesson_files_free(classroom->tests, classroom->n_tests);
}

/* The tests. */

/* A member of test number `index` that is a string or not there (""). NULL with the error. */
static const char *get_string(
	struct classroom *classroom, const json_t *test, size_t index, const char *key, size_t max)
{
	const json_t *value = json_object_get(test, key);

	if (!value || json_is_null(value))
		return "";
	if (!json_is_string(value)) {
		(void)foreign_fail(classroom->folder, CLASSROOM_TESTS, 0,
			"tests[%zu].%s: expected text", index, key);
		return NULL;
	}
	if (json_string_length(value) > max ||
		strlen(json_string_value(value)) != json_string_length(value)) {
		(void)foreign_fail(classroom->folder, CLASSROOM_TESTS, 0,
			"tests[%zu].%s: expected at most %zu bytes, none of them zero", index, key,
			max);
		return NULL;
	}
	return json_string_value(value);
}

/* A number from 0 to max, also one in quotes; `otherwise` where there is none. */
static int get_number(struct classroom *classroom, const json_t *test, size_t index,
	const char *key, double max, double otherwise, double *ret_number)
{
	const json_t *value = json_object_get(test, key);
	double number = otherwise;
	char *end = NULL;

	if (json_is_number(value))
		number = json_number_value(value);
	else if (json_is_string(value) && *json_string_value(value))
		number = strtod(json_string_value(value), &end);
	else if (value && !json_is_null(value) && !json_is_string(value))
		number = -1;
	if ((end && *end) || !(number >= 0 && number <= max))
		return foreign_fail(classroom->folder, CLASSROOM_TESTS, 0,
			"tests[%zu].%s: expected a number from 0 to %.0f", index, key, max);
	*ret_number = number;
	return 0;
}

/* In single quotes, as strlist_split_quoted() and language_expand() undo it. */
static int quote(struct buffer *buffer, const char *text)
{
	int r = buffer_append_char(buffer, '\'');

	for (; r == 0 && *text; text++)
		r = *text == '\''  ? buffer_append_string(buffer, "'\\''")
		    : *text == '%' ? buffer_append_string(buffer, "%%")
				   : buffer_append_char(buffer, *text);
	return r < 0 ? r : buffer_append_char(buffer, '\'');
}

/* What setup prints is no answer, and it takes nothing of the input. */
static int make_command(const char *setup, const char *run, char **ret_command)
{
	_cleanup_buffer_ struct buffer script = { 0 }, command = { 0 };
	int r = 0;

	if (*setup)
		r = buffer_printf(&script, "( %s\n) </dev/null >&2 || exit\n", setup);
	if (r == 0)
		r = buffer_append_string(&script, run);
	if (r == 0)
		r = buffer_append_string(&command, "bash -c ");
	if (r == 0)
		r = quote(&command, script.data);
	if (r < 0)
		return r;
	*ret_command = buffer_steal(&command);
	return 0;
}

static const struct {
	const char *name, *compare;
} comparisons[] = {
	{ "", "included" },
	{ "included", "included" },
	{ "exact", "stripped" },
	{ "regex", "search" },
};

static const char *find_comparison(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(comparisons); i++)
		if (strcmp(comparisons[i].name, name) == 0)
			return comparisons[i].compare;
	return NULL;
}

/* "Test 1: Hello!" is test-1-hello. */
static void make_name(const char *title, size_t index, char ret_name[static 48])
{
	size_t len = 0;

	for (; *title && len < 40; title++) {
		if (isalnum((unsigned char)*title))
			ret_name[len++] = (char)tolower((unsigned char)*title);
		else if (len > 0 && ret_name[len - 1] != '-')
			ret_name[len++] = '-';
	}
	while (len > 0 && ret_name[len - 1] == '-')
		len--;
	ret_name[len] = '\0';
	if (len == 0)
		(void)snprintf(ret_name, 48, "test-%zu", index + 1);
}

static struct step *new_step(struct lesson *lesson, const char *title, size_t index)
{
	_cleanup_free_ char *line = foreign_line(title, LESSON_STRING_MAX / 4);
	char name[48], numbered[80];

	make_name(title, index, name);
	(void)snprintf(numbered, sizeof(numbered), "%s", name);
	for (size_t n = index + 1; lesson_find_step(lesson, numbered); n++)
		(void)snprintf(numbered, sizeof(numbered), "%s-%zu", name, n);
	return line ? lesson_add_step(lesson, numbered, *line ? line : numbered) : NULL;
}

static int add_case(struct step *step, const char *input, const char *output, const char *compare)
{
	struct lesson_case *one = step_add_case(step, "test");
	bool is_compared = *input || *output;

	if (!one)
		return -ENOMEM;
	one->input = strdup(input);
	one->input_len = strlen(input);
	one->expected = is_compared ? strdup(output) : NULL;
	one->expected_len = is_compared ? strlen(output) : 0;
	step->compare = strdup(compare);
	return one->input && step->compare && (one->expected || !is_compared) ? 0 : -ENOMEM;
}

static int add_step_language(struct classroom *classroom, struct step *step, char *command)
{
	struct step_language *language = step_add_language(step, classroom->language);
	int r = language ? 0 : -ENOMEM;

	if (language)
		language->test_command = command;
	else
		free(command);
	if (r == 0)
		language->builds_itself = true;
	for (size_t i = 0; r == 0 && i < classroom->n_files; i++)
		r = strlist_add(&language->files, classroom->files[i].name);
	if (r == 0) {
		language->main_file = strdup(classroom->files[0].name);
		r = language->main_file ? 0 : -ENOMEM;
	}
	for (size_t i = 0; r == 0 && i < classroom->n_tests; i++)
		r = lesson_files_copy(&language->tests, &language->n_tests,
			classroom->tests[i].name, &classroom->tests[i]);
	return r;
}

/* What a test says, borrowed from the JSON. */
struct test {
	const char *title, *setup, *run, *input, *output, *compare;
	double minutes, points;
};

static int read_test(
	struct classroom *classroom, const json_t *json, size_t index, struct test *ret_test)
{
	const struct {
		const char *key;
		const char **string;
		size_t max;
	} rows[] = {
		{ "name", &ret_test->title, LESSON_STRING_MAX },
		{ "setup", &ret_test->setup, COMMAND_MAX },
		{ "run", &ret_test->run, COMMAND_MAX },
		{ "input", &ret_test->input, TEXT_MAX },
		{ "output", &ret_test->output, TEXT_MAX },
		{ "comparison", &ret_test->compare, 16 },
	};
	const char *comparison;
	int r;

	if (!json_is_object(json))
		return foreign_fail(classroom->folder, CLASSROOM_TESTS, 0,
			"tests[%zu]: expected an object with run = a command", index);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		*rows[i].string = get_string(classroom, json, index, rows[i].key, rows[i].max);
		if (!*rows[i].string)
			return -EINVAL;
	}
	comparison = find_comparison(ret_test->compare);
	if (!*ret_test->run)
		return foreign_fail(
			classroom->folder, CLASSROOM_TESTS, 0, "tests[%zu].run is missing", index);
	if (!comparison)
		return foreign_fail(classroom->folder, CLASSROOM_TESTS, 0,
			"tests[%zu].comparison: expected included, exact or regex", index);
	ret_test->compare = comparison;
	r = get_number(classroom, json, index, "timeout", LESSON_TIME_MAX_US / MINUTE_US,
		DEFAULT_MINUTES, &ret_test->minutes);
	if (r == 0)
		r = get_number(
			classroom, json, index, "points", LESSON_POINTS_MAX, 0, &ret_test->points);
	return r;
}

static int check_pattern(struct classroom *classroom, const struct test *test, size_t index)
{
	struct comparison comparison;

	if (comparison_parse(test->compare, &comparison) == 0 &&
		comparison_check(&comparison, test->output, strlen(test->output)) == -EINVAL)
		return foreign_fail(classroom->folder, CLASSROOM_TESTS, 0,
			"tests[%zu].output: is not a pattern", index);
	return 0;
}

static int add_test(struct classroom *classroom, const struct test *test, size_t index)
{
	struct step *step = new_step(classroom->folder->lesson, test->title, index);
	double minutes = test->minutes > 0 ? test->minutes : DEFAULT_MINUTES;
	char *command = NULL;
	int r;

	if (!step)
		return -ENOMEM;
	step->check = CHECK_TESTS;
	step->points = (uint32_t)test->points;
	step->show = DIFF_SHOW_FULL; /* they stand in the repository that everybody has */
	step->limits = (struct job_limits){
		.cpu_us = (uint64_t)(minutes * (double)MINUTE_US),
		.wall_us = (uint64_t)(minutes * (double)MINUTE_US),
		.memory_bytes = TEST_MEMORY,
		.disk_bytes = TEST_DISK,
		.output_bytes = TEST_OUTPUT,
		.processes = TEST_PROCESSES,
	};
	r = make_command(test->setup, test->run, &command);
	if (r == 0)
		r = add_step_language(classroom, step, command);
	return r < 0 ? r : add_case(step, test->input, test->output, test->compare);
}

/* The JSON's list, its length within the limits. */
static int read_json(struct classroom *classroom, const json_t **ret_tests)
{
	struct foreign_folder *folder = classroom->folder;
	_cleanup_free_ char *text = NULL;
	const json_t *tests;
	json_error_t error;
	size_t len;
	int r = foreign_read_text(folder, CLASSROOM_TESTS, TESTS_BYTES_MAX, &text, &len);

	if (r < 0)
		return r == -ENOENT ? foreign_fail_read(folder, CLASSROOM_TESTS, r) : r;
	classroom->root = json_loadb(text, len, 0, &error);
	if (!classroom->root) {
		folder->error->column = error.column > 0 ? (unsigned)error.column : 0;
		return foreign_fail(folder, CLASSROOM_TESTS,
			error.line > 0 ? (unsigned)error.line : 0, "%s", error.text);
	}
	tests = json_object_get(classroom->root, "tests");
	if (!json_is_array(tests) || json_array_size(tests) == 0)
		return foreign_fail(folder, CLASSROOM_TESTS, 0,
			"expected {\"tests\": [...]} with at least one test");
	if (json_array_size(tests) > LESSON_STEPS_MAX)
		return foreign_fail(
			folder, CLASSROOM_TESTS, 0, "has more than %d tests", LESSON_STEPS_MAX);
	*ret_tests = tests;
	return 0;
}

static int add_tests(struct classroom *classroom, const json_t *tests)
{
	struct test test[LESSON_STEPS_MAX];
	size_t n = json_array_size(tests);
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		r = read_test(classroom, json_array_get(tests, i), i, &test[i]);
		if (r == 0)
			r = check_pattern(classroom, &test[i], i);
	}
	for (size_t i = 0; r == 0 && i < n && classroom->n_files == 0; i++) {
		r = classroom_add_named_files(classroom, test[i].setup);
		if (r == 0)
			r = classroom_add_named_files(classroom, test[i].run);
		if (r < 0)
			return foreign_fail_read(classroom->folder, CLASSROOM_TESTS, r);
	}
	if (r == 0 && classroom->n_files == 0)
		return foreign_fail(classroom->folder, "", 0,
			"has no file for the learner: only tests, and no command names a source");
	classroom->language = classroom_find_language(classroom);
	if (!classroom->language)
		classroom->language = DEFAULT_LANGUAGE;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = add_test(classroom, &test[i], i);
	return r;
}

/* The text, and the title that it begins with. */

static int set_title(struct classroom *classroom)
{
	struct lesson *lesson = classroom->folder->lesson;
	const char *text = lesson->text ? lesson->text : "";
	size_t len;

	text += strspn(text, "\n ");
	if (text[0] == '#' && text[1] == ' ') {
		text += strspn(text, "# ");
		len = strcspn(text, "\n");
		lesson->title = foreign_line(
			text, len < LESSON_STRING_MAX / 4 ? len : LESSON_STRING_MAX / 4);
	} else {
		lesson->title = strdup(classroom->folder->name);
	}
	return lesson->title ? 0 : -ENOMEM;
}

static int set_text(struct classroom *classroom, const json_t *tests)
{
	struct lesson *lesson = classroom->folder->lesson;
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = foreign_read_text(
		classroom->folder, "README.md", LESSON_TEXT_MAX, &lesson->text, &lesson->text_len);

	if (r != -ENOENT)
		return r < 0 ? r : set_title(classroom);
	r = buffer_printf(&text, "# %s\n\nThe tests:\n\n", classroom->folder->name);
	for (size_t i = 0; r == 0 && i < json_array_size(tests); i++)
		r = buffer_printf(&text, "- %s\n", lesson->steps[i].title);
	if (r < 0)
		return r;
	lesson->text_len = text.len;
	lesson->text = buffer_steal(&text);
	return set_title(classroom);
}

/* The tests as well: they are no secret, and say what is asked for. */
static int set_starter(struct classroom *classroom)
{
	struct lesson_language *own = &classroom->folder->lesson->starters[0];
	int r = 0;

	own->starter = TAKE_PTR(classroom->files);
	own->n_starter = classroom->n_files;
	classroom->n_files = 0;
	for (size_t i = 0; r == 0 && i < classroom->n_tests; i++)
		r = lesson_files_copy(&own->starter, &own->n_starter, classroom->tests[i].name,
			&classroom->tests[i]);
	return r == -E2BIG ? foreign_fail(classroom->folder, "", 0, "has more than %d files",
				     LESSON_FOLDER_MAX)
			   : r;
}

int classroom_load(struct foreign_folder *folder)
{
	_cleanup_(classroom_done) struct classroom classroom = { .folder = folder };
	const json_t *tests = NULL;
	int r = read_json(&classroom, &tests);

	if (r == 0)
		r = classroom_take_files(&classroom);
	if (r == 0)
		r = add_tests(&classroom, tests);
	if (r == 0)
		r = set_text(&classroom, tests);
	if (r == 0)
		r = lesson_add_language(folder->lesson, classroom.language);
	return r < 0 ? r : set_starter(&classroom);
}
