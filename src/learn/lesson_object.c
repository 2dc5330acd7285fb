/* SPDX-License-Identifier: MIT */
/* A lesson in memory: what it owns, and what is asked of it. */
#include "learn/lesson.h"

#include "learn/manifest.h"
#include "learn/source.h"

#include <string.h>

static void case_done(struct lesson_case *one)
{
	free(one->name);
	strlist_done(&one->args);
	free(one->input);
	free(one->expected);
	free(one->input_data.path);
	free(one->expected_data.path);
	free(one->hint);
	for (size_t i = 0; i < one->n_files; i++) {
		free(one->files[i].name);
		free(one->files[i].data.path);
	}
	free(one->files);
}

static void settings_free(struct case_settings *settings)
{
	free(settings->compare);
	strlist_done(&settings->judge_args);
	free(settings);
}

static void step_language_done(struct step_language *language)
{
	free(language->language);
	strlist_done(&language->files);
	free(language->main_file);
	lesson_files_free(language->tests, language->n_tests);
	strlist_done(&language->suites);
	free(language->test_command);
}

void step_done(struct step *step)
{
	for (size_t i = 0; i < step->n_cases; i++)
		case_done(&step->cases[i]);
	for (size_t i = 0; i < step->n_languages; i++)
		step_language_done(&step->languages[i]);
	for (size_t i = 0; i < step->n_settings; i++)
		settings_free(step->settings[i]);
	free(step->settings);
	scoring_free(step->scoring);
	free(step->cases);
	free(step->languages);
	free(step->name);
	free(step->case_folder);
	free(step->data_folder);
	strlist_done(&step->judge_args);
	free(step->title);
	free(step->text_name);
	free(step->text);
	strlist_done(&step->hints);
	free(step->compare);
	free(step->proof);
	lesson_files_free(step->judge, step->n_judge);
	lesson_files_free(step->generator, step->generator ? 1 : 0);
	free(step->generator_language);
	free(step->judge_main);
	free(step->judge_language);
	*step = (struct step){ 0 };
}

void lesson_done(struct lesson *lesson)
{
	for (size_t i = 0; i < lesson->n_steps; i++)
		step_done(&lesson->steps[i]);
	for (size_t i = 0; lesson->starters && i < lesson->languages.count; i++) {
		struct lesson_language *language = &lesson->starters[i];

		free(language->language);
		lesson_files_free(language->starter, language->n_starter);
		lesson_files_free(language->solution, language->n_solution);
	}
	if (lesson->source)
		source_done(lesson->source);
	free(lesson->source);
	free(lesson->steps);
	free(lesson->starters);
	free(lesson->id);
	free(lesson->course);
	free(lesson->name);
	free(lesson->title);
	free(lesson->summary);
	strlist_done(&lesson->goals);
	strlist_done(&lesson->languages);
	strlist_done(&lesson->after);
	free(lesson->next);
	free(lesson->text_name);
	free(lesson->quiz_name);
	free(lesson->text);
	quiz_free(lesson->quiz);
	*lesson = (struct lesson){ 0 };
}

struct lesson *lesson_ref(struct lesson *lesson)
{
	lesson->refs++;
	return lesson;
}

void lesson_free(struct lesson *lesson)
{
	if (!lesson || --lesson->refs > 0)
		return;
	lesson_done(lesson);
	free(lesson);
}

const struct step *lesson_find_step(const struct lesson *lesson, const char *name)
{
	for (size_t i = 0; i < lesson->n_steps; i++)
		if (strcmp(lesson->steps[i].name, name) == 0)
			return &lesson->steps[i];
	return NULL;
}

const struct step_language *step_find_language(const struct step *step, const char *language)
{
	for (size_t i = 0; i < step->n_languages; i++)
		if (strcmp(step->languages[i].language, language) == 0)
			return &step->languages[i];
	return NULL;
}

enum diff_show step_show(const struct step *step, size_t index)
{
	const struct case_settings *own = index < step->n_cases ? step->cases[index].own : NULL;

	return own ? own->show : step->show;
}

uint32_t lesson_points(const struct lesson *lesson)
{
	uint32_t points = 0;

	for (size_t i = 0; i < lesson->n_steps; i++)
		points += lesson->steps[i].points;
	return points;
}

/* The length of a name's beginning that is sound; 0: it does not begin as one. */
static size_t name_len(const char *name)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789",
			  rest[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	return strspn(name, first) > 0 ? strspn(name, rest) : 0;
}

bool lesson_name_is_safe(const char *name)
{
	size_t len = name_len(name);

	return len > 0 && len < LESSON_ID_MAX && !name[len];
}

bool lesson_id_is_safe(const char *id)
{
	size_t course = name_len(id);

	return course > 0 && id[course] == '/' && lesson_name_is_safe(id + course + 1) &&
	       strlen(id) <= LESSON_ID_MAX;
}
