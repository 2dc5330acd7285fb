/* SPDX-License-Identifier: MIT */
#include "learn/exercism.h"

#include "base/buffer.h"
#include "base/file.h"

#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define TRACK_BYTES_MAX	    (4 * 1024 * 1024)
#define TRACK_EXERCISES_MAX 2000
#define TRACK_CONCEPTS_MAX  64 /* of an exercise */

bool track_is_one(int dir_fd, const char *path)
{
	static const struct {
		const char *name;
		mode_t type;
	} parts[] = { { TRACK_MANIFEST, S_IFREG }, { "exercises", S_IFDIR } };

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		char name[PATH_MAX];
		struct stat st;

		if (snprintf(name, sizeof(name), "%s%s%s", path, *path ? "/" : "", parts[i].name) >=
				(int)sizeof(name) ||
			fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
			(st.st_mode & S_IFMT) != parts[i].type)
			return false;
	}
	return true;
}

void track_done(struct track *track)
{
	for (size_t i = 0; i < track->n_exercises; i++) {
		free(track->exercises[i].slug);
		free(track->exercises[i].name);
		strlist_done(&track->exercises[i].concepts);
	}
	free(track->exercises);
	*track = (struct track){ 0 };
}

const struct track_exercise *track_find(const struct track *track, const char *slug)
{
	for (size_t i = 0; i < track->n_exercises; i++)
		if (strcmp(track->exercises[i].slug, slug) == 0)
			return &track->exercises[i];
	return NULL;
}

static int fail(struct lesson_error *error, unsigned line, const char *words)
{
	(void)snprintf(error->file, sizeof(error->file), TRACK_MANIFEST);
	error->ini.line = line;
	return ini_fail(&error->ini, "%s", words);
}

/* FNV-1a, 64 bits: Fowler, Noll, Vo. Tells a changed file, nothing more. */
static uint64_t digest_of(const char *bytes, size_t len)
{
	uint64_t digest = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		digest = (digest ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	return digest;
}

/* Copies a member that is text, at most so long; NULL where it is not there. 0 or -ENOMEM. */
static int copy_text(const json_t *object, const char *key, char **ret_text)
{
	const char *value = json_string_value(json_object_get(object, key));

	if (!value || !*value)
		return 0;
	*ret_text = foreign_line(value, LESSON_STRING_MAX / 4);
	return *ret_text ? 0 : -ENOMEM;
}

static int copy_concepts(const json_t *json, const char *key, struct strlist *concepts)
{
	const json_t *list = json_object_get(json, key);
	int r = 0;

	for (size_t i = 0;
		r == 0 && i < json_array_size(list) && concepts->count < TRACK_CONCEPTS_MAX; i++) {
		const char *concept = json_string_value(json_array_get(list, i));

		if (concept && !strlist_contains(concepts, concept))
			r = strlist_add_n(concepts, concept, strnlen(concept, 64));
	}
	return r;
}

static int add_exercise(struct track *track, const json_t *json, struct lesson_error *error)
{
	const char *slug = json_string_value(json_object_get(json, "slug"));
	const char *status = json_string_value(json_object_get(json, "status"));
	json_int_t difficulty = json_integer_value(json_object_get(json, "difficulty"));
	struct track_exercise *exercise;
	void *grown;
	int r;

	if (!slug || !lesson_name_is_safe(slug))
		return fail(error, 0, "exercises: expected each to have a slug of a-z, 0-9, '-'");
	if (status && strcmp(status, "deprecated") == 0)
		return 0;
	if (track_find(track, slug))
		return 0;
	if (track->n_exercises >= TRACK_EXERCISES_MAX)
		return fail(error, 0, "has too many exercises");
	grown = reallocarray(track->exercises, track->n_exercises + 1, sizeof(*exercise));
	if (!grown)
		return -ENOMEM;
	track->exercises = grown;
	exercise = &track->exercises[track->n_exercises++];
	*exercise = (struct track_exercise){ .slug = strdup(slug) };
	if (difficulty >= 1 && difficulty <= 10)
		exercise->difficulty = (unsigned)difficulty;
	r = exercise->slug ? copy_text(json, "name", &exercise->name) : -ENOMEM;
	if (r == 0)
		r = copy_concepts(json, "concepts", &exercise->concepts);
	if (r == 0)
		r = copy_concepts(json, "practices", &exercise->concepts);
	return r < 0 ? r : copy_concepts(json, "topics", &exercise->concepts);
}

static int add_exercises(struct track *track, const json_t *root, struct lesson_error *error)
{
	static const char *const kinds[] = { "concept", "practice" };
	const json_t *exercises = json_object_get(root, "exercises");
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(kinds); i++) {
		const json_t *list = json_object_get(exercises, kinds[i]);

		for (size_t k = 0; r == 0 && k < json_array_size(list); k++)
			r = add_exercise(track, json_array_get(list, k), error);
	}
	return r;
}

static int fill_course(
	const struct track *track, const json_t *root, struct course_manifest *course)
{
	int r = copy_text(root, "language", &course->title);

	if (r == 0 && !course->title)
		r = copy_text(root, "slug", &course->title);
	if (r == 0)
		r = copy_text(root, "blurb", &course->summary);
	for (size_t i = 0; r == 0 && i < track->n_exercises; i++)
		r = strlist_add(&course->lessons, track->exercises[i].slug);
	return r;
}

int track_read(int dir_fd, struct track *track, struct course_manifest *ret_course,
	struct lesson_error *error)
{
	_cleanup_buffer_ struct buffer text = { 0 };
	json_error_t json_error;
	json_t *root;
	int r = file_read_beneath(dir_fd, TRACK_MANIFEST, TRACK_BYTES_MAX, &text);

	if (r < 0)
		return r == -ENOMEM ? r : fail(error, 0, source_error_words(r));
	track->digest = digest_of(text.data, text.len);
	root = json_loadb(text.data, text.len, 0, &json_error);
	if (!root)
		return fail(error, json_error.line > 0 ? (unsigned)json_error.line : 0,
			json_error.text);
	r = add_exercises(track, root, error);
	if (r == 0)
		r = fill_course(track, root, ret_course);
	json_decref(root);
	return r;
}

/* The levels that Exercism shows: easy to 3, medium to 7, hard. */
static enum lesson_level level_of(unsigned difficulty)
{
	return difficulty <= 3	 ? LEVEL_BEGINNER
	       : difficulty <= 7 ? LEVEL_INTERMEDIATE
				 : LEVEL_ADVANCED;
}

int track_describe(const struct track *track, struct lesson *lesson)
{
	const struct track_exercise *exercise = track_find(track, lesson->name);
	_cleanup_buffer_ struct buffer goal = { 0 };
	char *title;
	int r = 0;

	if (!exercise)
		return 0;
	lesson->level = level_of(exercise->difficulty);
	title = exercise->name ? strdup(exercise->name) : NULL;
	if (exercise->name && !title)
		return -ENOMEM;
	if (title) {
		free(lesson->title);
		lesson->title = title;
	}
	if (exercise->concepts.count == 0)
		return 0;
	for (size_t i = 0; r == 0 && i < exercise->concepts.count; i++)
		r = buffer_printf(
			&goal, "%s%s", i > 0 ? ", " : "Practise ", exercise->concepts.items[i]);
	for (size_t i = 0; r == 0 && i < goal.len; i++)
		if (goal.data[i] == '_')
			goal.data[i] = ' ';
	return r < 0 ? r : strlist_take(&lesson->goals, foreign_line(goal.data, LESSON_STRING_MAX));
}
