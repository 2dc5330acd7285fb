/* SPDX-License-Identifier: MIT */
/* lesson.ini: whatever parses is within the limits and whole; and reading it twice says the same.
 */
#include "fuzz.h"

#include "base/file.h"
#include "grade/compare.h"
#include "learn/manifest.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static void check_language(const struct step *step, const struct step_language *language)
{
	FUZZ_ASSERT(lesson_name_is_safe(language->language));
	FUZZ_ASSERT(language->files.count >= 1 && language->files.count <= LESSON_FILES_MAX);
	for (size_t i = 0; i < language->files.count; i++)
		FUZZ_ASSERT(file_name_is_safe(language->files.items[i]));
	FUZZ_ASSERT(file_name_is_safe(language->main_file));
	FUZZ_ASSERT(step->check == CHECK_TESTS ||
		    strlist_contains(&language->files, language->main_file));
}

static void check_step(const struct lesson *lesson, const struct step *step)
{
	struct comparison comparison;

	FUZZ_ASSERT(*step->name && *step->title);
	FUZZ_ASSERT(lesson_find_step(lesson, step->name) == step);
	FUZZ_ASSERT(step->hints.count <= LESSON_HINTS_MAX && step->points <= LESSON_POINTS_MAX);
	FUZZ_ASSERT(check_kind_name(step->check));
	FUZZ_ASSERT(comparison_parse(step->compare, &comparison) == 0);
	FUZZ_ASSERT((step->check == CHECK_TESTS) == (step->proof != NULL));
	FUZZ_ASSERT((step->check == CHECK_TESTS) ==
		    (comparison.kind == COMPARE_PROOF || comparison.kind == COMPARE_TAP));
	FUZZ_ASSERT(step->limits.cpu_us <= LESSON_TIME_MAX_US &&
		    step->limits.memory_bytes <= LESSON_SPACE_MAX);
	FUZZ_ASSERT(step->limits.cpu_us == 0 || step->limits.wall_us > 0);
	FUZZ_ASSERT(step->n_languages == lesson->languages.count);
	for (size_t i = 0; i < step->n_languages; i++)
		check_language(step, &step->languages[i]);
}

static void check_lesson(const struct lesson *lesson)
{
	FUZZ_ASSERT(*lesson->title && lesson_level_name(lesson->level));
	FUZZ_ASSERT(
		lesson->minutes <= LESSON_MINUTES_MAX && lesson->goals.count <= LESSON_GOALS_MAX);
	FUZZ_ASSERT(
		lesson->languages.count >= 1 && lesson->languages.count <= LESSON_LANGUAGES_MAX);
	FUZZ_ASSERT(lesson->n_steps >= 1 && lesson->n_steps <= LESSON_STEPS_MAX);
	FUZZ_ASSERT(lesson_points(lesson) <= LESSON_STEPS_MAX * LESSON_POINTS_MAX);
	for (size_t i = 0; i < lesson->n_steps; i++)
		check_step(lesson, &lesson->steps[i]);
}

static void check_course(const uint8_t *data, size_t size)
{
	struct course_manifest course = { 0 };
	struct ini_error error;
	int r = course_manifest_parse(&course, (const char *)data, size, &error);

	FUZZ_ASSERT(r == 0 || r == -EINVAL);
	FUZZ_ASSERT((r == 0) == (error.message[0] == '\0'));
	for (size_t i = 0; i < course.lessons.count; i++)
		FUZZ_ASSERT(lesson_name_is_safe(course.lessons.items[i]));
	course_manifest_done(&course);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lesson *lesson = NULL, *again = NULL;
	struct ini_error error, error_again;
	int r = lesson_parse_manifest((const char *)data, size, &lesson, &error);

	FUZZ_ASSERT(r == 0 || r == -EINVAL);
	FUZZ_ASSERT((r == 0) == (error.message[0] == '\0') && (r == 0) == (lesson != NULL));
	if (lesson)
		check_lesson(lesson);
	FUZZ_ASSERT(r == lesson_parse_manifest((const char *)data, size, &again, &error_again));
	FUZZ_ASSERT(
		strcmp(error.message, error_again.message) == 0 && error.line == error_again.line);
	lesson_free(lesson);
	lesson_free(again);
	check_course(data, size);
	return 0;
}
