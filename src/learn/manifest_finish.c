/* SPDX-License-Identifier: MIT */
/* What a manifest as a whole must say, and what follows from it where it says nothing. */
#include "learn/manifest.h"

#include "base/buffer.h"
#include "base/file.h"
#include "grade/compare.h"

#include <stdio.h>
#include <string.h>

static int fail_at(struct ini_error *error, unsigned line)
{
	error->line = line;
	return -EINVAL;
}

#define KIND(kind) (1u << (kind))
#define WITH_JUDGE (KIND(CHECK_CHECKER) | KIND(CHECK_INTERACTIVE) | KIND(CHECK_SERVICE))

/* Which keys belong to which kinds of check. */
static const struct {
	enum step_key key;
	const char *name;
	unsigned kinds;
	bool is_required;
} check_keys[] = {
	{ STEP_KEY_CASES, "cases", KIND(CHECK_OUTPUT) | WITH_JUDGE, true },
	{ STEP_KEY_COMPARE, "compare", KIND(CHECK_OUTPUT), false },
	{ STEP_KEY_PROOF, "proof", KIND(CHECK_TESTS), true },
	{ STEP_KEY_JUDGE, "judge", WITH_JUDGE, true },
	{ STEP_KEY_JUDGE_LANGUAGE, "judge-language", WITH_JUDGE, true },
	{ STEP_KEY_GENERATOR, "generator", KIND(CHECK_OUTPUT) | WITH_JUDGE, false },
	{ STEP_KEY_GENERATOR_LANGUAGE, "generator-language", KIND(CHECK_OUTPUT) | WITH_JUDGE, false },
	{ STEP_KEY_VARIANTS, "variants", KIND(CHECK_OUTPUT) | WITH_JUDGE, false },
};

/* "output", "checker, interactive, service". */
static void name_kinds(unsigned kinds, char *ret_names, size_t size)
{
	size_t used = 0;

	ret_names[0] = '\0';
	for (unsigned kind = 0; kind < CHECK_KIND_COUNT && used < size; kind++)
		if (kinds & KIND(kind))
			used += (size_t)snprintf(ret_names + used, size - used, "%s%s",
				used > 0 ? ", " : "", check_kind_name((enum check_kind)kind));
}

static int check_step_keys(const struct manifest_step *step, struct ini_error *error)
{
	const char *name = step->step.name;
	char kinds[64];

	if (!step->step.title) {
		(void)ini_fail(error, "step %s: title = is missing", name);
		return fail_at(error, step->line);
	}
	for (size_t i = 0; i < ARRAY_SIZE(check_keys); i++) {
		unsigned line = step->lines[check_keys[i].key];
		bool belongs = (check_keys[i].kinds & KIND(step->step.check)) != 0;

		if (line == 0 && belongs && check_keys[i].is_required) {
			(void)ini_fail(error, "step %s: %s = is missing (check = %s)", name,
				check_keys[i].name, check_kind_name(step->step.check));
			return fail_at(error, step->line);
		}
		if (line > 0 && !belongs) {
			name_kinds(check_keys[i].kinds, kinds, sizeof(kinds));
			(void)ini_fail(error, "step %s: %s belongs to check = %s", name,
				check_keys[i].name, kinds);
			return fail_at(error, line);
		}
	}
	return 0;
}

/* The three are said together, or none; variants = may be left out. */
static int check_generator(const struct manifest_step *step, struct ini_error *error)
{
	unsigned generator = step->lines[STEP_KEY_GENERATOR];
	unsigned language = step->lines[STEP_KEY_GENERATOR_LANGUAGE];
	unsigned variants = step->lines[STEP_KEY_VARIANTS];

	if (generator > 0 && language == 0) {
		(void)ini_fail(error, "step %s: generator-language = is missing", step->step.name);
		return fail_at(error, generator);
	}
	if (generator == 0 && (language > 0 || variants > 0)) {
		(void)ini_fail(error, "step %s: generator = is missing", step->step.name);
		return fail_at(error, language > 0 ? language : variants);
	}
	return 0;
}

/* What is run, as comparison_parse() reads it. */
static int finish_compare(struct step *step)
{
	_cleanup_buffer_ struct buffer compare = { 0 };

	if (step->compare)
		return 0;
	if (step->check != CHECK_TESTS)
		step->compare = strdup("exact");
	else if (strcmp(step->proof, "tap") == 0)
		step->compare = strdup("tap");
	else if (buffer_printf(&compare, "proof %s", step->proof) == 0)
		step->compare = buffer_steal(&compare);
	return step->compare ? 0 : -ENOMEM;
}

static void finish_limits(struct manifest_step *step)
{
	struct job_limits *limits = &step->step.limits;

	if (step->lines[STEP_KEY_TIME] > 0 && step->lines[STEP_KEY_WALL] == 0)
		limits->wall_us = job_wall_us(limits->cpu_us);
}

/* Two names of which one would be a folder that the other is in. */
static bool has_collision(const struct strlist *files)
{
	for (size_t i = 0; i < files->count; i++) {
		size_t len = strlen(files->items[i]);

		for (size_t k = 0; k < files->count; k++)
			if (strncmp(files->items[i], files->items[k], len) == 0 &&
				files->items[k][len] == '/')
				return true;
	}
	return false;
}

/* A test suite may bring the file that is run; only its folder can tell. */
static int finish_main(const struct step *step, const struct manifest_language *common,
	const struct manifest_language *own, struct step_language *language,
	struct ini_error *error)
{
	const struct manifest_language *says = own->main_file ? own : common;
	const char *main_file = says->main_file ? says->main_file : language->files.items[0];

	if (step->check != CHECK_TESTS && !strlist_contains(&language->files, main_file)) {
		(void)ini_fail(error, "main: \"%.64s\" is none of the step's files in %s",
			main_file, language->language);
		return fail_at(error, says->lines[STEP_KEY_MAIN]);
	}
	language->main_file = strdup(main_file);
	return language->main_file ? 0 : -ENOMEM;
}

static int check_tests(const struct manifest_step *step, const struct manifest_language *own,
	const char *id, struct ini_error *error)
{
	unsigned line = own->lines[STEP_KEY_TESTS] > 0 ? own->lines[STEP_KEY_TESTS]
						       : own->lines[STEP_KEY_TEST];

	if (step->step.check == CHECK_TESTS && !own->tests) {
		(void)ini_fail(error, "step %s: tests.%s = FOLDER is missing (check = tests)",
			step->step.name, id);
		return fail_at(error, step->line);
	}
	if (step->step.check != CHECK_TESTS && line > 0) {
		(void)ini_fail(error, "step %s: tests.%s and test.%s belong to check = tests",
			step->step.name, id, id);
		return fail_at(error, line);
	}
	return 0;
}

static int finish_language(struct manifest_step *step, struct manifest_language *own,
	const char *id, struct step_language *language, struct ini_error *error)
{
	const struct manifest_language *says = own->files.count > 0 ? own : &step->common;
	int r = check_tests(step, own, id, error);

	if (r < 0)
		return r;
	if (says->files.count == 0) {
		(void)ini_fail(error,
			"step %s: files.%s = (or files = for all languages) is missing",
			step->step.name, id);
		return fail_at(error, step->line);
	}
	if (has_collision(&says->files)) {
		(void)ini_fail(error, "step %s: one of the files would be a folder for another",
			step->step.name);
		return fail_at(error, says->lines[STEP_KEY_FILES]);
	}
	language->language = strdup(id);
	language->test_command = TAKE_PTR(own->test_command);
	if (!language->language || strlist_copy(&language->files, &says->files) < 0)
		return -ENOMEM;
	return finish_main(&step->step, &step->common, own, language, error);
}

/* A language that the step leaves out has no keys there, and one that it names is the lesson's. */
static int check_offered(
	const struct strlist *languages, const struct manifest_step *step, struct ini_error *error)
{
	for (size_t i = 0; i < step->offered.count; i++) {
		if (strlist_contains(languages, step->offered.items[i]))
			continue;
		(void)ini_fail(error, "languages: \"%.32s\" is none of the lesson's languages",
			step->offered.items[i]);
		return fail_at(error, step->lines[STEP_KEY_LANGUAGES]);
	}
	for (size_t i = 0; step->offered.count > 0 && i < languages->count; i++) {
		for (enum step_key key = STEP_KEY_FILES; key < STEP_KEY_COUNT; key++) {
			unsigned line = step->languages[i].lines[key];

			if (line == 0 || strlist_contains(&step->offered, languages->items[i]))
				continue;
			(void)ini_fail(error, "step %s: \"%.32s\" is none of the step's languages",
				step->step.name, languages->items[i]);
			return fail_at(error, line);
		}
	}
	return 0;
}

static int finish_step(
	const struct manifest *manifest, struct manifest_step *step, struct ini_error *error)
{
	const struct strlist *languages = &manifest->lesson.languages;
	int r = check_step_keys(step, error);

	if (r >= 0)
		r = check_generator(step, error);
	if (r < 0)
		return r;
	finish_limits(step);
	r = finish_compare(&step->step);
	if (r < 0)
		return r;
	step->step.languages = calloc(languages->count, sizeof(*step->step.languages));
	if (!step->step.languages)
		return -ENOMEM;
	r = check_offered(languages, step, error);
	for (size_t i = 0; r == 0 && i < languages->count; i++) {
		if (step->offered.count > 0 &&
			!strlist_contains(&step->offered, languages->items[i]))
			continue;
		r = finish_language(step, &step->languages[i], languages->items[i],
			&step->step.languages[step->step.n_languages++], error);
	}
	return r;
}

int manifest_finish(struct manifest *manifest, struct ini_error *ret_error)
{
	int r = 0;

	*ret_error = (struct ini_error){ 0 };
	if (!manifest->lesson.title)
		return ini_fail(ret_error, "[lesson] title = is missing");
	if (manifest->lesson.languages.count == 0)
		return ini_fail(ret_error, "[lesson] languages = is missing");
	if (manifest->n_steps == 0)
		return ini_fail(ret_error, "a [step NAME] is missing: a lesson has at least one");
	for (size_t i = 0; r == 0 && i < manifest->n_steps; i++)
		r = finish_step(manifest, &manifest->steps[i], ret_error);
	return r;
}

struct lesson *manifest_take_lesson(struct manifest *manifest)
{
	const struct strlist *languages = &manifest->lesson.languages;
	_cleanup_(lesson_freep) struct lesson *lesson = calloc(1, sizeof(*lesson));

	if (!lesson)
		return NULL;
	lesson->refs = 1;
	lesson->steps = calloc(manifest->n_steps, sizeof(*lesson->steps));
	lesson->starters = calloc(languages->count, sizeof(*lesson->starters));
	if (!lesson->steps || !lesson->starters || strlist_copy(&lesson->languages, languages) < 0)
		return NULL;
	for (size_t i = 0; i < languages->count; i++) {
		lesson->starters[i].language = strdup(languages->items[i]);
		if (!lesson->starters[i].language)
			return NULL;
	}
	lesson->title = TAKE_PTR(manifest->lesson.title);
	lesson->summary = TAKE_PTR(manifest->lesson.summary);
	lesson->next = TAKE_PTR(manifest->lesson.next);
	lesson->text_name = strdup(manifest->text ? manifest->text : LESSON_TEXT_NAME);
	lesson->quiz_name = manifest->quiz ? strdup(manifest->quiz) : NULL;
	if (!lesson->text_name || (manifest->quiz && !lesson->quiz_name))
		return NULL;
	lesson->level = manifest->lesson.level;
	lesson->solutions = manifest->lesson.solutions;
	lesson->minutes = manifest->lesson.minutes;
	lesson->goals = manifest->lesson.goals;
	lesson->after = manifest->lesson.after;
	manifest->lesson.goals = manifest->lesson.after = (struct strlist){ 0 };
	for (size_t i = 0; i < manifest->n_steps; i++) {
		struct manifest_step *says = &manifest->steps[i];

		lesson->steps[lesson->n_steps++] = says->step;
		says->step = (struct step){ 0 };
		lesson->steps[i].text_name = says->text ? strdup(says->text) : NULL;
		if (says->text && !lesson->steps[i].text_name)
			return NULL;
	}
	return TAKE_PTR(lesson);
}
