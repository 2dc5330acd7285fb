/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "folder.h"
#include "learn/lesson.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CONFIG "problem.yaml"

static void put_package(const struct folder *folder, const char *config)
{
	folder_put(folder, CONFIG, config);
	folder_put(folder, "problem_statement/problem.tex", "\\problemname{From \\TeX}\nDo it.\n");
	folder_put(folder, "data/sample/1.in", "1\n");
	folder_put(folder, "data/sample/1.ans", "one\n");
	folder_put(folder, "data/secret/b/1.in", "2\n");
	folder_put(folder, "data/secret/b/1.ans", "two\n");
	folder_put(folder, "data/secret/a.in", "3\n");
	folder_put(folder, "data/secret/a.ans", "three\n");
}

/* valgrind doesn't know the call, and kernels before 5.6 neither: then a link is refused. */
static void need_links(void)
{
	const struct open_how how = { .flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_BENEATH };
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof(how));

	if (fd < 0) {
		print_message("SKIP: no links are followed here: openat2: %s\n", strerror(errno));
		skip();
	}
	assert_int_equal(close(fd), 0);
}

static struct lesson *load(const struct folder *folder)
{
	struct lesson_error error = { 0 };
	struct lesson *lesson = NULL;
	int r = lesson_load(folder->fd, "course/thing", &lesson, &error);

	if (r < 0)
		fail_msg("%s:%u: %s", error.file, error.ini.line, error.ini.message);
	return lesson;
}

static void check_folder(const struct folder *folder, const char *file, unsigned line,
	unsigned column, const char *message)
{
	struct lesson_error error = { 0 };
	struct lesson *lesson = NULL;

	assert_int_equal(lesson_load(folder->fd, "course/thing", &lesson, &error), -EINVAL);
	assert_string_equal(error.ini.message, message);
	assert_string_equal(error.file, file);
	assert_int_equal(error.ini.line, line);
	assert_int_equal(error.column, column);
}

static void a_package_is_a_step(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;

	(void)state;
	put_package(&folder, "validator_flags: case_sensitive float_tolerance 1e-6\n");
	lesson = load(&folder);
	assert_string_equal(lesson->title, "From TeX");
	assert_int_equal(lesson->n_steps, 1);
	step = &lesson->steps[0];
	assert_int_equal(step->show, DIFF_SHOW_VERDICT);
	assert_int_equal(step->check, CHECK_OUTPUT);
	assert_string_equal(step->compare, "default case_sensitive float_tolerance 1e-6");
	assert_int_equal(step->limits.cpu_us, 10000000);
	assert_true(step->stop_at_first);
	assert_int_equal(step->languages[0].files.count, 0);
	assert_null(step->languages[0].main_file);
}

static void cases_are_in_order_samples_first_and_not_in_memory(void **state)
{
	static const char *const names[] = { "sample/1", "secret/a", "secret/b/1" };
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;
	char *bytes;

	(void)state;
	put_package(&folder, "name: x\n");
	lesson = load(&folder);
	step = &lesson->steps[0];
	assert_int_equal(step->n_cases, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(step->cases[i].name, names[i]);
		assert_null(step->cases[i].input);
		assert_null(step->cases[i].expected);
	}
	assert_int_equal(lesson_data_read(step->data_folder, &step->cases[2].expected_data, &bytes), 0);
	assert_string_equal(bytes, "two\n");
	free(bytes);
	folder_put(&folder, "data/secret/b/1.ans", "TWO\n");
	assert_int_equal(
		lesson_data_read(step->data_folder, &step->cases[2].expected_data, &bytes), -ESTALE);
}

static void only_samples_are_in_the_text(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_package(&folder, "name: {sv: Sak, en: Thing}\n");
	lesson = load(&folder);
	assert_string_equal(lesson->title, "Thing");
	assert_non_null(strstr(lesson->text, "    one\n"));
	assert_null(strstr(lesson->text, "two"));
	assert_null(strstr(lesson->text, "three"));
	assert_non_null(strstr(lesson->text, "- Memory: 2048 MiB"));
}

static void limits_come_from_three_places(void **state)
{
	static const struct {
		const char *file, *text;
		uint64_t cpu_us;
	} rows[] = {
		{ ".timelimit", "3\n", 3000000 },
		{ "domjudge-problem.ini", "name = x\ntimelimit = '2.5'\n", 2500000 },
		{ CONFIG, "limits: {time_limit: 1.5, memory: 64, output: 2}\n", 1500000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;

		put_package(&folder, "name: x\n");
		folder_put(&folder, rows[i].file, rows[i].text);
		lesson = load(&folder);
		assert_int_equal(lesson->steps[0].limits.cpu_us, rows[i].cpu_us);
		if (strcmp(rows[i].file, CONFIG) == 0) {
			assert_int_equal(lesson->steps[0].limits.memory_bytes, 64 << 20);
			assert_int_equal(lesson->steps[0].limits.output_bytes, 2 << 20);
		}
	}
}

static void links_are_followed_within_the_package_only(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct lesson_data *data;

	(void)state;
	put_package(&folder, "name: x\n");
	assert_int_equal(symlinkat("../../sample/./1.in", folder.fd, "data/secret/b/0.in"), 0);
	assert_int_equal(symlinkat("../../sample/1.ans", folder.fd, "data/secret/b/0.ans"), 0);
	lesson = load(&folder);
	assert_int_equal(lesson->steps[0].n_cases, 4);
	data = &lesson->steps[0].cases[2].input_data;
	assert_string_equal(data->path, "data/sample/1.in");
	assert_int_equal(symlinkat("../../../../../etc/passwd", folder.fd, "data/secret/c.in"), 0);
	check_folder(&folder, "data/secret/c.in", 0, 0,
		"is a link: expected a file or folder itself");
	assert_int_equal(unlinkat(folder.fd, "data/secret/c.in", 0), 0);
	assert_int_equal(symlinkat("/etc/passwd", folder.fd, "data/secret/c.in"), 0);
	check_folder(&folder, "data/secret/c.in", 0, 0,
		"is a link: expected a file or folder itself");
}

static void a_validator_of_its_own_is_the_judge(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;

	(void)state;
	put_package(&folder, "validation: custom interactive\nvalidator_flags: a b\n");
	folder_put(&folder, "output_validators/own/check.cc", "int main() {}\n");
	folder_put(&folder, "output_validators/own/own.h", "\n");
	lesson = load(&folder);
	step = &lesson->steps[0];
	assert_int_equal(step->check, CHECK_INTERACTIVE);
	assert_string_equal(step->judge_language, "cpp");
	assert_string_equal(step->judge_main, "check.cc");
	assert_int_equal(step->judge_args.count, 2);
	assert_int_equal(step->n_judge, 2);
}

static void what_is_wrong_in_problem_yaml_is_told_with_its_place(void **state)
{
	static const struct {
		const char *config;
		unsigned line, column;
		const char *message;
	} rows[] = {
		{ "name: x\nproblem_format_version: 2031-01\n", 2, 25,
			"problem_format_version: expected legacy or 2025-09" },
		{ "type: [pass-fail, submit-answer]\n", 1, 7,
			"type: problems of the kind submit-answer are not served" },
		{ "type: multi-pass\nlimits: {validation_passes: 1}\n", 2, 29,
			"limits.validation_passes: expected a number from 2 to 100" },
		{ "type: multi-pass\nlimits: {validation_passes: 101}\n", 2, 29,
			"limits.validation_passes: expected a number from 2 to 100" },
		{ "validation: odd\n", 1, 13, "validation: odd is not known" },
		{ "limits: {memory: 0}\n", 1, 18,
			"limits.memory: expected a number above 0, at most 65536" },
		{ "limits: {time_limit: 601}\n", 1, 22,
			"limits.time_limit: expected a number above 0, at most 600" },
		{ "name: [x]\n", 1, 7, "name: expected a line, or one for each language" },
		{ "- x\n", 1, 1, "expected keys and values" },
		{ "languages: [cobol]\n", 1, 12, "languages: none of them is served" },
		{ "validator_flags: odd\n", 0, 0, "the default validator has no flags \"odd\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();

		put_package(&folder, rows[i].config);
		check_folder(&folder, CONFIG, rows[i].line, rows[i].column, rows[i].message);
	}
}

static void what_is_not_served_is_told(void **state)
{
	static const struct {
		const char *config, *file, *message;
	} rows[] = {
		{ "name: x\n", "graders", "graders of its own are not run" },
		{ "validation: custom\n", "output_validators", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();

		put_package(&folder, rows[i].config);
		if (rows[i].message)
			folder_put(&folder, rows[i].file, "");
		check_folder(&folder, rows[i].file, 0, 0,
			rows[i].message ? rows[i].message : "is not there");
	}
}

static void a_case_has_settings_of_its_own(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct lesson_case *cases;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\n");
	folder_put(&folder, "data/secret/test_group.yaml", "args: [-q]\n");
	folder_put(&folder, "data/secret/a.yaml",
		"hint: look\nargs: ['-v', 'two words']\nfull_feedback: true\n");
	lesson = load(&folder);
	cases = lesson->steps[0].cases;
	assert_int_equal(step_show(&lesson->steps[0], 0), DIFF_SHOW_FULL);
	assert_int_equal(cases[0].args.count, 0);
	assert_int_equal(step_show(&lesson->steps[0], 1), DIFF_SHOW_FULL);
	assert_ptr_equal(cases[0].own, cases[1].own);
	assert_string_equal(cases[1].hint, "look");
	assert_string_equal(cases[1].args.items[1], "two words");
	assert_int_equal(step_show(&lesson->steps[0], 2), DIFF_SHOW_VERDICT);
	assert_null(cases[2].own);
	assert_null(cases[2].hint);
	assert_string_equal(cases[2].args.items[0], "-q");
	assert_int_equal(step_show(&lesson->steps[0], 3), DIFF_SHOW_VERDICT);
	folder_put(&folder, "data/secret/a.yaml", "hint: x\nfull_feedback: maybe\n");
	check_folder(&folder, "data/secret/a.yaml", 2, 16, "full_feedback: expected true or false");
}

static void groups_have_flags_of_their_own(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;

	(void)state;
	put_package(&folder, "validator_flags: case_sensitive\n");
	folder_put(&folder, "data/testdata.yaml",
		"on_reject: continue\noutput_validator_flags: float_tolerance 1e-3\n");
	folder_put(&folder, "data/secret/b/testdata.yaml", "output_validator_flags: ''\n");
	lesson = load(&folder);
	step = &lesson->steps[0];
	assert_string_equal(step->compare, "default case_sensitive");
	assert_string_equal(step->cases[1].own->compare, "default case_sensitive float_tolerance 1e-3");
	assert_null(step->cases[2].own);
	assert_false(step->stop_at_first);
	folder_put(&folder, "data/secret/b/testdata.yaml", "output_validator_flags: odd\n");
	check_folder(&folder, "data/secret/b/1", 0, 0,
		"the default validator has no flags \"case_sensitive odd\"");
	folder_put(&folder, "data/secret/b/testdata.yaml", "grading: custom\n");
	check_folder(&folder, "data/secret/b/testdata.yaml", 1, 10, "grading: graders of its own are not run");
}

static void flags_of_groups_are_arguments_of_a_validator(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step *step;

	(void)state;
	put_package(&folder, "validation: custom\nvalidator_flags: first\n");
	folder_put(&folder, "output_validators/v.py", "");
	folder_put(&folder, "data/secret/b/testdata.yaml", "output_validator_flags: a b\n");
	lesson = load(&folder);
	step = &lesson->steps[0];
	assert_string_equal(step->judge_args.items[0], "first");
	assert_int_equal(step->judge_args.count, 1);
	assert_int_equal(step->cases[0].own->judge_args.count, 0);
	assert_null(step->cases[1].own);
	assert_int_equal(step->cases[2].own->judge_args.count, 2);
	assert_string_equal(step->cases[2].own->judge_args.items[1], "b");
	assert_null(step->cases[2].own->compare);
}

static void a_package_of_several_passes_says_how_many(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *two = NULL, *most = NULL;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\ntype: multi-pass\n");
	folder_put(&folder, "output_validator/v.py", "");
	two = load(&folder);
	assert_int_equal(two->steps[0].passes, 2);
	assert_int_equal(two->steps[0].check, CHECK_CHECKER);
	folder_put(&folder, CONFIG,
		"problem_format_version: 2025-09\nname: x\ntype: [multi-pass, interactive]\n"
		"limits: {validation_passes: 100}\n");
	most = load(&folder);
	assert_int_equal(most->steps[0].passes, 100);
	assert_int_equal(most->steps[0].check, CHECK_INTERACTIVE);
}

static void a_validator_may_have_scripts(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_package(&folder, "validation: custom\n");
	folder_put(&folder, "output_validators/README.md", "");
	folder_put(&folder, "output_validators/v/build", "#!/bin/sh\n");
	folder_put(&folder, "output_validators/v/v.rs", "");
	check_folder(&folder, "output_validators/v/build", 0, 0,
		"is not executable: expected a script (chmod +x)");
	assert_int_equal(fchmodat(folder.fd, "output_validators/v/build", 0755, 0), 0);
	lesson = load(&folder);
	assert_true(lesson->steps[0].judge_scripts);
	assert_int_equal(lesson->steps[0].n_judge, 2);
	assert_true(lesson->steps[0].judge[0].executable);
}

static void sources_of_a_validator_are_told_by_their_endings(void **state)
{
	static const struct {
		const char *names[2], *language, *main_file;
	} rows[] = {
		{ { "a.cc", "b.hpp" }, "cpp", "a.cc" },
		{ { "a.cxx", "b.c++" }, "cpp", "b.c++" },
		{ { "a.C", NULL }, "cpp", "a.C" },
		{ { "a.c", "b.c" }, "c", "b.c" },
		{ { "a.py3", NULL }, "python", "a.py3" },
		{ { "__main__.py", "a.py" }, "python", "__main__.py" },
		{ { "validate.sh", "notes.txt" }, "sh", "validate.sh" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		_cleanup_folder_ struct folder folder = folder_new();
		_cleanup_(lesson_freep) struct lesson *lesson = NULL;

		put_package(&folder, "validation: custom\n");
		for (size_t k = 0; k < 2 && rows[i].names[k]; k++) {
			char path[64];

			(void)snprintf(path, sizeof(path), "output_validators/v/%s", rows[i].names[k]);
			folder_put(&folder, path, "");
		}
		lesson = load(&folder);
		assert_string_equal(lesson->steps[0].judge_language, rows[i].language);
		assert_string_equal(lesson->steps[0].judge_main, rows[i].main_file);
	}
}

static void constants_stand_in_programs_and_texts(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\n"
			     "constants: {k: {value: 5, tex: '5,0'}, word: hi}\n");
	folder_put(&folder, "statement/problem.tex", "\\problemname{x}\nAt most \\constant{k.tex}.\n");
	folder_put(&folder, "output_validator/v.py",
		"{{k}} {{k.value}} {{k.tex}} {{word}} {{none}} {{k.none}} {{ k }} {{k");
	lesson = load(&folder);
	assert_string_equal(lesson->steps[0].judge[0].data,
		"5 5 5,0 hi {{none}} {{k.none}} {{ k }} {{k");
	assert_non_null(strstr(lesson->text, "At most 5,0."));
}

static void a_sample_is_shown_as_the_package_says(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *parts = NULL, *talk = NULL;

	(void)state;
	need_links();
	put_package(&folder, "problem_format_version: 2025-09\nname: x\n");
	folder_put(&folder, "data/sample/shown", "as shown\n");
	folder_put(&folder, "data/sample/1.out", "another right one\n");
	assert_int_equal(symlinkat("shown", folder.fd, "data/sample/1.in.statement"), 0);
	parts = load(&folder);
	assert_non_null(strstr(parts->text, "    as shown\n"));
	assert_non_null(strstr(parts->text, "    another right one\n"));
	assert_null(strstr(parts->text, "    one\n"));
	folder_put(&folder, "data/sample/1.interaction", "<1\n>one\n");
	talk = load(&folder);
	assert_non_null(strstr(talk->text, "    <1\n    >one\n"));
	assert_null(strstr(talk->text, "    as shown\n"));
}

static void files_of_a_case_are_noted(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct lesson_case *one;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\n");
	folder_put(&folder, "data/secret/a.files/b/words", "w\n");
	folder_put(&folder, "data/secret/a.files/x.txt", "x");
	lesson = load(&folder);
	one = &lesson->steps[0].cases[1];
	assert_int_equal(one->n_files, 2);
	assert_string_equal(one->files[0].name, "x.txt");
	assert_string_equal(one->files[1].name, "b/words");
	assert_string_equal(one->files[1].data.path, "data/secret/a.files/b/words");
	folder_put(&folder, "data/secret/a.files/-o", "");
	check_folder(&folder, "data/secret/a.files/-o", 0, 0, "is not a name that a file of a case may have");
}

static void what_is_included_for_a_language_covers_what_is_for_all(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct step_language *python, *c;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\nlanguages: [python3, c]\n");
	folder_put(&folder, "include/default/a", "all");
	folder_put(&folder, "include/default/b", "all");
	folder_put(&folder, "include/python3/a", "python");
	folder_put(&folder, "include/python3/main.py", "");
	lesson = load(&folder);
	python = step_find_language(&lesson->steps[0], "python");
	c = step_find_language(&lesson->steps[0], "c");
	assert_int_equal(python->n_tests, 3);
	assert_string_equal(python->tests[0].data, "python");
	assert_string_equal(python->tests[1].data, "all");
	assert_int_equal(c->n_tests, 2);
	assert_string_equal(c->tests[0].data, "all");
}

static void links_of_a_validator_stay_in_the_catalog(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	struct lesson_error error = { 0 };
	int package_fd;

	(void)state;
	need_links();
	folder_put(&folder, "common/check.h", "first");
	folder_put(&folder, "p/problem.yaml", "validation: custom\n");
	folder_put(&folder, "p/data/secret/1.in", "");
	folder_put(&folder, "p/data/secret/1.ans", "");
	folder_put(&folder, "p/output_validators/v/v.c", "");
	assert_int_equal(symlinkat("../../../common/check.h", folder.fd, "p/output_validators/v/check.h"), 0);
	package_fd = openat(folder.fd, "p", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(lesson_load_within(folder.fd, package_fd, "c/p", &lesson, &error), 0);
	assert_string_equal(lesson->steps[0].judge[0].data, "first");
	assert_int_equal(lesson_load(package_fd, "c/p", &lesson, &error), -EINVAL);
	assert_string_equal(error.file, "output_validators/v/check.h");
	assert_string_equal(error.ini.message, "is a link: expected a file or folder itself");
	folder_put(&folder, "common/check.h", "changed");
	assert_false(lesson_is_current(lesson, package_fd));
	assert_int_equal(unlinkat(folder.fd, "p/output_validators/v/check.h", 0), 0);
	assert_int_equal(symlinkat("/etc/hostname", folder.fd, "p/output_validators/v/check.h"), 0);
	assert_int_equal(lesson_load_within(folder.fd, package_fd, "c/p", &lesson, &error), -EINVAL);
	(void)close(package_fd);
}

static void a_case_without_its_answer_is_told(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	put_package(&folder, "name: x\n");
	folder_put(&folder, "data/secret/z.in", "");
	check_folder(&folder, "data/secret/z.ans", 0, 0, "is not there");
}

static void groups_say_how_they_are_graded(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct scoring *scoring;

	(void)state;
	put_package(&folder, "type: scoring\n");
	folder_put(&folder, "data/testdata.yaml",
		"on_reject: continue\ngrader_flags: ignore_sample\naccept_score: 7\nreject_score: -1.5\n");
	folder_put(&folder, "data/secret/b/testdata.yaml",
		"on_reject: break\ngrader_flags: first_error min accept_if_any_accepted\n");
	lesson = load(&folder);
	assert_int_equal(lesson->steps[0].points, 14); /* two in secret */
	scoring = lesson->steps[0].scoring;
	assert_int_equal(scoring->n_groups, 4);
	assert_string_equal(scoring->groups[0].name, "");
	assert_string_equal(scoring->groups[1].name, "sample");
	assert_string_equal(scoring->groups[3].name, "secret/b");
	assert_true(scoring->groups[0].ignores_sample);
	assert_false(scoring->groups[1].ignores_sample);
	assert_false(scoring->groups[2].stops);
	assert_true(scoring->groups[3].stops && scoring->groups[3].takes_any);
	assert_int_equal(scoring->groups[3].parent, 2);
	assert_int_equal(scoring->groups[3].first, 2);
	assert_int_equal(scoring->groups[3].n_cases, 1);
	assert_int_equal(scoring->groups[3].score, SCORING_MIN);
	assert_int_equal(scoring->groups[3].verdict, SCORING_FIRST_ERROR);
	assert_true(scoring->groups[3].accept_score == 7 && scoring->groups[3].reject_score == -1.5);
	assert_true(scoring->best == 14 && scoring->is_scored);
}

static void what_a_group_says_wrong_is_told(void **state)
{
	static const struct {
		const char *text, *message;
		unsigned column;
	} wrong[] = {
		{ "on_reject: stop\n", "on_reject: expected continue or break", 12 },
		{ "grader_flags: odd\n", "grader_flags: the default grader has no flag odd", 15 },
		{ "accept_score: much\n", "accept_score: expected a number, at most 1000000000000", 15 },
		{ "reject_score: -1e13\n", "reject_score: expected a number, at most 1000000000000", 15 },
	};
	_cleanup_folder_ struct folder folder = folder_new();

	(void)state;
	put_package(&folder, "type: scoring\n");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		folder_put(&folder, "data/secret/testdata.yaml", wrong[i].text);
		check_folder(&folder, "data/secret/testdata.yaml", 1, wrong[i].column, wrong[i].message);
	}
}

static void groups_of_2025_need_what_came_before(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\ntype: scoring\n");
	assert_int_equal(unlinkat(folder.fd, "data/secret/a.in", 0), 0); /* either cases or groups */
	assert_int_equal(unlinkat(folder.fd, "data/secret/a.ans", 0), 0);
	check_folder(&folder, "data/secret/b/test_group.yaml", 0, 0,
		"max_score: a group of a scoring problem needs it");
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 5\nrequire_pass: later\n");
	check_folder(&folder, "data/secret/b", 0, 0,
		"require_pass: later is no group that comes before this one");
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 5\nrequire_pass: b\n");
	check_folder(&folder, "data/secret/b", 0, 0,
		"require_pass: b is no group that comes before this one");
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: unbounded\n");
	check_folder(&folder, "data/secret/b/test_group.yaml", 1, 12,
		"max_score: unbounded scores, which validators make, are not served");
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 5\nrequire_pass: sample\n");
	lesson = load(&folder);
	assert_int_equal(lesson->steps[0].scoring->groups[3].n_needs, 1);
	assert_int_equal(lesson->steps[0].scoring->groups[3].needs[0], 1);
	assert_true(lesson->steps[0].scoring->groups[3].whole == 5);
}

static void groups_of_2025_have_no_more_than_their_most(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *at_most = NULL, *more = NULL;

	(void)state;
	put_package(&folder, "problem_format_version: 2025-09\nname: x\ntype: scoring\n");
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 1\n");
	check_folder(&folder, "data/secret", 0, 0,
		"max_score: its groups give up to 101, and it may have 100");
	assert_int_equal(unlinkat(folder.fd, "data/secret/a.in", 0), 0);
	assert_int_equal(unlinkat(folder.fd, "data/secret/a.ans", 0), 0);
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 101\n");
	check_folder(&folder, "data/secret", 0, 0,
		"max_score: its groups give up to 101, and it may have 100");
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 100\n");
	at_most = load(&folder);
	assert_int_equal(at_most->steps[0].points, 100);
	folder_put(&folder, "data/secret/b/test_group.yaml", "max_score: 101\n");
	folder_put(&folder, "data/secret/test_group.yaml", "max_score: 101\n");
	more = load(&folder);
	assert_int_equal(more->steps[0].points, 101);
}

static void what_would_be_scored_in_another_way_is_told(void **state)
{
	static const struct {
		const char *config, *message;
		unsigned column;
	} wrong[] = {
		{ "type: scoring\ngrading: {objective: min}\n",
			"objective: only max, the more the better, is served", 22 },
		{ "type: scoring\ngrading: {accept_score: 5}\n",
			"accept_score: expected in data/testdata.yaml", 25 },
		{ "type: scoring\ngrading: {on_reject: grade}\n",
			"on_reject: expected in data/testdata.yaml", 22 },
	};
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *most = NULL, *plain = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		put_package(&folder, wrong[i].config);
		check_folder(&folder, CONFIG, 2, wrong[i].column, wrong[i].message);
	}
	folder_put(&folder, CONFIG, "type: scoring\ngrading: {objective: max, show_test_data_groups: yes}\n");
	most = load(&folder);
	folder_put(&folder, CONFIG, "grading: {on_reject: first_error}\n");
	plain = load(&folder); /* it has no scores */
	folder_put(&folder, CONFIG, "problem_format_version: 2025-09\nname: x\n");
	folder_put(&folder, "data/secret/test_group.yaml", "static_validation_score: pass-fail\n");
	check_folder(&folder, "data/secret/test_group.yaml", 1, 26,
		"static_validation_score: validators of the program's text are not served");
}

static void a_draft_has_groups_of_the_legacy_format(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	const struct scoring *scoring;

	(void)state;
	put_package(&folder, "problem_format_version: 2023-07-draft\nname: x\ntype: scoring\n");
	folder_put(&folder, "data/testdata.yaml", "on_reject: continue\naccept_score: 20\n");
	folder_put(&folder, "data/secret/b/testdata.yaml", "accept_score: 60\noutput_validator_flags: case_sensitive\n");
	lesson = load(&folder);
	scoring = lesson->steps[0].scoring;
	assert_true(scoring->best == 100);
	assert_false(scoring->groups[0].stops);
	assert_string_equal(lesson->steps[0].cases[2].own->compare, "default case_sensitive");
}

static void a_plain_package_has_no_scores(void **state)
{
	_cleanup_folder_ struct folder folder = folder_new();
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;

	(void)state;
	put_package(&folder, "name: x\n");
	folder_put(&folder, "data/testdata.yaml", "on_reject: break\n");
	lesson = load(&folder);
	assert_null(lesson->steps[0].scoring);
	assert_true(lesson->steps[0].stop_at_first);
	lesson_free(lesson);
	folder_put(&folder, "data/testdata.yaml", "grader_flags: always_accept\n");
	lesson = load(&folder);
	assert_non_null(lesson->steps[0].scoring);
	assert_false(lesson->steps[0].scoring->is_scored);
	assert_int_equal(lesson->steps[0].points, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_package_is_a_step),
		cmocka_unit_test(cases_are_in_order_samples_first_and_not_in_memory),
		cmocka_unit_test(only_samples_are_in_the_text),
		cmocka_unit_test(limits_come_from_three_places),
		cmocka_unit_test(links_are_followed_within_the_package_only),
		cmocka_unit_test(a_validator_of_its_own_is_the_judge),
		cmocka_unit_test(what_is_wrong_in_problem_yaml_is_told_with_its_place),
		cmocka_unit_test(what_is_not_served_is_told),
		cmocka_unit_test(a_case_without_its_answer_is_told),
		cmocka_unit_test(a_case_has_settings_of_its_own),
		cmocka_unit_test(a_package_of_several_passes_says_how_many),
		cmocka_unit_test(a_validator_may_have_scripts),
		cmocka_unit_test(sources_of_a_validator_are_told_by_their_endings),
		cmocka_unit_test(constants_stand_in_programs_and_texts),
		cmocka_unit_test(a_sample_is_shown_as_the_package_says),
		cmocka_unit_test(files_of_a_case_are_noted),
		cmocka_unit_test(what_is_included_for_a_language_covers_what_is_for_all),
		cmocka_unit_test(links_of_a_validator_stay_in_the_catalog),
		cmocka_unit_test(groups_have_flags_of_their_own),
		cmocka_unit_test(groups_say_how_they_are_graded),
		cmocka_unit_test(what_a_group_says_wrong_is_told),
		cmocka_unit_test(groups_of_2025_need_what_came_before),
		cmocka_unit_test(groups_of_2025_have_no_more_than_their_most),
		cmocka_unit_test(what_would_be_scored_in_another_way_is_told),
		cmocka_unit_test(a_draft_has_groups_of_the_legacy_format),
		cmocka_unit_test(a_plain_package_has_no_scores),
		cmocka_unit_test(flags_of_groups_are_arguments_of_a_validator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
