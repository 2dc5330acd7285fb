/* SPDX-License-Identifier: MIT */
/*
 * An exercise of Exercism:
 *
 *	.meta/config.json	{"files": {"solution": [...], "test": [...], "example": [...]}, ...}
 *	.meta/example.*		passes all tests ("exemplar" with concept exercises)
 *	.docs			introduction, instructions, hints
 *	anything else		the stubs of the solution, the tests, and what those need
 *
 * The learner hands in the files of the solution; all others of the exercise are laid over what
 * comes in.
 */
#include "learn/exercism.h"

#include "base/buffer.h"
#include "base/file.h"
#include "learn/lesson_build.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define CONFIG_PATH	 ".meta/config.json"
#define CONFIG_BYTES_MAX (1024 * 1024)
#define STEP_NAME	 "solve"

struct exercise {
	struct foreign_folder *folder;
	json_t *root; /* owned */
	struct strlist solution, tests, examples;
	const char *language;
};

static void exercise_done(struct exercise *exercise)
{
	json_decref(exercise->root);
	strlist_done(&exercise->solution);
	strlist_done(&exercise->tests);
	strlist_done(&exercise->examples);
}

/* What .meta/config.json says. */

static int take_names(struct exercise *exercise, const char *key, struct strlist *names)
{
	const json_t *list = json_object_get(json_object_get(exercise->root, "files"), key);
	int r = 0;

	for (size_t i = 0; r == 0 && i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (!name || !file_name_is_safe(name))
			return foreign_fail(exercise->folder, CONFIG_PATH, 0,
				"files.%s: expected names of files below the exercise", key);
		if (names->count >= LESSON_FILES_MAX)
			return foreign_fail(exercise->folder, CONFIG_PATH, 0,
				"files.%s has more than %d names", key, LESSON_FILES_MAX);
		r = strlist_add(names, name);
	}
	return r;
}

static int read_config(struct exercise *exercise)
{
	_cleanup_free_ char *text = NULL;
	json_error_t error;
	size_t len;
	int r = foreign_read_text(exercise->folder, CONFIG_PATH, CONFIG_BYTES_MAX, &text, &len);

	if (r < 0)
		return r == -ENOENT ? foreign_fail_read(exercise->folder, CONFIG_PATH, r) : r;
	exercise->root = json_loadb(text, len, 0, &error);
	if (!exercise->root) {
		exercise->folder->error->column = error.column > 0 ? (unsigned)error.column : 0;
		return foreign_fail(exercise->folder, CONFIG_PATH,
			error.line > 0 ? (unsigned)error.line : 0, "%s", error.text);
	}
	r = take_names(exercise, "solution", &exercise->solution);
	if (r == 0)
		r = take_names(exercise, "test", &exercise->tests);
	if (r == 0)
		r = take_names(exercise, "example", &exercise->examples);
	if (r == 0)
		r = take_names(exercise, "exemplar", &exercise->examples);
	if (r == 0 && (exercise->solution.count == 0 || exercise->tests.count == 0))
		return foreign_fail(exercise->folder, CONFIG_PATH, 0,
			"files: expected solution and test with a name each");
	return r;
}

/* By the first file of the solution whose ending is known; an exercise does not say its track. */
static const struct {
	const char *extension, *language;
} tracks[] = {
	{ "c", "exercism-c" },
	{ "sh", "exercism-bash" },
	{ "awk", "exercism-awk" },
	{ "py", "exercism-python" },
	{ "rb", "exercism-ruby" },
	{ "tcl", "exercism-tcl" },
	{ "lua", "exercism-lua" },
	{ "js", "exercism-javascript" },
	{ "jq", "exercism-jq" },
	{ "pl", "exercism-perl5" },
	{ "pm", "exercism-perl5" },
	{ "cpp", "exercism-cpp" },
	{ "h", "exercism-cpp" },
	{ "go", "exercism-go" },
	{ "rs", "exercism-rust" },
	{ "sql", "exercism-sqlite" },
	{ "asm", "exercism-x86-64-assembly" },
};

static const char *language_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(tracks); i++)
		if (strcmp(tracks[i].extension, dot + 1) == 0)
			return tracks[i].language;
	return NULL;
}

/* Why a track is not served, where the reason is known. */
static const struct {
	const char *extension, *reason;
} unserved[] = {
	{ "ts", "its tests need packages of npm, and the sandbox has no network" },
	{ "java", "its tests need packages of Gradle, and the sandbox has no network" },
	{ "kt", "its tests need packages of Gradle, and the sandbox has no network" },
};

static int fail_unserved(struct exercise *exercise)
{
	const char *name = exercise->solution.items[0], *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(unserved); i++)
		if (strcmp(unserved[i].extension, dot + 1) == 0)
			return foreign_fail(exercise->folder, CONFIG_PATH, 0,
				"files.solution: \"%.64s\": this track is not served: %s", name,
				unserved[i].reason);
	return foreign_fail(exercise->folder, CONFIG_PATH, 0,
		"files.solution: no track that is served has the ending of \"%.64s\"", name);
}

static int find_language(struct exercise *exercise)
{
	for (size_t i = 0; !exercise->language && i < exercise->solution.count; i++)
		exercise->language = language_of(exercise->solution.items[i]);
	if (!exercise->language)
		return fail_unserved(exercise);
	return lesson_add_language(exercise->folder->lesson, exercise->language);
}

/* Files. */

struct taking {
	struct exercise *exercise;
	struct step_language *own;
};

/* Where a file of the exercise goes. */
static int take_file(void *userdata, const char *name, struct lesson_file *file)
{
	const struct taking *taking = userdata;
	struct exercise *exercise = taking->exercise;
	struct lesson_language *starters = &exercise->folder->lesson->starters[0];
	struct step_language *own = taking->own;
	int r = 0;

	/* What solves it may lie beside what is given out. */
	if (strlist_contains(&exercise->examples, name) && !strlist_contains(&exercise->solution, name) &&
		!strlist_contains(&exercise->tests, name)) {
		free(file->data);
		return 0;
	}
	if (!strlist_contains(&exercise->solution, name))
		r = lesson_files_copy(&own->tests, &own->n_tests, name, file);
	if (r < 0) {
		free(file->data);
		return r;
	}
	return lesson_files_add(&starters->starter, &starters->n_starter, name, file);
}

static bool is_hidden(const char *name)
{
	return name[0] == '.';
}

/* A solution that begins with nothing. */
static int add_empty_stubs(struct exercise *exercise)
{
	struct lesson_language *starters = &exercise->folder->lesson->starters[0];
	int r = 0;

	for (size_t i = 0; r == 0 && i < exercise->solution.count; i++) {
		const char *name = exercise->solution.items[i];
		struct lesson_file empty = { 0 };
		bool is_there = false;

		for (size_t k = 0; k < starters->n_starter; k++)
			is_there |= strcmp(starters->starter[k].name, name) == 0;
		if (is_there)
			continue;
		empty.data = calloc(1, 1);
		r = empty.data ? lesson_files_add(
					 &starters->starter, &starters->n_starter, name, &empty)
			       : -ENOMEM;
	}
	return r < 0 ? foreign_fail_read(exercise->folder, CONFIG_PATH, r) : 0;
}

static int take_files(struct exercise *exercise, struct step_language *own)
{
	struct taking taking = { exercise, own };
	const struct foreign_taker taker = { is_hidden, take_file, &taking };
	int r = foreign_take_files(exercise->folder, &taker);

	return r < 0 ? r : add_empty_stubs(exercise);
}

static const char *extension_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot ? dot : "";
}

/* Under which name an example is handed in: by its place in the list where the lists are as long and
 * say the same ending, else by its own name, or by its ending. NULL: it is none of the solution's. */
static const char *name_of_example(const struct exercise *exercise, size_t index)
{
	const struct strlist *solution = &exercise->solution;
	const char *example = exercise->examples.items[index], *ending = extension_of(example);
	const char *slash = strrchr(example, '/');
	const char *placed = exercise->examples.count == solution->count ? solution->items[index] : NULL;

	if (placed && strcmp(extension_of(placed), ending) == 0)
		return placed;
	if (strlist_contains(solution, slash ? slash + 1 : example))
		return slash ? slash + 1 : example;
	for (size_t i = 0; i < solution->count; i++)
		if (strcmp(extension_of(solution->items[i]), ending) == 0)
			return solution->items[i];
	return placed;
}

static bool has_file(const struct lesson_file *files, size_t n_files, const char *name)
{
	for (size_t i = 0; i < n_files; i++)
		if (strcmp(files[i].name, name) == 0)
			return true;
	return false;
}

/* The examples, and stubs for what they leave out. */
static int take_solution(struct exercise *exercise)
{
	struct lesson_language *own = &exercise->folder->lesson->starters[0];
	int r = 0;

	for (size_t i = 0; r == 0 && i < exercise->examples.count; i++) {
		const char *name = name_of_example(exercise, i);
		struct lesson_file file = { 0 };

		if (!name || has_file(own->solution, own->n_solution, name))
			continue;
		r = source_read(exercise->folder->source, exercise->examples.items[i],
			LESSON_FILE_MAX, &file);
		if (r == -ENOENT) {
			r = 0;
			continue;
		}
		if (r < 0)
			return foreign_fail_read(exercise->folder, exercise->examples.items[i], r);
		r = lesson_files_add(&own->solution, &own->n_solution, name, &file);
	}
	for (size_t i = 0; r == 0 && own->n_solution > 0 && i < own->n_starter; i++) {
		const char *name = own->starter[i].name;

		if (strlist_contains(&exercise->solution, name) &&
			!has_file(own->solution, own->n_solution, name))
			r = lesson_files_copy(
				&own->solution, &own->n_solution, name, &own->starter[i]);
	}
	return r;
}

/* The step. */

/* Sections of the hints, each with its heading; what is before the first is none. */
static int take_hints(struct exercise *exercise, struct step *step)
{
	_cleanup_free_ char *text = NULL;
	size_t len;
	int r = foreign_read_text(exercise->folder, ".docs/hints.md", LESSON_TEXT_MAX, &text, &len);
	char *section;

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	section = strncmp(text, "## ", 3) == 0 ? text : strstr(text, "\n## ");
	while (r == 0 && section && step->hints.count < LESSON_HINTS_MAX) {
		char *begin = section + (*section == '\n' ? 1 : 0), *next = strstr(begin, "\n## ");
		size_t size;

		begin += strlen("## ");
		size = next ? (size_t)(next - begin) : strlen(begin);
		while (size > 0 && isspace((unsigned char)begin[size - 1]))
			size--;
		while (size > LESSON_HINT_MAX || (size > 0 && (begin[size] & 0xC0) == 0x80))
			size--;
		r = strlist_add_n(&step->hints, begin, size);
		section = next;
	}
	return r;
}

static int add_step(struct exercise *exercise)
{
	struct lesson *lesson = exercise->folder->lesson;
	struct step *step = lesson_add_step(lesson, STEP_NAME, lesson->title);
	struct step_language *own = step ? step_add_language(step, exercise->language) : NULL;
	int r;

	if (!own || !step_add_case(step, "tests"))
		return -ENOMEM;
	step->check = CHECK_TESTS;
	step->show = DIFF_SHOW_FULL; /* the learner has the tests */
	own->main_file = strdup(exercise->solution.items[0]);
	r = own->main_file ? strlist_copy(&own->files, &exercise->solution) : -ENOMEM;
	if (r == 0)
		r = strlist_copy(&own->suites, &exercise->tests);
	if (r == 0)
		r = take_files(exercise, own);
	if (r == 0)
		r = take_solution(exercise);
	return r < 0 ? r : take_hints(exercise, step);
}

/* The text. */

/* "hello-world" is Hello World; the track's config.json may say better. */
static int set_title(struct exercise *exercise)
{
	struct lesson *lesson = exercise->folder->lesson;
	bool begins = true;

	lesson->title = strdup(exercise->folder->name);
	if (!lesson->title)
		return -ENOMEM;
	for (char *c = lesson->title; *c; c++) {
		if (begins)
			*c = (char)toupper((unsigned char)*c);
		begins = *c == '-' || *c == '_';
		if (begins)
			*c = ' ';
	}
	return 0;
}

/* Their headings are one level below the lesson's. */
static int add_text(struct exercise *exercise, const char *path, struct buffer *text)
{
	_cleanup_free_ char *part = NULL;
	size_t len;
	int r = foreign_read_text(exercise->folder, path, LESSON_TEXT_MAX, &part, &len);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	return buffer_printf(text, "\n%s%s\n", strncmp(part, "# ", 2) == 0 ? "#" : "", part);
}

static int set_text(struct exercise *exercise)
{
	static const char *const parts[] = { ".docs/introduction.md", ".docs/instructions.md",
		".docs/instructions.append.md" };
	struct lesson *lesson = exercise->folder->lesson;
	const char *blurb = json_string_value(json_object_get(exercise->root, "blurb"));
	_cleanup_buffer_ struct buffer text = { 0 };
	int r = buffer_printf(&text, "# %s\n", lesson->title);

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		r = add_text(exercise, parts[i], &text);
	if (r < 0)
		return r;
	lesson->text_len = text.len;
	lesson->text = buffer_steal(&text);
	if (blurb && *blurb) {
		lesson->summary = foreign_line(blurb, LESSON_STRING_MAX / 2);
		if (!lesson->summary)
			return -ENOMEM;
	}
	return 0;
}

int exercism_load(struct foreign_folder *folder)
{
	_cleanup_(exercise_done) struct exercise exercise = { .folder = folder };
	int r = read_config(&exercise);

	if (r == 0)
		r = find_language(&exercise);
	if (r == 0)
		r = set_title(&exercise);
	if (r == 0)
		r = set_text(&exercise);
	return r < 0 ? r : add_step(&exercise);
}
