/* SPDX-License-Identifier: MIT */
/*
 * lesson.ini and course.ini key by key. [lesson] comes first, so that the languages are known when
 * a step speaks of one: the number of a manifest's fields is bounded by that, whatever is in the
 * file. What needs all keys at once is in manifest_finish.c.
 */
#include "learn/manifest.h"

#include "learn/keys.h"

#include <string.h>

static const char *const LEVELS[] = { "beginner", "intermediate", "advanced", NULL };
static const char *const CHECKS[] = { "output", "tests", "checker", "interactive", "service",
	NULL };
static const char *const VARIANTS[] = { "review", "always", NULL };
static const char *const SHOWS[] = { "full", "first-difference", "verdict", NULL };
static const char *const SOLUTIONS[] = { "after-pass", "always", "never", NULL };

_Static_assert(ARRAY_SIZE(SOLUTIONS) == SOLUTIONS_COUNT + 1, "a name each");
_Static_assert(ARRAY_SIZE(LEVELS) == LEVEL_COUNT + 1, "a name a level");
_Static_assert(ARRAY_SIZE(VARIANTS) == VARIANTS_COUNT + 1, "a name a choice");
_Static_assert(ARRAY_SIZE(CHECKS) == CHECK_KIND_COUNT + 1, "a name a kind of check");

const char *lesson_level_name(enum lesson_level level)
{
	return (unsigned)level < LEVEL_COUNT ? LEVELS[level] : NULL;
}

const char *check_kind_name(enum check_kind kind)
{
	return (unsigned)kind < CHECK_KIND_COUNT ? CHECKS[kind] : NULL;
}

bool check_kind_has_judge(enum check_kind kind)
{
	return kind >= CHECK_CHECKER && kind < CHECK_KIND_COUNT;
}

#define FIELD(field) offsetof(struct manifest, field)
static const struct key_row lesson_rows[LESSON_KEY_COUNT] = {
	[LESSON_KEY_TITLE] = { "title", key_set_string, FIELD(lesson.title),
		.max = LESSON_STRING_MAX },
	[LESSON_KEY_LEVEL] = { "level", key_set_choice, FIELD(lesson.level), .choices = LEVELS },
	[LESSON_KEY_MINUTES] = { "minutes", key_set_positive, FIELD(lesson.minutes),
		.max = LESSON_MINUTES_MAX },
	[LESSON_KEY_SUMMARY] = { "summary", key_set_string, FIELD(lesson.summary),
		.max = LESSON_STRING_MAX },
	[LESSON_KEY_GOAL] = { "goal", key_add_item, FIELD(lesson.goals), .max = LESSON_GOALS_MAX,
		.is_repeated = true },
	[LESSON_KEY_LANGUAGES] = { "languages", key_set_names, FIELD(lesson.languages),
		.max = LESSON_LANGUAGES_MAX },
	[LESSON_KEY_AFTER] = { "after", key_set_ids, FIELD(lesson.after), .max = LESSON_AFTER_MAX },
	[LESSON_KEY_NEXT] = { "next", key_set_id, FIELD(lesson.next), .max = 0 },
	[LESSON_KEY_TEXT] = { "text", key_set_path, FIELD(text), .max = 0 },
	[LESSON_KEY_QUIZ] = { "quiz", key_set_path, FIELD(quiz), .max = 0 },
	[LESSON_KEY_SOLUTIONS] = { "solutions", key_set_choice, FIELD(lesson.solutions),
		.choices = SOLUTIONS },
};
#undef FIELD

/* Those with a scope fill a struct manifest_language, the others a struct manifest_step. */
#define FIELD(field)	offsetof(struct manifest_step, field)
#define LANGUAGE(field) offsetof(struct manifest_language, field)
static const struct key_row step_rows[STEP_KEY_COUNT] = {
	[STEP_KEY_TITLE] = { "title", key_set_string, FIELD(step.title), .max = LESSON_STRING_MAX },
	[STEP_KEY_TEXT] = { "text", key_set_path, FIELD(text), .max = 0 },
	[STEP_KEY_HINT] = { "hint", key_add_item, FIELD(step.hints), .max = LESSON_HINTS_MAX,
		.is_repeated = true },
	[STEP_KEY_POINTS] = { "points", key_set_number, FIELD(step.points),
		.max = LESSON_POINTS_MAX },
	[STEP_KEY_EXAMPLE] = { "example", key_set_bool, FIELD(step.is_example), .max = 0 },
	[STEP_KEY_CHECK] = { "check", key_set_choice, FIELD(step.check), .choices = CHECKS },
	[STEP_KEY_CASES] = { "cases", key_set_glob, FIELD(cases), .max = 0 },
	[STEP_KEY_COMPARE] = { "compare", key_set_compare, FIELD(step.compare), .max = 0 },
	[STEP_KEY_SHOW] = { "show", key_set_choice, FIELD(step.show), .choices = SHOWS },
	[STEP_KEY_STOP] = { "stop", key_set_bool, FIELD(step.stop_at_first), .max = 0 },
	[STEP_KEY_PROOF] = { "proof", key_set_string, FIELD(step.proof), .max = LESSON_STRING_MAX },
	[STEP_KEY_JUDGE] = { "judge", key_set_path, FIELD(judge), .max = 0 },
	[STEP_KEY_JUDGE_LANGUAGE] = { "judge-language", key_set_name, FIELD(step.judge_language),
		.max = 0 },
	[STEP_KEY_GENERATOR] = { "generator", key_set_path, FIELD(generator), .max = 0 },
	[STEP_KEY_GENERATOR_LANGUAGE] = { "generator-language", key_set_name,
		FIELD(step.generator_language), .max = 0 },
	[STEP_KEY_VARIANTS] = { "variants", key_set_choice, FIELD(step.variants),
		.choices = VARIANTS },
	[STEP_KEY_LANGUAGES] = { "languages", key_set_names, FIELD(offered),
		.max = LESSON_LANGUAGES_MAX },
	[STEP_KEY_TIME] = { "time", key_set_time, FIELD(step.limits.cpu_us),
		.max = LESSON_TIME_MAX_US },
	[STEP_KEY_WALL] = { "wall", key_set_time, FIELD(step.limits.wall_us),
		.max = 2 * LESSON_TIME_MAX_US + 1000000 },
	[STEP_KEY_MEMORY] = { "memory", key_set_size, FIELD(step.limits.memory_bytes),
		.max = LESSON_SPACE_MAX },
	[STEP_KEY_PROCESSES] = { "processes", key_set_positive, FIELD(step.limits.processes),
		.max = LESSON_PROCESSES_MAX },
	[STEP_KEY_OUTPUT] = { "output", key_set_size, FIELD(step.limits.output_bytes),
		.max = LESSON_OUTPUT_MAX },
	[STEP_KEY_DISK] = { "disk", key_set_size, FIELD(step.limits.disk_bytes),
		.max = LESSON_SPACE_MAX },
	[STEP_KEY_FILES] = { "files", key_set_paths, LANGUAGE(files), .max = LESSON_FILES_MAX,
		.scope = KEY_EITHER },
	[STEP_KEY_MAIN] = { "main", key_set_path, LANGUAGE(main_file), .max = 0,
		.scope = KEY_EITHER },
	[STEP_KEY_TESTS] = { "tests", key_set_path, LANGUAGE(tests), .max = 0,
		.scope = KEY_LANGUAGE },
	[STEP_KEY_TEST] = { "test", key_set_command, LANGUAGE(test_command),
		.max = LESSON_COMMAND_WORDS, .scope = KEY_LANGUAGE },
};
#undef FIELD
#undef LANGUAGE

static const char *const SECTIONS[] = { "lesson", "step NAME", NULL };

static int fill(const struct key_row *row, void *structure, unsigned *line_of_key,
	const char *value, unsigned line, struct ini_error *error)
{
	int r = key_note_line(row, line_of_key, line, error);

	return r < 0 ? r : row->set(row, (char *)structure + row->offset, value, error);
}

static int take_lesson_key(struct manifest *manifest, const char *key, const char *value,
	unsigned line, struct ini_error *error)
{
	const struct key_row *row =
		key_find(lesson_rows, LESSON_KEY_COUNT, key, strlen(key), error);

	if (!row)
		return -EINVAL;
	if (manifest->n_steps > 0)
		return ini_fail(error, "[lesson] comes before the first [step NAME]");
	return fill(row, manifest, &manifest->lines[row - lesson_rows], value, line, error);
}

/* The structure of the language behind the key's dot; without a dot what holds for all. NULL: the
 * language is none of the lesson's. */
static struct manifest_language *find_language(
	struct manifest *manifest, struct manifest_step *step, const char *dot)
{
	const struct strlist *languages = &manifest->lesson.languages;

	if (!*dot)
		return &step->common;
	for (size_t i = 0; i < languages->count; i++)
		if (strcmp(languages->items[i], dot + 1) == 0)
			return &step->languages[i];
	return NULL;
}

static int take_language_key(struct manifest *manifest, struct manifest_step *step,
	const struct key_row *row, const char *dot, const char *value, unsigned line,
	struct ini_error *error)
{
	struct manifest_language *language = find_language(manifest, step, dot);

	if (row->scope == KEY_PLAIN)
		return ini_fail(error, "%s is not told by language", row->name);
	if (row->scope == KEY_LANGUAGE && !*dot)
		return ini_fail(error, "expected %s.LANGUAGE, for each language", row->name);
	if (!language)
		return ini_fail(error, "\"%.32s\" is none of the lesson's languages", dot + 1);
	return fill(row, language, &language->lines[row - step_rows], value, line, error);
}

static int take_step_key(struct manifest *manifest, const char *key, const char *value,
	unsigned line, struct ini_error *error)
{
	struct manifest_step *step = &manifest->steps[manifest->n_steps - 1];
	size_t len = strcspn(key, ".");
	const struct key_row *row = key_find(step_rows, STEP_KEY_COUNT, key, len, error);

	if (!row)
		return -EINVAL;
	if (row->scope != KEY_PLAIN || key[len])
		return take_language_key(manifest, step, row, key + len, value, line, error);
	return fill(row, step, &step->lines[row - step_rows], value, line, error);
}

static bool is_step_name(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static int check_new_step(
	const struct manifest *manifest, const char *name, struct ini_error *error)
{
	if (manifest->lesson.languages.count == 0)
		return ini_fail(error, "[lesson] with languages = ... comes before the first step");
	if (!is_step_name(name))
		return ini_fail(error, "a step's name is of a-z, 0-9 and '-', not \"%.64s\"", name);
	if (manifest->n_steps >= LESSON_STEPS_MAX)
		return ini_fail(error, "more than %d steps", LESSON_STEPS_MAX);
	for (size_t i = 0; i < manifest->n_steps; i++)
		if (strcmp(manifest->steps[i].step.name, name) == 0)
			return ini_fail(error, "[step %s] was there before, in line %u", name,
				manifest->steps[i].line);
	return 0;
}

static int add_step(
	struct manifest *manifest, const char *name, unsigned line, struct ini_error *error)
{
	struct manifest_step *step;
	int r = check_new_step(manifest, name, error);

	if (r < 0)
		return r;
	if (!manifest->steps)
		manifest->steps = calloc(LESSON_STEPS_MAX, sizeof(*manifest->steps));
	if (!manifest->steps)
		return -ENOMEM;
	step = &manifest->steps[manifest->n_steps++];
	step->line = line;
	step->step.points = 1;
	step->step.show = DIFF_SHOW_FIRST;
	step->step.line = line;
	step->step.name = strdup(name);
	step->languages = calloc(manifest->lesson.languages.count, sizeof(*step->languages));
	return step->step.name && step->languages ? 0 : -ENOMEM;
}

static int take_key(void *userdata, const char *section, const char *key, const char *value,
	unsigned line, struct ini_error *error)
{
	struct manifest *manifest = userdata;
	const char *name = section + strlen("step ");
	int r = 0;

	if (strcmp(section, "lesson") == 0)
		return take_lesson_key(manifest, key, value, line, error);
	if (strncmp(section, "step ", strlen("step ")) != 0)
		return key_fail_section(section, SECTIONS, error);
	if (manifest->n_steps == 0 ||
		strcmp(manifest->steps[manifest->n_steps - 1].step.name, name) != 0)
		r = add_step(manifest, name, line, error);
	return r < 0 ? r : take_step_key(manifest, key, value, line, error);
}

int manifest_parse(
	struct manifest *manifest, const char *text, size_t len, struct ini_error *ret_error)
{
	int r = ini_parse_text(text, len, take_key, manifest, ret_error);

	return r < 0 ? r : manifest_finish(manifest, ret_error);
}

static void manifest_language_done(struct manifest_language *language)
{
	strlist_done(&language->files);
	free(language->main_file);
	free(language->tests);
	free(language->test_command);
}

void manifest_done(struct manifest *manifest)
{
	for (size_t i = 0; i < manifest->n_steps; i++) {
		struct manifest_step *step = &manifest->steps[i];

		manifest_language_done(&step->common);
		for (size_t k = 0; step->languages && k < manifest->lesson.languages.count; k++)
			manifest_language_done(&step->languages[k]);
		free(step->languages);
		free(step->text);
		free(step->cases);
		free(step->judge);
		free(step->generator);
		strlist_done(&step->offered);
		step_done(&step->step);
	}
	free(manifest->steps);
	free(manifest->text);
	free(manifest->quiz);
	lesson_done(&manifest->lesson);
	*manifest = (struct manifest){ 0 };
}

int lesson_parse_manifest(
	const char *text, size_t len, struct lesson **ret_lesson, struct ini_error *ret_error)
{
	_cleanup_(manifest_done) struct manifest manifest = { 0 };
	struct lesson *lesson;
	int r = manifest_parse(&manifest, text, len, ret_error);

	if (r < 0)
		return r;
	lesson = manifest_take_lesson(&manifest);
	if (!lesson)
		return -ENOMEM;
	*ret_lesson = lesson;
	return 0;
}
