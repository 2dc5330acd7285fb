/* SPDX-License-Identifier: MIT */
#include "learn/lesson_build.h"

#include <string.h>

/* One more zeroed item at the end. */
static void *grow(void *items, size_t *n_items, size_t size, size_t max)
{
	char *grown;

	if (*n_items >= max) {
		errno = E2BIG;
		return NULL;
	}
	grown = reallocarray(items, *n_items + 1, size);
	if (!grown)
		return NULL;
	memset(grown + *n_items * size, 0, size);
	(*n_items)++;
	return grown;
}

static int grow_error(void)
{
	return errno == E2BIG ? -E2BIG : -ENOMEM;
}

struct lesson *lesson_new(void)
{
	struct lesson *lesson = calloc(1, sizeof(*lesson));

	if (lesson)
		lesson->refs = 1;
	return lesson;
}

int lesson_add_language(struct lesson *lesson, const char *language)
{
	size_t n = lesson->languages.count;
	void *grown;

	grown = grow(lesson->starters, &n, sizeof(*lesson->starters), LESSON_LANGUAGES_MAX);
	if (!grown)
		return grow_error();
	lesson->starters = grown;
	lesson->starters[n - 1].language = strdup(language);
	/* lesson_done() frees as many starters as there are languages. */
	if (!lesson->starters[n - 1].language || strlist_add(&lesson->languages, language) < 0) {
		free(lesson->starters[n - 1].language);
		return -ENOMEM;
	}
	return 0;
}

struct step *lesson_add_step(struct lesson *lesson, const char *name, const char *title)
{
	struct step *step;
	void *grown = grow(lesson->steps, &lesson->n_steps, sizeof(*step), LESSON_STEPS_MAX);

	if (!grown)
		return NULL;
	lesson->steps = grown;
	step = &lesson->steps[lesson->n_steps - 1];
	step->points = 1;
	step->show = DIFF_SHOW_FIRST;
	step->name = strdup(name);
	step->title = strdup(title);
	return step->name && step->title ? step : NULL;
}

struct step_language *step_add_language(struct step *step, const char *language)
{
	struct step_language *added;
	void *grown =
		grow(step->languages, &step->n_languages, sizeof(*added), LESSON_LANGUAGES_MAX);

	if (!grown)
		return NULL;
	step->languages = grown;
	added = &step->languages[step->n_languages - 1];
	added->language = strdup(language);
	return added->language ? added : NULL;
}

struct lesson_case *step_add_case(struct step *step, const char *name)
{
	struct lesson_case *added;
	void *grown = grow(step->cases, &step->n_cases, sizeof(*added), LESSON_CASES_MAX);

	if (!grown)
		return NULL;
	step->cases = grown;
	added = &step->cases[step->n_cases - 1];
	added->name = strdup(name);
	return added->name ? added : NULL;
}

struct case_file *case_add_file(struct lesson_case *one, const char *name)
{
	struct case_file *added;
	void *grown = grow(one->files, &one->n_files, sizeof(*added), JOB_FILES_MAX);

	if (!grown)
		return NULL;
	one->files = grown;
	added = &one->files[one->n_files - 1];
	added->name = strdup(name);
	return added->name ? added : NULL;
}

struct case_settings *step_add_settings(struct step *step)
{
	struct case_settings *added = calloc(1, sizeof(*added));
	void *grown;

	if (!added)
		return NULL;
	grown = grow(step->settings, &step->n_settings, sizeof(*step->settings), LESSON_CASES_MAX);
	if (!grown) {
		free(added);
		return NULL;
	}
	step->settings = grown;
	step->settings[step->n_settings - 1] = added;
	added->show = step->show;
	return added;
}

int lesson_files_add(
	struct lesson_file **files, size_t *n_files, const char *name, struct lesson_file *file)
{
	void *grown = grow(*files, n_files, sizeof(**files), LESSON_FOLDER_MAX);
	struct lesson_file *added;

	if (!grown) {
		free(file->data);
		return grow_error();
	}
	*files = grown;
	added = &(*files)[*n_files - 1];
	*added = *file;
	*file = (struct lesson_file){ 0 };
	added->name = strdup(name);
	return added->name ? 0 : -ENOMEM;
}

int lesson_files_copy(struct lesson_file **files, size_t *n_files, const char *name,
	const struct lesson_file *from)
{
	struct lesson_file copy = *from;

	copy.data = malloc(from->len + 1);
	if (!copy.data)
		return -ENOMEM;
	if (from->len > 0)
		memcpy(copy.data, from->data, from->len);
	copy.data[from->len] = '\0';
	return lesson_files_add(files, n_files, name, &copy);
}
