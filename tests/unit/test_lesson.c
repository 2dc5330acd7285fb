/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "folder.h"
#include "learn/lesson.h"

#include <errno.h>
#include <stdio.h>

#define MANIFEST                                                                                   \
	"[lesson]\ntitle = T\nlanguages = c\nquiz = q.gift\n"                                      \
	"[step a]\ntitle = A\nfiles = a.c\ncases = tests/a*\ntext = step.md\n"                     \
	"[step t]\ntitle = B\ncheck = tests\nfiles = a.c\ntests.c = tests/c\nproof = tap\n"

/* A sound lesson with one step of each kind. */
static void put_lesson(const struct folder *folder)
{
	static const char *const files[][2] = {
		{ "lesson.ini", MANIFEST },
		{ "lesson.md", "# T\n" },
		{ "step.md", "Do it.\n" },
		{ "q.gift", "// [id:one]\nWho?{=I ~You}\n" },
		{ "starter/c/a.c", "int main(void);\n" },
		{ "starter/c/sub/b.h", "" },
		{ "solution/c/a.c", "int main(void) {}\n" },
		{ "tests/a10.out", "10\n" },
		{ "tests/a2.out", "2\n" },
		{ "tests/a2.in", "in\n" },
		{ "tests/a2.args", "one\n\nthree words here\n" },
		{ "tests/a2.status", "3\n" },
		{ "tests/a3.out", "" },
		{ "tests/a3.status", "any" },
		{ "tests/other.out", "" },
		{ "tests/c/main.c", "int x;\n" },
		{ "tests/c/deep/er/x.h", "" },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		folder_put(folder, files[i][0], files[i][1]);
}

static struct lesson *load(const struct folder *folder)
{
	struct lesson *lesson = NULL;
	struct lesson_error error;
	int r = lesson_load(folder->fd, "course/name", &lesson, &error);

	assert_string_equal(error.ini.message, "");
	assert_int_equal(r, 0);
	return lesson;
}

static void a_lesson_is_read_whole(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_lesson(&folder);
	lesson = load(&folder);
	assert_string_equal(lesson->id, "course/name");
	assert_string_equal(lesson->course, "course");
	assert_string_equal(lesson->name, "name");
	assert_string_equal(lesson->text, "# T\n");
	assert_int_equal(lesson->text_len, 4);
	assert_string_equal(lesson->steps[0].text, "Do it.\n");
	assert_int_equal(lesson->starters[0].n_starter, 2);
	assert_string_equal(lesson->starters[0].starter[0].name, "a.c");
	assert_string_equal(lesson->starters[0].starter[1].name, "sub/b.h");
	assert_int_equal(lesson->starters[0].n_solution, 1);
	assert_string_equal(lesson->starters[0].solution[0].data, "int main(void) {}\n");
	assert_true(lesson->bytes > 50);
	assert_int_equal(lesson->quiz->n_questions, 1);
	assert_non_null(quiz_find(lesson->quiz, "one"));
}

static void cases_are_read_in_natural_order(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct lesson_case *cases;

	(void)state;
	put_lesson(&folder);
	lesson = load(&folder);
	cases = lesson->steps[0].cases;
	assert_int_equal(lesson->steps[0].n_cases, 3);
	assert_string_equal(cases[0].name, "a2");
	assert_string_equal(cases[1].name, "a3");
	assert_string_equal(cases[2].name, "a10");
	assert_string_equal(cases[0].input, "in\n");
	assert_int_equal(cases[0].args.count, 3);
	assert_string_equal(cases[0].args.items[1], "");
	assert_string_equal(cases[0].args.items[2], "three words here");
	assert_int_equal(cases[0].expected_status, 3);
	assert_int_equal(cases[1].expected_status, -1);
	assert_non_null(cases[1].expected);
	assert_int_equal(cases[1].expected_len, 0);
	assert_null(cases[2].input);
	assert_int_equal(cases[2].expected_status, 0);
}

static void a_test_suite_is_one_case(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;

	(void)state;
	put_lesson(&folder);
	lesson = load(&folder);
	step = lesson_find_step(lesson, "t");
	assert_int_equal(step->n_cases, 1);
	assert_string_equal(step->cases[0].name, "tests");
	assert_null(step->cases[0].expected);
	assert_int_equal(step->languages[0].n_tests, 2);
	assert_string_equal(step->languages[0].tests[0].name, "deep/er/x.h");
	assert_string_equal(step->languages[0].tests[1].name, "main.c");
}

static void the_executable_bit_is_kept(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_lesson(&folder);
	assert_int_equal(fchmodat(folder.fd, "starter/c/a.c", 0755, 0), 0);
	lesson = load(&folder);
	assert_true(lesson->starters[0].starter[0].executable);
	assert_false(lesson->starters[0].starter[1].executable);
}

static void a_solution_may_be_missing(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_lesson(&folder);
	folder_remove(&folder, "solution/c/a.c");
	assert_int_equal(unlinkat(folder.fd, "solution/c", AT_REMOVEDIR), 0);
	lesson = load(&folder);
	assert_int_equal(lesson->starters[0].n_solution, 0);
}

/* One change to a sound lesson, and what is said of it. */
#define JUDGED                                                                                     \
	"[lesson]\ntitle = T\nlanguages = c sh\n"                                                  \
	"[step a]\ntitle = A\nlanguages = sh\nfiles.sh = a.sh\ncases = tests/v*\n"                 \
	"check = service\njudge-language = sh\njudge = "

/* A step with a judge, in the lesson's second language alone. */
static void put_judged(const struct folder *folder, const char *judge)
{
	char text[512];

	(void)snprintf(text, sizeof(text), JUDGED "%s\n", judge);
	folder_put(folder, "lesson.ini", text);
	folder_put(folder, "lesson.md", "# T\n");
	folder_put(folder, "starter/c/other.c", "");
	folder_put(folder, "starter/sh/a.sh", "");
	folder_put(folder, "tests/visit.args", "one\n");
	folder_put(folder, "j/judge.sh", "exit 42\n");
	folder_put(folder, "j/part/x.sh", "");
}

static void a_judge_is_a_file(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_judged(&folder, "j/judge.sh");
	lesson = load(&folder);
	assert_int_equal(lesson->steps[0].n_judge, 1);
	assert_string_equal(lesson->steps[0].judge[0].name, "judge.sh");
	assert_string_equal(lesson->steps[0].judge[0].data, "exit 42\n");
	assert_string_equal(lesson->steps[0].judge_main, "judge.sh");
	assert_int_equal(lesson->steps[0].n_cases, 1); /* a visit needs no .out */
	assert_null(lesson->steps[0].cases[0].expected);
}

static void a_judge_is_a_folder_with_a_main_file(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_judged(&folder, "j");
	lesson = load(&folder);
	assert_int_equal(lesson->steps[0].n_judge, 2);
	assert_string_equal(lesson->steps[0].judge_main, "judge.sh");
}

static void a_broken_judge_is_told(void **state)
{
	static const struct {
		const char *judge, *message;
	} rows[] = {
		{ "gone", "judge: gone is not there" },
		{ "many", "judge: many has several files or none; expected one called judge or "
			  "main" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		struct lesson *lesson = NULL;
		struct lesson_error error;

		put_judged(&folder, rows[i].judge);
		folder_put(&folder, "many/one.sh", "");
		folder_put(&folder, "many/judges.sh", "");
		assert_int_equal(lesson_load(folder.fd, "course/name", &lesson, &error), -EINVAL);
		assert_string_equal(error.ini.message, rows[i].message);
		assert_string_equal(error.file, "lesson.ini");
		assert_int_equal(error.ini.line, 11);
	}
}

struct damage {
	const char *remove;	/* a file */
	const char *put, *text; /* a file with other content */
	const char *link;	/* a link to nowhere */
	const char *fifo;
	const char *file; /* the error */
	unsigned line, column;
	const char *message;
};

static void break_lesson(const struct folder *folder, const struct damage *damage)
{
	put_lesson(folder);
	if (damage->remove)
		folder_remove(folder, damage->remove);
	if (damage->put)
		folder_put(folder, damage->put, damage->text);
	if (damage->link)
		folder_link(folder, "/etc/passwd", damage->link);
	if (damage->fifo)
		assert_int_equal(mkfifoat(folder->fd, damage->fifo, 0600), 0);
}

static void check_damage(const struct damage *damage)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson *lesson = NULL;
	struct lesson_error error;

	break_lesson(&folder, damage);
	assert_int_equal(lesson_load(folder.fd, "course/name", &lesson, &error), -EINVAL);
	assert_string_equal(error.ini.message, damage->message);
	assert_string_equal(error.file, damage->file);
	assert_int_equal(error.ini.line, damage->line);
	assert_int_equal(error.column, damage->column);
	assert_null(lesson);
}

#define LINK "is a link: expected a file or folder itself"

static void a_broken_lesson_is_told(void **state)
{
	static const struct damage rows[] = {
		{ .remove = "lesson.ini", .file = "lesson.ini", .message = "is not there" },
		{ .put = "lesson.ini",
			.text = "[lesson]\nx = y\n",
			.file = "lesson.ini",
			.line = 2,
			.message = "unknown key \"x\"" },
		{ .remove = "lesson.md",
			.file = "lesson.ini",
			.message = "text: lesson.md is not there" },
		{ .remove = "step.md",
			.file = "lesson.ini",
			.line = 9,
			.message = "text: step.md is not there" },
		{ .remove = "q.gift",
			.file = "lesson.ini",
			.line = 4,
			.message = "quiz: q.gift is not there" },
		{ .remove = "starter/c/a.c",
			.file = "lesson.ini",
			.line = 7,
			.message = "files: starter/c/a.c is not there" },
		{ .remove = "tests/a2.out",
			.file = "tests/a2.out",
			.message = "is not there: a case has its expected output" },
		{ .put = "tests/a2.status",
			.text = "256",
			.file = "tests/a2.status",
			.line = 1,
			.message = "expected an exit status from 0 to 255, or any" },
		{ .put = "tests/a b.out",
			.text = "",
			.file = "tests/a b.out",
			.message =
				"is not a name for a case: expected a-z, A-Z, 0-9, '.', '_', '-'" },
		{ .put = "lesson.md",
			.text = "\xff",
			.file = "lesson.md",
			.message = "is not text in UTF-8" },
		{ .remove = "lesson.md",
			.link = "lesson.md",
			.file = "lesson.ini",
			.message = "text: lesson.md " LINK },
		{ .link = "starter/c/l", .file = "starter/c/l", .message = LINK },
		{ .link = "tests/a4.out", .file = "tests/a4.out", .message = LINK },
		{ .link = "tests/c/l", .file = "tests/c/l", .message = LINK },
		{ .link = "solution/c/l", .file = "solution/c/l", .message = LINK },
		{ .fifo = "starter/c/f",
			.file = "starter/c/f",
			.message = "is a special file: expected a regular one" },
		{ .remove = "q.gift",
			.fifo = "q.gift",
			.file = "lesson.ini",
			.line = 4,
			.message = "quiz: q.gift is a special file: expected a regular one" },
		{ .put = "q.gift",
			.text = "Who?{T}\n\nWhat?{=a ~b",
			.file = "q.gift",
			.line = 3,
			.column = 6,
			.message = "this '{' has no '}': expected one before the next blank line" },
		{ .put = "starter/c/-o",
			.text = "",
			.file = "starter/c/-o",
			.message = "is not a name that a learner's file may have" },
		{ .put = "starter/c/1/2/3/4/5/6/7/8/9",
			.text = "",
			.file = "starter/c/1/2/3/4/5/6/7/8/9",
			.message = "is not a name that a learner's file may have" },
		{ .put = "tests/c/a.c/x",
			.text = "",
			.file = "lesson.ini",
			.line = 14,
			.message = "step t: a file would be a folder for one of the tests" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_damage(&rows[i]);
}

#define ONE_STEP  "[lesson]\ntitle = T\nlanguages = c\n[step a]\ntitle = A\n"
#define ONE_SUITE ONE_STEP "check = tests\nproof = tap\nfiles = a.c\n"

static void a_manifest_that_names_what_is_not_there_is_told(void **state)
{
	static const struct damage rows[] = {
		{ .put = "lesson.ini",
			.text = ONE_STEP "files = a.c\ncases = tests/b*\n",
			.line = 7,
			.message = "cases: tests/b* matches no case: expected files such as "
				   "hello1.in and hello1.out" },
		{ .put = "lesson.ini",
			.text = ONE_STEP "files = a.c\ncases = nowhere/b*\n",
			.line = 7,
			.message = "cases: nowhere is not there" },
		{ .put = "lesson.ini",
			.text = ONE_STEP "files = b.c\ncases = tests/a*\n",
			.line = 6,
			.message = "files: starter/c/b.c is not there" },
		{ .put = "lesson.ini",
			.text = "[lesson]\ntitle = T\nlanguages = awk\n[step a]\ntitle = A\nfiles "
				"= a.c\ncases = a\n",
			.line = 3,
			.message = "languages: the folder starter/awk is not there" },
		{ .put = "lesson.ini",
			.text = ONE_SUITE "tests.c = tests/d\n",
			.line = 9,
			.message = "tests: tests/d is not there" },
		{ .put = "lesson.ini",
			.text = ONE_SUITE "tests.c = tests/c\nmain = z.c\n",
			.line = 10,
			.message = "step a: main is neither among the files nor the tests" },
		{ .put = "lesson.ini",
			.text = ONE_STEP "files = a.c\ncases = lesson.md/b*\n",
			.line = 7,
			.message = "cases: lesson.md is a file: expected a folder" },
		{ .link = "l",
			.put = "lesson.ini",
			.text = ONE_STEP "files = a.c\ncases = l/b*\n",
			.line = 7,
			.message = "cases: l " LINK },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct damage row = rows[i];

		row.file = "lesson.ini";
		check_damage(&row);
	}
}

static void an_unsound_pattern_is_told(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson *lesson = NULL;
	struct lesson_error error;

	(void)state;
	put_lesson(&folder);
	folder_put(
		&folder, "lesson.ini", ONE_STEP "files = a.c\ncases = tests/a*\ncompare = regex\n");
	folder_put(&folder, "tests/a2.out", "fine\n(\n");
	assert_int_equal(lesson_load(folder.fd, "a/b", &lesson, &error), -EINVAL);
	assert_string_equal(error.file, "tests/a2.out");
	assert_string_equal(error.ini.message, "is not sound for the step's compare =");
}

static void a_bad_id_is_refused(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson *lesson = NULL;
	struct lesson_error error;

	(void)state;
	put_lesson(&folder);
	assert_int_equal(lesson_load(folder.fd, "name", &lesson, &error), -EINVAL);
	assert_int_equal(lesson_load(folder.fd, "a/../b", &lesson, &error), -EINVAL);
}

static int load_result(const struct folder *folder, struct lesson_error *error)
{
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	return lesson_load(folder->fd, "a/b", &lesson, error);
}

/* A sparse file costs nothing. */
static void put_size(const struct folder *folder, const char *path, size_t size)
{
	int fd;

	folder_put(folder, path, "");
	fd = openat(folder->fd, path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	(void)close(fd);
}

static void every_size_has_its_limit(void **state)
{
	static const struct {
		const char *path;
		size_t max;
	} rows[] = {
		{ "starter/c/big", LESSON_FILE_MAX },
		{ "tests/c/big", LESSON_FILE_MAX },
		{ "tests/a2.in", LESSON_CASE_MAX },
		{ "tests/a2.out", LESSON_CASE_MAX },
	};
	struct lesson_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();

		put_lesson(&folder);
		put_size(&folder, rows[i].path, rows[i].max);
		assert_int_equal(load_result(&folder, &error), 0);
		put_size(&folder, rows[i].path, rows[i].max + 1);
		assert_int_equal(load_result(&folder, &error), -EINVAL);
		assert_string_equal(error.file, rows[i].path);
		assert_string_equal(error.ini.message, "is too large");
	}
}

static void a_text_has_its_limit(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	char *text = malloc(LESSON_TEXT_MAX + 1);
	struct lesson_error error;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', LESSON_TEXT_MAX + 1);
	put_lesson(&folder);
	folder_put_n(&folder, "lesson.md", text, LESSON_TEXT_MAX);
	assert_int_equal(load_result(&folder, &error), 0);
	folder_put_n(&folder, "lesson.md", text, LESSON_TEXT_MAX + 1);
	assert_int_equal(load_result(&folder, &error), -EINVAL);
	assert_string_equal(error.ini.message, "text: lesson.md is too large");
	free(text);
}

static void a_lesson_as_a_whole_has_its_limit(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson_error error;
	char path[32];

	(void)state;
	put_lesson(&folder);
	for (int i = 0; i < LESSON_BYTES_MAX / LESSON_CASE_MAX; i++) {
		assert_true(snprintf(path, sizeof(path), "tests/abig%d.out", i) > 0);
		put_size(&folder, path, LESSON_CASE_MAX - (i == 0 ? 4096 : 0));
	}
	assert_int_equal(load_result(&folder, &error), 0);
	put_size(&folder, "tests/abig0.out", LESSON_CASE_MAX);
	assert_int_equal(load_result(&folder, &error), -EINVAL);
	assert_string_equal(error.ini.message, "is too large");
}

/* n files by number, the last of which is taken away again. */
static void check_count(const char *format, unsigned n_past, const char *file, const char *message)
{
	_cleanup_folder_ struct folder folder = folder_new();
	struct lesson_error error;
	char path[64] = "";

	put_lesson(&folder);
	for (unsigned i = 0; i < n_past; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		assert_true(snprintf(path, sizeof(path), format, i) > 0);
#pragma GCC diagnostic pop
		folder_put(&folder, path, "");
	}
	assert_int_equal(load_result(&folder, &error), -EINVAL);
	assert_string_equal(error.file, file);
	assert_string_equal(error.ini.message, message);
	folder_remove(&folder, path);
	assert_int_equal(load_result(&folder, &error), 0);
}

static void every_number_of_files_has_its_limit(void **state)
{
	(void)state;
	/* put_lesson() has three cases, two starter files, and two tests beside one file. */
	check_count("tests/ax%u.out", LESSON_CASES_MAX - 3 + 1, "lesson.ini",
		"cases: tests/a* matches too many cases");
	check_count("starter/c/x%u", LESSON_FOLDER_MAX - 2 + 1, "starter/c", "has too many files");
	check_count("tests/c/x%u", LESSON_FOLDER_MAX - 3 + 1, "lesson.ini",
		"step t: too many files and tests together");
	check_count("tests/b%u", LESSON_ENTRIES_MAX - 9 + 1, "lesson.ini",
		"cases: tests has too many files");
}

static void arguments_have_their_limit(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	char lines[LESSON_ARGS_MAX + 2];
	struct lesson_error error;

	(void)state;
	memset(lines, '\n', sizeof(lines));
	lines[LESSON_ARGS_MAX] = '\0';
	put_lesson(&folder);
	folder_put(&folder, "tests/a2.args", lines);
	assert_int_equal(load_result(&folder, &error), 0);
	lines[LESSON_ARGS_MAX] = '\n';
	folder_put_n(&folder, "tests/a2.args", lines, LESSON_ARGS_MAX + 1);
	assert_int_equal(load_result(&folder, &error), -EINVAL);
	assert_string_equal(error.ini.message, "too many arguments");
	assert_int_equal(error.ini.line, LESSON_ARGS_MAX + 1);
	folder_put_n(&folder, "tests/a2.args", "a\nb\0c\n", 6);
	assert_int_equal(load_result(&folder, &error), -EINVAL);
	assert_string_equal(error.ini.message, "a NUL byte");
}

/* What was written a clock tick ago could be written once more in the same tick. Whoever is kept
 * from the processor between writing and reading has waited it out, and tries again. */
static void a_lesson_that_was_just_written_is_not_current(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(lesson_freep) struct lesson *fresh = NULL;
		struct timespec began, ended;

		assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &began), 0);
		put_lesson(&folder);
		fresh = load(&folder);
		assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &ended), 0);
		if ((ended.tv_sec - began.tv_sec) * 1000 + (ended.tv_nsec - began.tv_nsec) / 1000000 >= 40)
			continue;
		assert_false(lesson_is_current(fresh, folder.fd));
		return;
	}
	skip();
}

static void a_lesson_is_current_until_something_changes(void **state)
{
	static const char *const changed[] = { "lesson.ini", "lesson.md", "starter/c/a.c",
		"tests/a2.args", "tests/a2.status", "solution/c/new", "tests/c/deep/new", "new" };

	(void)state;
	for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;

		put_lesson(&folder);
		folder_settle();
		lesson = load(&folder);
		assert_true(lesson_is_current(lesson, folder.fd));
		folder_put(&folder, changed[i], "changed");
		assert_false(lesson_is_current(lesson, folder.fd));
	}
}

static void data_is_looked_at_once_after_all_else_was(void **state)
{
	static const char *const changed[] = { "tests/a2.in", "tests/a10.out" };

	(void)state;
	for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;

		put_lesson(&folder);
		folder_settle();
		lesson = load(&folder);
		assert_true(lesson_is_current(lesson, folder.fd));
		assert_true(lesson_data_is_current(lesson));
		folder_put(&folder, changed[i], "changed");
		assert_true(lesson_data_is_current(lesson)); /* not looked at again */
		assert_true(lesson_is_current(lesson, folder.fd));
		assert_false(lesson_data_is_current(lesson));
		assert_false(lesson_is_current(lesson, folder.fd));
		assert_true(lesson_data_is_current(lesson)); /* told once */
	}
}

static void data_is_gone_with_its_folder(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	char other[128];

	(void)state;
	put_lesson(&folder);
	folder_settle();
	lesson = load(&folder);
	assert_true(lesson_is_current(lesson, folder.fd));
	assert_true(snprintf(other, sizeof(other), "%s.other", folder.path) > 0);
	assert_int_equal(rename(folder.path, other), 0);
	assert_false(lesson_data_is_current(lesson));
	assert_int_equal(rename(other, folder.path), 0);
}

/* A mistake in them is to be told by the reload itself. */
static void patterns_are_no_data(void **state)
{
	static const char *const checks[] = { "compare = regex\n", "compare = search\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;
		char manifest[1024];

		put_lesson(&folder);
		assert_true(snprintf(manifest, sizeof(manifest), "%sfiles = a.c\ncases = tests/a*\n%s",
				    ONE_STEP, checks[i]) > 0);
		folder_put(&folder, "lesson.ini", manifest);
		folder_settle();
		lesson = load(&folder);
		assert_true(lesson_is_current(lesson, folder.fd));
		folder_put(&folder, "tests/a2.out", "(");
		assert_false(lesson_is_current(lesson, folder.fd));
	}
}

static void times_that_are_set_back_do_not_hide_a_change(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	struct timespec times[2];
	struct stat st;

	(void)state;
	put_lesson(&folder);
	folder_settle();
	lesson = load(&folder);
	assert_int_equal(fstatat(folder.fd, "lesson.md", &st, 0), 0);
	folder_put(&folder, "lesson.md", "# U\n");
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	assert_int_equal(utimensat(folder.fd, "lesson.md", times, 0), 0);
	assert_false(lesson_is_current(lesson, folder.fd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lesson_is_read_whole),
		cmocka_unit_test(cases_are_read_in_natural_order),
		cmocka_unit_test(a_test_suite_is_one_case),
		cmocka_unit_test(the_executable_bit_is_kept),
		cmocka_unit_test(a_solution_may_be_missing),
		cmocka_unit_test(a_judge_is_a_file),
		cmocka_unit_test(a_judge_is_a_folder_with_a_main_file),
		cmocka_unit_test(a_broken_judge_is_told),
		cmocka_unit_test(a_broken_lesson_is_told),
		cmocka_unit_test(a_manifest_that_names_what_is_not_there_is_told),
		cmocka_unit_test(an_unsound_pattern_is_told),
		cmocka_unit_test(a_bad_id_is_refused),
		cmocka_unit_test(every_size_has_its_limit),
		cmocka_unit_test(a_text_has_its_limit),
		cmocka_unit_test(a_lesson_as_a_whole_has_its_limit),
		cmocka_unit_test(every_number_of_files_has_its_limit),
		cmocka_unit_test(arguments_have_their_limit),
		cmocka_unit_test(a_lesson_that_was_just_written_is_not_current),
		cmocka_unit_test(a_lesson_is_current_until_something_changes),
		cmocka_unit_test(data_is_looked_at_once_after_all_else_was),
		cmocka_unit_test(data_is_gone_with_its_folder),
		cmocka_unit_test(patterns_are_no_data),
		cmocka_unit_test(times_that_are_set_back_do_not_hide_a_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
