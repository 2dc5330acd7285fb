/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/buffer.h"
#include "grade/compare.h"
#include "learn/cases.h"
#include "learn/manifest.h"

#include <errno.h>
#include <string.h>

#define HEAD "[lesson]\ntitle = T\nlanguages = c python\n"
#define STEP "[step a]\ntitle = A\nfiles.c = a.c b.c\nfiles.python = a.py\ncases = tests/a*\n"
#define TESTS                                                                                      \
	"[step t]\ntitle = T\ncheck = tests\nfiles = x\ntests.c = t/c\ntests.python = "            \
	"t/py\nproof = 3 passed\n"

static struct lesson *parse(const char *text)
{
	struct lesson *lesson = NULL;
	struct ini_error error;
	int r = lesson_parse_manifest(text, strlen(text), &lesson, &error);

	assert_string_equal(error.message, "");
	assert_int_equal(r, 0);
	return lesson;
}

static void every_key_of_a_lesson_is_read(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson =
		parse("; a comment\n[lesson]\ntitle = T\nlevel = advanced\n"
		      "minutes = 7\nsummary = S\ngoal = G1\ngoal = G2\nlanguages = c python\nafter "
		      "= backend/x y\n"
		      "next = backend/z\ntext = t.md\nquiz = q.gift\n" STEP);

	(void)state;
	assert_string_equal(lesson->title, "T");
	assert_int_equal(lesson->level, LEVEL_ADVANCED);
	assert_int_equal(lesson->minutes, 7);
	assert_string_equal(lesson->summary, "S");
	assert_int_equal(lesson->goals.count, 2);
	assert_string_equal(lesson->goals.items[1], "G2");
	assert_int_equal(lesson->languages.count, 2);
	assert_string_equal(lesson->after.items[0], "backend/x");
	assert_string_equal(lesson->after.items[1], "y");
	assert_string_equal(lesson->next, "backend/z");
	assert_string_equal(lesson->starters[1].language, "python");
}

static void every_key_of_a_step_is_read(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson =
		parse(HEAD STEP "text = s.md\nhint = H1\nhint = H2\npoints = 3\nexample = "
				"yes\ncheck = output\ncompare = float 1e-6\n"
				"show = verdict\nstop = yes\ntime = 3s\nmemory = 64M\nprocesses = "
				"5\noutput = 2M\ndisk = 1M\n"
				"main.c = b.c\n");
	const struct step *step = lesson_find_step(lesson, "a");

	(void)state;
	assert_string_equal(step->title, "A");
	assert_int_equal(step->hints.count, 2);
	assert_int_equal(step->points, 3);
	assert_true(step->is_example);
	assert_string_equal(step->compare, "float 1e-6");
	assert_int_equal(step->show, DIFF_SHOW_VERDICT);
	assert_true(step->stop_at_first);
	assert_int_equal(step->limits.cpu_us, 3000000);
	assert_int_equal(step->limits.wall_us, 7000000);
	assert_int_equal(step->limits.memory_bytes, 64 << 20);
	assert_int_equal(step->limits.processes, 5);
	assert_int_equal(step->limits.output_bytes, 2 << 20);
	assert_int_equal(step->limits.disk_bytes, 1 << 20);
	assert_string_equal(step_find_language(step, "c")->main_file, "b.c");
	assert_string_equal(step_find_language(step, "python")->main_file, "a.py");
	assert_null(step_find_language(step, "awk"));
	assert_null(lesson_find_step(lesson, "b"));
}

static void what_is_not_said_has_a_default(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson = parse(HEAD STEP);
	const struct step *step = &lesson->steps[0];

	(void)state;
	assert_int_equal(step->points, 1);
	assert_string_equal(step->compare, "exact");
	assert_int_equal(step->show, DIFF_SHOW_FIRST);
	assert_int_equal(step->check, CHECK_OUTPUT);
	assert_false(step->is_example);
	assert_false(step->stop_at_first);
	assert_int_equal(step->limits.cpu_us, 0);
	assert_int_equal(step->limits.wall_us, 0);
	assert_int_equal(lesson->level, LEVEL_BEGINNER);
}

static void a_given_wall_time_is_kept(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson = parse(HEAD STEP "wall = 4s\ntime = 1s\n");

	(void)state;
	assert_int_equal(lesson->steps[0].limits.cpu_us, 1000000);
	assert_int_equal(lesson->steps[0].limits.wall_us, 4000000);
}

static void files_of_a_language_win_over_those_of_all(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson = parse(
		HEAD "[step a]\ntitle = A\nfiles = x y\nmain = y\nfiles.c = y z\ncases = a*\n");
	const struct step *step = &lesson->steps[0];

	(void)state;
	assert_string_equal(step->languages[0].files.items[1], "z");
	assert_string_equal(step->languages[0].main_file, "y");
	assert_string_equal(step->languages[1].files.items[0], "x");
	assert_string_equal(step->languages[1].main_file, "y");
}

static void tests_are_compared_by_their_proof(void **state)
{
	_cleanup_(lesson_freep) struct lesson *line = parse(HEAD TESTS "test.c = make check\n");
	_cleanup_(lesson_freep) struct lesson *tap =
		parse(HEAD "[step t]\ntitle = T\ncheck = tests\nfiles = x\ntests.c = "
			   "c\ntests.python = p\nproof = tap\n");
	struct comparison comparison;

	(void)state;
	assert_string_equal(line->steps[0].proof, "3 passed");
	assert_string_equal(line->steps[0].compare, "proof 3 passed");
	assert_string_equal(line->steps[0].languages[0].test_command, "make check");
	assert_null(line->steps[0].languages[1].test_command);
	assert_string_equal(tap->steps[0].compare, "tap");
	assert_int_equal(comparison_parse(line->steps[0].compare, &comparison), 0);
}

static void points_add_up(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson = parse(HEAD STEP "points = 4\n" TESTS);

	(void)state;
	assert_int_equal(lesson_points(lesson), 5);
}

struct row {
	const char *text;
	unsigned line;
	const char *message;
};

static void check_rows(const struct row *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		struct lesson *lesson = NULL;
		struct ini_error error;

		assert_int_equal(
			lesson_parse_manifest(rows[i].text, strlen(rows[i].text), &lesson, &error),
			-EINVAL);
		assert_string_equal(error.message, rows[i].message);
		assert_int_equal(error.line, rows[i].line);
		assert_null(lesson);
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void what_a_lesson_lacks_is_told(void **state)
{
	static const struct row rows[] = {
		{ "", 0, "[lesson] title = is missing" },
		{ "[lesson]\nsummary = S\n", 0, "[lesson] title = is missing" },
		{ "[lesson]\ntitle = T\n", 0, "[lesson] languages = is missing" },
		{ HEAD, 0, "a [step NAME] is missing: a lesson has at least one" },
		{ "title = T\n", 1, "a key before the first section; expected [lesson]" },
		{ "[step a]\ntitle = A\n", 2,
			"[lesson] with languages = ... comes before the first step" },
		{ HEAD STEP "[lesson]\nsummary = S\n", 10,
			"[lesson] comes before the first [step NAME]" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void unknown_words_get_a_suggestion(void **state)
{
	static const struct row rows[] = {
		{ "[lesson]\ntitel = T\n", 2, "unknown key \"titel\"; did you mean \"title\"?" },
		{ "[lesson]\nqqq = T\n", 2, "unknown key \"qqq\"" },
		{ "[lessn]\ntitle = T\n", 2,
			"unknown section \"lessn\"; did you mean \"lesson\"?" },
		{ HEAD STEP "hnt = x\n", 9, "unknown key \"hnt\"; did you mean \"hint\"?" },
		{ HEAD STEP "fles.c = x\n", 9, "unknown key \"fles\"; did you mean \"files\"?" },
		{ HEAD STEP "[step]\nx = y\n", 10,
			"unknown section \"step\"; did you mean \"step NAME\"?" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void what_is_given_twice_is_told(void **state)
{
	static const struct row rows[] = {
		{ "[lesson]\ntitle = T\ntitle = U\n", 3, "title was given before, in line 2" },
		{ HEAD STEP "title = B\n", 9, "title was given before, in line 5" },
		{ HEAD STEP "files.c = x\n", 9, "files was given before, in line 6" },
		{ HEAD STEP TESTS "[step a]\ntitle = A\n", 17,
			"[step a] was there before, in line 5" },
		{ "[lesson]\nlanguages = c c\n", 2, "languages: \"c\" is there twice" },
		{ HEAD "[step a]\nfiles = x y x\n", 5, "files: \"x\" is there twice" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void bad_values_of_a_lesson_are_told(void **state)
{
	static const struct row rows[] = {
		{ "[lesson]\ntitle =\n", 2, "title is empty" },
		{ "[lesson]\nlevel = expert\n", 2,
			"level: expected one of beginner, intermediate, advanced, not \"expert\"" },
		{ "[lesson]\nsolutions = later\n", 2,
			"solutions: expected one of after-pass, always, never, not \"later\"" },
		{ "[lesson]\nminutes = 0\n", 2,
			"minutes: expected a number from 1 to 1000, not \"0\"" },
		{ "[lesson]\nminutes = -7\n", 2,
			"minutes: expected a number from 1 to 1000, not \"-7\"" },
		{ "[lesson]\nlanguages = C\n", 2,
			"languages: \"C\" is not a name of a-z, 0-9, '.', '_' and '-'" },
		{ "[lesson]\nlanguages = ../c\n", 2,
			"languages: \"../c\" is not a name of a-z, 0-9, '.', '_' and '-'" },
		{ "[lesson]\nafter = a/b/c\n", 2,
			"after: \"a/b/c\" is not a lesson's id, as backend/sockets is" },
		{ "[lesson]\ntext = /etc/passwd\n", 2,
			"text: \"/etc/passwd\" is not a relative name without \"..\", backslash or "
			"a part that begins with '-'" },
		{ "[lesson]\nquiz = ../q\n", 2,
			"quiz: \"../q\" is not a relative name without \"..\", backslash or a part "
			"that begins with '-'" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void bad_values_of_a_step_are_told(void **state)
{
	static const struct row rows[] = {
		{ HEAD "[step A]\ntitle = A\n", 5,
			"a step's name is of a-z, 0-9 and '-', not \"A\"" },
		{ HEAD "[step ]\ntitle = A\n", 5,
			"a step's name is of a-z, 0-9 and '-', not \"\"" },
		{ HEAD STEP "points = 1001\n", 9,
			"points: expected a number from 0 to 1000, not \"1001\"" },
		{ HEAD STEP "example = perhaps\n", 9,
			"example: expected yes or no, not \"perhaps\"" },
		{ HEAD STEP "check = magic\n", 9,
			"check: expected one of output, tests, checker, interactive, service, not "
			"\"magic\"" },
		{ HEAD STEP "compare = tap\n", 9,
			"compare: expected exact, trim, tokens, lines-unordered, float TOLERANCE "
			"or regex, not \"tap\"" },
		{ HEAD STEP "time = 0\n", 9,
			"time: expected a time such as 2s or 500ms, at most 600s, not \"0\"" },
		{ HEAD STEP "time = 601s\n", 9,
			"time: expected a time such as 2s or 500ms, at most 600s, not \"601s\"" },
		{ HEAD STEP "memory = much\n", 9,
			"memory: expected a size such as 64M, at most 65536M, not \"much\"" },
		{ HEAD STEP "output = 65M\n", 9,
			"output: expected a size such as 64M, at most 64M, not \"65M\"" },
		{ HEAD STEP "files.awk = x\n", 9, "\"awk\" is none of the lesson's languages" },
		{ HEAD STEP "title.c = x\n", 9, "title is not told by language" },
		{ HEAD STEP "tests = x\n", 9, "expected tests.LANGUAGE, for each language" },
		{ HEAD "[step a]\ncases = t*/a*\n", 5,
			"cases: wildcards only in the last part, as in tests/hello*" },
		{ HEAD "[step a]\nfiles = -o\n", 5,
			"files: \"-o\" is not a relative name without \"..\", backslash or a part "
			"that begins with '-'" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void a_step_with_a_judge_is_read(void **state)
{
	static const enum check_kind kinds[] = { CHECK_CHECKER, CHECK_INTERACTIVE, CHECK_SERVICE };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		_cleanup_buffer_ struct buffer text = { 0 };
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;

		assert_int_equal(
			buffer_printf(&text,
				HEAD STEP
				"check = %s\njudge = j/judge.py\njudge-language = python\n",
				check_kind_name(kinds[i])),
			0);
		lesson = parse(text.data);
		assert_int_equal(lesson->steps[0].check, kinds[i]);
		assert_true(check_kind_has_judge(kinds[i]));
		assert_string_equal(lesson->steps[0].judge_language, "python");
	}
	assert_false(check_kind_has_judge(CHECK_OUTPUT) || check_kind_has_judge(CHECK_TESTS));
}

static void a_step_may_leave_a_language_out(void **state)
{
	_cleanup_(lesson_freep) struct lesson *lesson = parse(HEAD
		"[step a]\ntitle = A\nlanguages = python\nfiles.python = a.py\ncases = tests/a*\n");

	(void)state;
	assert_int_equal(lesson->steps[0].n_languages, 1);
	assert_null(step_find_language(&lesson->steps[0], "c"));
	assert_string_equal(step_find_language(&lesson->steps[0], "python")->main_file, "a.py");
}

static void what_a_step_lacks_is_told(void **state)
{
	static const struct row rows[] = {
		{ HEAD "[step a]\nfiles = x\ncases = a\n", 5, "step a: title = is missing" },
		{ HEAD "[step a]\ntitle = A\nfiles = x\n", 5,
			"step a: cases = is missing (check = output)" },
		{ HEAD "[step a]\ntitle = A\nfiles.c = x\ncases = a\n", 5,
			"step a: files.python = (or files = for all languages) is missing" },
		{ HEAD STEP "main.c = c.c\n", 9, "main: \"c.c\" is none of the step's files in c" },
		{ HEAD STEP "proof = tap\n", 9, "step a: proof belongs to check = tests" },
		{ HEAD STEP "tests.c = t\n", 9,
			"step a: tests.c and test.c belong to check = tests" },
		{ HEAD TESTS "test.c = 'make\n", 11, "test: a quote is not closed" },
		{ HEAD TESTS "test.c = make %x\n", 11,
			"test: \"%x\": expected %f, %m, %o, %a or %%" },
		{ HEAD TESTS "cases = a\n", 11,
			"step t: cases belongs to check = output, checker, interactive, service" },
		{ HEAD STEP "judge = j.py\n", 9,
			"step a: judge belongs to check = checker, interactive, service" },
		{ HEAD STEP "judge-language = sh\n", 9,
			"step a: judge-language belongs to check = checker, interactive, service" },
		{ HEAD STEP "generator = g.py\n", 9, "step a: generator-language = is missing" },
		{ HEAD STEP "generator-language = sh\n", 9, "step a: generator = is missing" },
		{ HEAD STEP "variants = always\n", 9, "step a: generator = is missing" },
		{ HEAD TESTS "generator = g.py\n", 11,
			"step t: generator belongs to check = output, checker, interactive, service" },
		{ HEAD STEP "check = service\njudge-language = sh\n", 5,
			"step a: judge = is missing (check = service)" },
		{ HEAD STEP "check = checker\njudge = j\n", 5,
			"step a: judge-language = is missing (check = checker)" },
		{ HEAD STEP "check = service\ncompare = trim\njudge = j\njudge-language = sh\n", 10,
			"step a: compare belongs to check = output" },
		{ HEAD STEP "languages = c awk\n", 9,
			"languages: \"awk\" is none of the lesson's languages" },
		{ HEAD STEP "languages = c\n", 7,
			"step a: \"python\" is none of the step's languages" },
		{ HEAD TESTS "compare = trim\n", 11, "step t: compare belongs to check = output" },
		{ HEAD "[step t]\ntitle = T\ncheck = tests\nfiles = x\nproof = tap\ntests.c = t\n",
			5, "step t: tests.python = FOLDER is missing (check = tests)" },
		{ HEAD "[step t]\ntitle = T\ncheck = tests\nfiles = x\ntests.c = t\ntests.python = "
		       "t\n",
			5, "step t: proof = is missing (check = tests)" },
		{ HEAD "[step a]\ntitle = A\ncases = a\nfiles = x x/y\n", 7,
			"step a: one of the files would be a folder for another" },
	};

	(void)state;
	CHECK_ROWS(rows);
}

/* `head`, then n times `unit` with its number, then `tail`. */
static int parse_many(
	const char *head, const char *unit, unsigned n, const char *tail, struct ini_error *error)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	assert_int_equal(buffer_append_string(&text, head), 0);
	for (unsigned i = 0; i < n; i++) {
		for (const char *at = unit; *at; at++)
			assert_int_equal(*at == '#' ? buffer_printf(&text, "%u", i)
						    : buffer_append_char(&text, *at),
				0);
	}
	assert_int_equal(buffer_append_string(&text, tail), 0);
	return lesson_parse_manifest(text.data, text.len, &lesson, error);
}

static void every_number_of_things_has_its_limit(void **state)
{
	static const struct {
		const char *head, *unit;
		unsigned max;
		const char *tail, *message;
	} rows[] = {
		{ HEAD, "goal = g\n", LESSON_GOALS_MAX, STEP, "goal: more than 16 of them" },
		{ HEAD STEP, "hint = h\n", LESSON_HINTS_MAX, "", "hint: more than 16 of them" },
		{ HEAD, "[step s#]\ntitle = S\nfiles = x\ncases = c\n", LESSON_STEPS_MAX, "",
			"more than 64 steps" },
		{ HEAD "[step a]\ntitle = A\ncases = c\nfiles = ", "f# ", LESSON_FILES_MAX, "\n",
			"files: more than 62 names" },
		{ "[lesson]\ntitle = T\nlanguages = ", "l# ", LESSON_LANGUAGES_MAX,
			"\n[step a]\ntitle = A\nfiles = x\ncases = c\n",
			"languages: more than 16 names" },
		{ HEAD "after = ", "l# ", LESSON_AFTER_MAX, "\n" STEP,
			"after: more than 32 names" },
		{ HEAD "summary = ", "s", LESSON_STRING_MAX, "\n" STEP,
			"summary is longer than 512 bytes" },
		{ HEAD STEP "hint = ", "h", LESSON_HINT_MAX, "\n",
			"hint is longer than 4096 bytes" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ini_error error;

		assert_int_equal(
			parse_many(rows[i].head, rows[i].unit, rows[i].max, rows[i].tail, &error),
			0);
		assert_int_equal(parse_many(rows[i].head, rows[i].unit, rows[i].max + 1,
					 rows[i].tail, &error),
			-EINVAL);
		assert_string_equal(error.message, rows[i].message);
	}
}

static void ids_are_two_names(void **state)
{
	static const char *const good[] = { "a/b", "backend/client-server", "0/9", "a.b_c-d/e" };
	static const char *const bad[] = { "", "a", "/", "a/", "/b", "a/b/c", "A/b", "a/.b", "-a/b",
		"a/../b", "a/b ", "a//b" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(lesson_id_is_safe(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(lesson_id_is_safe(bad[i]));
}

static void ids_have_a_limit(void **state)
{
	char id[LESSON_ID_MAX + 2];

	(void)state;
	memset(id, 'a', sizeof(id));
	id[1] = '/';
	id[LESSON_ID_MAX] = '\0';
	assert_true(lesson_id_is_safe(id));
	id[LESSON_ID_MAX] = 'a';
	id[LESSON_ID_MAX + 1] = '\0';
	assert_false(lesson_id_is_safe(id));
}

static void names_of_levels_and_checks(void **state)
{
	(void)state;
	assert_string_equal(lesson_level_name(LEVEL_INTERMEDIATE), "intermediate");
	assert_null(lesson_level_name(LEVEL_COUNT));
	assert_string_equal(check_kind_name(CHECK_TESTS), "tests");
	assert_null(check_kind_name(CHECK_KIND_COUNT));
}

static void case_names_sort_as_people_count(void **state)
{
	static const char *const sorted[] = { "a", "a.b", "hello1", "hello01", "hello2", "hello2b",
		"hello10", "hello99999999999999999999", "hello100000000000000000000", "hellx" };
	const size_t n = sizeof(sorted) / sizeof(sorted[0]);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			int r = cases_compare_names(sorted[i], sorted[k]);

			if (i == k)
				assert_int_equal(r, 0);
			else if (strcmp(sorted[i], "hello01") != 0 &&
				 strcmp(sorted[k], "hello01") != 0)
				assert_int_equal(r < 0, i < k);
		}
	}
	assert_true(cases_compare_names("hello01", "hello1") < 0);
	assert_true(cases_compare_names("hello01", "hello2") < 0);
}

static void a_course_is_read(void **state)
{
	static const char text[] = "[course]\ntitle = Backend\nsummary = S\nlessons = b a\n";
	struct course_manifest course = { 0 };
	struct ini_error error;

	(void)state;
	assert_int_equal(course_manifest_parse(&course, text, strlen(text), &error), 0);
	assert_string_equal(course.title, "Backend");
	assert_string_equal(course.summary, "S");
	assert_string_equal(course.lessons.items[0], "b");
	assert_int_equal(course.lessons_line, 4);
	course_manifest_done(&course);
}

static void a_bad_course_is_told(void **state)
{
	static const struct row rows[] = {
		{ "[course]\nsummary = S\n", 0, "[course] title = is missing" },
		{ "[course]\nlesons = a\n", 2,
			"unknown key \"lesons\"; did you mean \"lessons\"?" },
		{ "[kurs]\ntitle = a\n", 2, "unknown section \"kurs\"" },
		{ "[course]\nlessons = a/b\n", 2,
			"lessons: \"a/b\" is not a name of a-z, 0-9, '.', '_' and '-'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct course_manifest course = { 0 };
		struct ini_error error;

		assert_int_equal(
			course_manifest_parse(&course, rows[i].text, strlen(rows[i].text), &error),
			-EINVAL);
		assert_string_equal(error.message, rows[i].message);
		assert_int_equal(error.line, rows[i].line);
		course_manifest_done(&course);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_of_a_lesson_is_read),
		cmocka_unit_test(every_key_of_a_step_is_read),
		cmocka_unit_test(what_is_not_said_has_a_default),
		cmocka_unit_test(a_given_wall_time_is_kept),
		cmocka_unit_test(files_of_a_language_win_over_those_of_all),
		cmocka_unit_test(tests_are_compared_by_their_proof),
		cmocka_unit_test(points_add_up),
		cmocka_unit_test(what_a_lesson_lacks_is_told),
		cmocka_unit_test(unknown_words_get_a_suggestion),
		cmocka_unit_test(what_is_given_twice_is_told),
		cmocka_unit_test(bad_values_of_a_lesson_are_told),
		cmocka_unit_test(bad_values_of_a_step_are_told),
		cmocka_unit_test(a_step_with_a_judge_is_read),
		cmocka_unit_test(a_step_may_leave_a_language_out),
		cmocka_unit_test(what_a_step_lacks_is_told),
		cmocka_unit_test(every_number_of_things_has_its_limit),
		cmocka_unit_test(ids_are_two_names),
		cmocka_unit_test(ids_have_a_limit),
		cmocka_unit_test(names_of_levels_and_checks),
		cmocka_unit_test(case_names_sort_as_people_count),
		cmocka_unit_test(a_course_is_read),
		cmocka_unit_test(a_bad_course_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
