/* SPDX-License-Identifier: MIT */
/*
 * The lessons of a course are read, or looked at, by all processors at once (crew.h): ten thousand
 * are some hundred thousand calls to the kernel. What is told of them is told in order afterwards.
 */
#include "learn/course_scan.h"

#include "base/crew.h"
#include "learn/catalog_index.h"
#include "learn/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scan_where course_scan_where(const struct course_scan *course, size_t folder)
{
	const struct place *place = course->places[folder];

	return (struct scan_where){ .folder = folder, .course = place ? place->path : "" };
}

const char *course_scan_words(int error)
{
	return source_error_words(error == -ENOTDIR ? -ELOOP : error);
}

/* Owns the reference, also on failure. */
static int push_lesson(struct scan *scan, struct lesson *lesson)
{
	struct catalog *catalog = scan->catalog;

	if (catalog->n_lessons >= CATALOG_LESSONS_MAX) {
		lesson_free(lesson);
		return -E2BIG;
	}
	if (catalog->n_lessons >= scan->lessons_allocated) {
		size_t n = scan->lessons_allocated > 0 ? scan->lessons_allocated * 2 : 64;
		struct lesson **lessons =
			reallocarray(catalog->lessons, n, sizeof(struct lesson *));

		if (!lessons) {
			lesson_free(lesson);
			return -ENOMEM;
		}
		catalog->lessons = lessons;
		scan->lessons_allocated = n;
	}
	catalog->lessons[catalog->n_lessons++] = lesson;
	return 0;
}

/* A lesson on its way, in the order in which the catalog has them. */
struct taking {
	const struct place *place; /* NULL: course.ini names it, and there is none */
	const char *name;
	struct lesson *lesson; /* NULL: */
	int error;             /* what went wrong, and for -EINVAL: */
	struct lesson_error *told;
	const char *words; /* not with the lesson, but with its folder */
};

struct takings {
	const struct course_scan *course;
	struct taking *items;
	size_t count;
};

static void takings_done(struct takings *takings)
{
	for (size_t i = 0; i < takings->count; i++) {
		lesson_free(takings->items[i].lesson);
		free(takings->items[i].told);
	}
	free(takings->items);
}

static int load_lesson(const struct course_scan *course, const struct place *place, int fd,
	const char *id, struct lesson **ret_lesson, struct lesson_error *error)
{
	int r = lesson_load_within(course->scan->fds[place->folder], fd, id, ret_lesson, error);

	if (r < 0 || !course->is_track)
		return r;
	r = track_describe(&course->track, *ret_lesson);
	if (r < 0)
		lesson_free(TAKE_PTR(*ret_lesson));
	return r;
}

/* The old one when its files are as they were. */
static int get_lesson(const struct course_scan *course, int fd, const char *id, struct taking *taking)
{
	struct lesson *old = course->is_as_before ? catalog_get(course->scan->old, id) : NULL;
	struct lesson_error error;
	int r;

	if (old && lesson_is_current(old, fd)) {
		taking->lesson = lesson_ref(old);
		return 0;
	}
	r = load_lesson(course, taking->place, fd, id, &taking->lesson, &error);
	if (r != -EINVAL)
		return r;
	taking->told = malloc(sizeof(error));
	if (!taking->told)
		return -ENOMEM;
	*taking->told = error;
	return r;
}

/* Several at once: what they share is only read, for each lesson has an id of its own and by that
 * an old lesson of its own. */
static void get_taking(void *userdata, size_t index)
{
	const struct takings *takings = userdata;
	const struct course_scan *course = takings->course;
	struct taking *taking = &takings->items[index];
	const struct place *place = taking->place;
	_cleanup_close_ int fd = -1;
	char id[2 * LESSON_ID_MAX + 2];

	if (!place)
		return;
	fd = source_open_folder(course->fds[place->folder], place->path);
	if (fd < 0) {
		taking->error = fd;
		taking->words = course_scan_words(fd);
		return;
	}
	if (strlen(course->name) + 1 + strlen(place->name) > LESSON_ID_MAX) {
		taking->error = -ENAMETOOLONG;
		taking->words = "the lesson's id is too long";
		return;
	}
	(void)snprintf(id, sizeof(id), "%s/%s", course->name, place->name);
	taking->error = get_lesson(course, fd, id, taking);
}

/* course.ini, or the track, names what isn't there. */
static int tell_missing(struct course_scan *course, const char *name)
{
	struct scan_where where = course_scan_where(course, course->manifest_folder);
	char message[LESSON_ID_MAX + 64];

	where.file = course->is_track ? TRACK_MANIFEST : COURSE_NAME;
	where.line = course->manifest.lessons_line;
	(void)snprintf(message, sizeof(message),
		course->is_track ? "exercises: there is no folder for %s"
				 : "lessons: there is no folder %s with a lesson.ini",
		name);
	return scan_add_problem(course->scan, &where, message);
}

static int end_taking(struct course_scan *course, struct taking *taking)
{
	struct scan_where where;

	if (!taking->place)
		return tell_missing(course, taking->name);
	if (taking->error == 0)
		return push_lesson(course->scan, TAKE_PTR(taking->lesson));
	where = course_scan_where(course, taking->place->folder);
	where.lesson = taking->place->path;
	if (taking->words && taking->error != -ENOMEM)
		return scan_add_problem(course->scan, &where, taking->words);
	if (!taking->told)
		return taking->error;
	where.file = taking->told->file;
	where.line = taking->told->ini.line;
	where.column = taking->told->column;
	return scan_add_problem(course->scan, &where, taking->told->ini.message);
}

/* Of the same name in one folder. */
static int tell_double(
	struct course_scan *course, const struct place *first, const struct place *place)
{
	struct scan_where where = course_scan_where(course, place->folder);
	char message[LESSON_ID_MAX + 64];

	if (place->folder != first->folder)
		return 0;
	where.lesson = place->path;
	(void)snprintf(message, sizeof(message), "another lesson is known as %.*s already",
		LESSON_ID_MAX, place->name);
	return scan_add_problem(course->scan, &where, message);
}

/* Only the first of each name is left, and none that is masked. */
static int drop_hidden(struct course_scan *course)
{
	struct places *places = &course->lessons;
	struct places kept = { 0 };
	int r = 0;

	for (size_t i = 0, next; r == 0 && i < places->count; i = next) {
		const struct place *first = &places->items[i];

		for (next = i + 1; r == 0 && next < places->count &&
				   strcmp(places->items[next].name, first->name) == 0;
			next++)
			r = tell_double(course, first, &places->items[next]);
		if (r == 0 && !first->is_mask)
			r = places_add(&kept, first->name, first->path, first->folder, false);
	}
	places_done(places);
	*places = kept;
	return r;
}

/* Those that course.ini names, in its order, then the others. */
static int plan_takings(struct course_scan *course, struct takings *takings)
{
	const struct strlist *names = &course->manifest.lessons;
	struct places *places = &course->lessons;

	takings->items = calloc(names->count + places->count + 1, sizeof(*takings->items));
	if (!takings->items)
		return -ENOMEM;
	for (size_t i = 0; i < names->count; i++) {
		struct place *place = places_find(places, names->items[i]);

		if (place && place->is_taken)
			continue; /* named twice; two hands may not have the same lesson */
		takings->items[takings->count++] =
			(struct taking){ .place = place, .name = names->items[i] };
		if (place)
			place->is_taken = true;
	}
	for (size_t i = 0; i < places->count; i++)
		if (!places->items[i].is_taken)
			takings->items[takings->count++].place = &places->items[i];
	return 0;
}

int course_scan_take(struct course_scan *course)
{
	_cleanup_(takings_done) struct takings takings = { .course = course };
	int r = drop_hidden(course);

	if (r == 0)
		r = plan_takings(course, &takings);
	if (r == 0)
		crew_run(takings.count, get_taking, &takings);
	for (size_t i = 0; r == 0 && i < takings.count; i++)
		r = end_taking(course, &takings.items[i]);
	return r;
}

