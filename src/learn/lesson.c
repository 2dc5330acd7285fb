/* SPDX-License-Identifier: MIT */
/*
 * A lesson's folder: the manifest first, then every file that it names. The folder's parts are
 * stamped as they are read (source.h).
 */
#include "learn/lesson.h"

#include "base/file.h"
#include "base/text.h"
#include "learn/cases.h"
#include "learn/formats.h"
#include "learn/lesson_build.h"
#include "learn/manifest.h"
#include "learn/source.h"

#include <stdio.h>
#include <string.h>

#define MANIFEST_NAME "lesson.ini"

struct loading {
	struct source source;
	struct manifest manifest;
	struct lesson *lesson;
	struct lesson_error *error;
};

static void loading_done(struct loading *loading)
{
	source_done(&loading->source);
	manifest_done(&loading->manifest);
	lesson_free(loading->lesson);
}

/* Something is wrong with `path`, which a line of the manifest names. */
static int fail_named(
	struct loading *loading, unsigned line, const char *key, const char *path, int error)
{
	if (error == -ENOMEM)
		return error;
	(void)snprintf(loading->error->file, sizeof(loading->error->file), MANIFEST_NAME);
	loading->error->ini.line = line;
	return ini_fail(&loading->error->ini, "%s: %s %s", key, path, source_error_words(error));
}

static int fail_file(struct loading *loading, const char *path, const char *words)
{
	(void)snprintf(loading->error->file, sizeof(loading->error->file), "%s", path);
	loading->error->ini.line = 0;
	return ini_fail(&loading->error->ini, "%s", words);
}

static int load_manifest(struct loading *loading)
{
	struct lesson_file file = { 0 };
	_cleanup_free_ char *data = NULL;
	int r;

	(void)snprintf(loading->error->file, sizeof(loading->error->file), MANIFEST_NAME);
	r = source_read(&loading->source, MANIFEST_NAME, INI_TOTAL_MAX, &file);
	if (r < 0)
		return r == -ENOMEM ? r : fail_file(loading, MANIFEST_NAME, source_error_words(r));
	data = file.data;
	r = manifest_parse(&loading->manifest, file.data, file.len, &loading->error->ini);
	if (r < 0)
		return r;
	loading->lesson = manifest_take_lesson(&loading->manifest);
	return loading->lesson ? 0 : -ENOMEM;
}

/* Markdown: what is shown to people is UTF-8. */
static int load_text(
	struct loading *loading, unsigned line, const char *path, char **ret_text, size_t *ret_len)
{
	struct lesson_file file = { 0 };
	int r = source_read(&loading->source, path, LESSON_TEXT_MAX, &file);

	if (r < 0)
		return fail_named(loading, line, "text", path, r);
	if (memchr(file.data, '\0', file.len) || !text_is_utf8(file.data, file.len)) {
		free(file.data);
		return fail_file(loading, path, "is not text in UTF-8");
	}
	*ret_text = file.data;
	*ret_len = file.len;
	return 0;
}

static int load_quiz(struct loading *loading, const char *path)
{
	_cleanup_free_ char *data = NULL;
	struct lesson_file file = { 0 };
	struct quiz_error error;
	int r = source_read(&loading->source, path, QUIZ_BYTES_MAX, &file);

	if (r < 0)
		return fail_named(loading, loading->manifest.lines[LESSON_KEY_QUIZ], "quiz", path, r);
	data = file.data;
	r = quiz_parse(path, file.data, file.len, &loading->lesson->quiz, &error);
	if (r != -EINVAL)
		return r;
	(void)snprintf(loading->error->file, sizeof(loading->error->file), "%s", path);
	loading->error->ini.line = error.line;
	loading->error->column = error.column;
	return ini_fail(&loading->error->ini, "%s", error.message);
}

static int load_lesson_files(struct loading *loading)
{
	const struct manifest *manifest = &loading->manifest;
	struct lesson *lesson = loading->lesson;
	int r;

	r = load_text(loading, manifest->lines[LESSON_KEY_TEXT],
		lesson->text_name, &lesson->text, &lesson->text_len);
	if (r < 0 || !manifest->quiz)
		return r;
	return load_quiz(loading, manifest->quiz);
}

static int load_tree(struct loading *loading, const char *folder, const char *language,
	struct lesson_file **ret_files, size_t *ret_n_files)
{
	char path[LESSON_ID_MAX + 16];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, language);
	return source_read_tree(&loading->source, path, ret_files, ret_n_files, loading->error);
}

/* The solution may be missing: that is for an author's check to tell. */
static int load_starters(struct loading *loading)
{
	struct lesson *lesson = loading->lesson;

	for (size_t i = 0; i < lesson->languages.count; i++) {
		struct lesson_language *language = &lesson->starters[i];
		int r = load_tree(loading, "starter", language->language, &language->starter,
			&language->n_starter);

		if (r == -ENOENT) {
			char path[LESSON_ID_MAX + 16];

			(void)snprintf(
				path, sizeof(path), "the folder starter/%s", language->language);
			return fail_named(loading, loading->manifest.lines[LESSON_KEY_LANGUAGES],
				"languages", path, r);
		}
		if (r == 0)
			r = load_tree(loading, "solution", language->language, &language->solution,
				&language->n_solution);
		if (r < 0 && r != -ENOENT)
			return r;
	}
	return 0;
}

static bool has_file(const struct lesson_file *files, size_t n_files, const char *name)
{
	for (size_t i = 0; i < n_files; i++)
		if (strcmp(files[i].name, name) == 0)
			return true;
	return false;
}

/* The line of a key for a language, or of the one for all languages. */
static unsigned line_of(const struct manifest_step *says, size_t language, enum step_key key)
{
	unsigned line = says->languages[language].lines[key];

	return line > 0 ? line : says->common.lines[key];
}

static int check_starter(struct loading *loading, const struct manifest_step *says,
	const struct step_language *language, size_t index)
{
	const struct lesson_language *starter = &loading->lesson->starters[index];

	for (size_t i = 0; i < language->files.count; i++) {
		const char *name = language->files.items[i];
		char path[FILE_NAME_MAX_BYTES + LESSON_ID_MAX + 16];

		if (has_file(starter->starter, starter->n_starter, name))
			continue;
		(void)snprintf(path, sizeof(path), "starter/%s/%s", language->language, name);
		return fail_named(
			loading, line_of(says, index, STEP_KEY_FILES), "files", path, -ENOENT);
	}
	return 0;
}

/* Files of the learner and of the tests in one folder: the tests' win, but neither may be a folder
 * for the other. */
static bool has_collision(const struct step_language *language)
{
	for (size_t i = 0; i < language->files.count; i++) {
		for (size_t k = 0; k < language->n_tests; k++) {
			const char *a = language->files.items[i], *b = language->tests[k].name;
			size_t a_len = strlen(a), b_len = strlen(b);

			if ((strncmp(a, b, a_len) == 0 && b[a_len] == '/') ||
				(strncmp(a, b, b_len) == 0 && a[b_len] == '/'))
				return true;
		}
	}
	return false;
}

static int fail_tests(struct loading *loading, const struct manifest_step *says, size_t index,
	enum step_key key, const char *words)
{
	const struct step *step = &loading->lesson->steps[says - loading->manifest.steps];

	(void)snprintf(loading->error->file, sizeof(loading->error->file), MANIFEST_NAME);
	loading->error->ini.line = line_of(says, index, key);
	return ini_fail(&loading->error->ini, "step %s: %s", step->name, words);
}

static int load_tests(struct loading *loading, const struct manifest_step *says,
	struct step_language *language, size_t index)
{
	const struct manifest_language *own = &says->languages[index];
	int r = source_read_tree(
		&loading->source, own->tests, &language->tests, &language->n_tests, loading->error);

	if (r == -ENOENT)
		return fail_named(loading, own->lines[STEP_KEY_TESTS], "tests", own->tests, r);
	if (r < 0)
		return r;
	if (language->n_tests == 0)
		return fail_tests(
			loading, says, index, STEP_KEY_TESTS, "the folder of the tests is empty");
	if (language->n_tests + language->files.count > LESSON_FOLDER_MAX)
		return fail_tests(
			loading, says, index, STEP_KEY_TESTS, "too many files and tests together");
	if (has_collision(language))
		return fail_tests(loading, says, index, STEP_KEY_TESTS,
			"a file would be a folder for one of the tests");
	if (!strlist_contains(&language->files, language->main_file) &&
		!has_file(language->tests, language->n_tests, language->main_file))
		return fail_tests(loading, says, index, STEP_KEY_MAIN,
			"main is neither among the files nor the tests");
	return 0;
}

/* "judge" or "main", whatever the ending. */
static bool is_main_name(const char *name)
{
	size_t len = strcspn(name, ".");

	return !strchr(name, '/') &&
	       (strncmp(name, "judge", len) == 0
			       ? len == strlen("judge")
			       : len == strlen("main") && strncmp(name, "main", len) == 0);
}

/* Of a judge's folder: its only file, or the one of that name. */
static const struct lesson_file *find_judge_main(const struct step *step)
{
	if (step->n_judge == 1)
		return &step->judge[0];
	for (size_t i = 0; i < step->n_judge; i++)
		if (is_main_name(step->judge[i].name))
			return &step->judge[i];
	return NULL;
}

/* One file, under its last name. */
static int load_program(
	struct loading *loading, const char *path, struct lesson_file **ret_file)
{
	const char *slash = strrchr(path, '/');
	struct lesson_file *file = calloc(1, sizeof(*file));
	int r;

	if (!file)
		return -ENOMEM;
	r = source_read(&loading->source, path, LESSON_FILE_MAX, file);
	if (r < 0) {
		free(file);
		return r;
	}
	file->name = strdup(slash ? slash + 1 : path);
	*ret_file = file;
	return file->name ? 0 : -ENOMEM;
}

static int load_generator(
	struct loading *loading, const struct manifest_step *says, struct step *step)
{
	int r = load_program(loading, says->generator, &step->generator);

	return r < 0 ? fail_named(loading, says->lines[STEP_KEY_GENERATOR], "generator",
			       says->generator, r)
		     : 0;
}

static int load_judge(struct loading *loading, const struct manifest_step *says, struct step *step)
{
	const struct lesson_file *main_file;
	unsigned line = says->lines[STEP_KEY_JUDGE];
	int r = load_program(loading, says->judge, &step->judge);

	step->n_judge = step->judge ? 1 : 0;
	if (r == -EISDIR)
		r = source_read_tree(&loading->source, says->judge, &step->judge, &step->n_judge,
			loading->error);
	if (r == -EINVAL && *loading->error->ini.message)
		return r; /* of a file in the folder */
	if (r < 0)
		return fail_named(loading, line, "judge", says->judge, r);
	main_file = find_judge_main(step);
	if (!main_file) {
		(void)snprintf(loading->error->file, sizeof(loading->error->file), MANIFEST_NAME);
		loading->error->ini.line = line;
		return ini_fail(&loading->error->ini,
			"judge: %.64s has several files or none; expected one called judge or main",
			says->judge);
	}
	step->judge_main = strdup(main_file->name);
	return step->judge_main ? 0 : -ENOMEM;
}

/* Where the lesson has the step's language. */
static size_t index_of(const struct lesson *lesson, const char *language)
{
	size_t i = 0;

	while (i + 1 < lesson->languages.count && strcmp(lesson->languages.items[i], language) != 0)
		i++;
	return i;
}

static int load_step(struct loading *loading, const struct manifest_step *says, struct step *step)
{
	int r = 0;

	if (says->text)
		r = load_text(loading, says->lines[STEP_KEY_TEXT], says->text, &step->text,
			&step->text_len);
	for (size_t i = 0; r == 0 && i < step->n_languages; i++) {
		size_t index = index_of(loading->lesson, step->languages[i].language);

		r = check_starter(loading, says, &step->languages[i], index);
		if (r == 0 && step->check == CHECK_TESTS)
			r = load_tests(loading, says, &step->languages[i], index);
	}
	if (r == 0 && check_kind_has_judge(step->check))
		r = load_judge(loading, says, step);
	if (r == 0 && says->generator)
		r = load_generator(loading, says, step);
	if (r < 0)
		return r;
	if (step->check == CHECK_TESTS)
		return cases_add_tests(step);
	return cases_load(
		&loading->source, step, says->cases, says->lines[STEP_KEY_CASES], loading->error);
}

static int load_all(struct loading *loading)
{
	_cleanup_strlist_ struct strlist names = { 0 };
	/* The folder's own stamp: a quiz or solution that is added later is seen. */
	int r = source_list(&loading->source, "", LESSON_ENTRIES_MAX, &names);

	if (r < 0)
		return r == -ENOMEM ? r : fail_file(loading, "", source_error_words(r));
	r = load_manifest(loading);
	if (r == 0)
		r = load_lesson_files(loading);
	if (r == 0)
		r = load_starters(loading);
	for (size_t i = 0; r == 0 && i < loading->lesson->n_steps; i++) {
		struct manifest_step *says = &loading->manifest.steps[i];

		r = load_step(loading, says, &loading->lesson->steps[i]);
	}
	return r;
}

static int load_foreign(
	struct loading *loading, const struct foreign_format *format, const char *name)
{
	struct foreign_folder folder = {
		.source = &loading->source, .name = name, .error = loading->error
	};
	int r = source_list(&loading->source, "", LESSON_ENTRIES_MAX, &folder.names);

	folder.lesson = loading->lesson = lesson_new();
	if (!folder.lesson)
		r = -ENOMEM;
	if (r == 0)
		r = format->load(&folder);
	/* Whatever it is, it is this folder's. */
	if (r < 0 && (r != -EINVAL || !*loading->error->ini.message))
		r = foreign_fail_read(&folder, "", r);
	strlist_done(&folder.names);
	return r;
}

static int set_id(struct lesson *lesson, const char *id)
{
	const char *slash = strchr(id, '/');

	lesson->id = strdup(id);
	lesson->course = strndup(id, (size_t)(slash - id));
	lesson->name = strdup(slash + 1);
	return lesson->id && lesson->course && lesson->name ? 0 : -ENOMEM;
}

int lesson_load(
	int dir_fd, const char *id, struct lesson **ret_lesson, struct lesson_error *ret_error)
{
	return lesson_load_within(dir_fd, dir_fd, id, ret_lesson, ret_error);
}

int lesson_load_within(int root_fd, int dir_fd, const char *id, struct lesson **ret_lesson,
	struct lesson_error *ret_error)
{
	_cleanup_(loading_done) struct loading loading = {
		.source = { .dir_fd = dir_fd, .root_fd = root_fd, .has_root = true },
		.error = ret_error
	};
	const struct foreign_format *format = format_find(dir_fd, "");
	struct source *source;
	int r;

	*ret_error = (struct lesson_error){ 0 };
	if (!lesson_id_is_safe(id))
		return fail_file(&loading, "",
			"is not a lesson's id: expected a-z, 0-9, '.', '_', '-' in course/lesson");
	r = format ? load_foreign(&loading, format, strchr(id, '/') + 1) : load_all(&loading);
	if (r == 0)
		r = set_id(loading.lesson, id);
	source = r == 0 ? calloc(1, sizeof(*source)) : NULL;
	if (r == 0 && !source)
		r = -ENOMEM;
	if (r < 0)
		return r;
	source_seal(&loading.source);
	*source = loading.source;
	loading.source = (struct source){ .dir_fd = -1 };
	loading.lesson->source = source;
	loading.lesson->bytes = source->bytes + sizeof(struct lesson) +
				loading.lesson->n_steps * sizeof(struct step) +
				source->n_stamps * sizeof(struct source_stamp);
	*ret_lesson = TAKE_PTR(loading.lesson);
	return 0;
}

bool lesson_is_current(const struct lesson *lesson, int dir_fd)
{
	return lesson->source && source_is_current(lesson->source, dir_fd);
}

bool lesson_data_is_current(const struct lesson *lesson)
{
	return !lesson->source || source_data_is_current(lesson->source);
}

bool lesson_has_read(const struct lesson *lesson, const char *path)
{
	return lesson->source && source_has_read(lesson->source, path);
}
