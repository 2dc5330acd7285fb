/* SPDX-License-Identifier: MIT */
/*
 * Courses are gathered, and then their lessons are read, or looked at, by all processors at once
 * (crew.h): ten thousand are some hundred thousand calls to the kernel. What they share is only
 * read then; what is told of them is told in order afterwards.
 */
#include "learn/course_scan.h"

#include "base/crew.h"
#include "learn/catalog_index.h"
#include "learn/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* That are worth a thread. */
#define WORTHWHILE_LESSONS 32
#define WORTHWHILE_COURSES 4

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
	struct course_scan *course;
	const struct place *place; /* NULL: course.ini names it, and there is none */
	const char *name;
	struct lesson *lesson; /* NULL: */
	int error;             /* what went wrong, and for -EINVAL: */
	struct lesson_error *told;
	const char *words; /* not with the lesson, but with its folder */
};

struct takings {
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
	struct taking *taking = &takings->items[index];
	const struct course_scan *course = taking->course;
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
	return course_scan_fail(course, &where, message);
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
		return course_scan_fail(course, &where, taking->words);
	if (!taking->told)
		return taking->error == -ENOMEM
			       ? taking->error
			       : course_scan_fail(course, &where, source_error_words(taking->error));
	where.file = taking->told->file;
	where.line = taking->told->ini.line;
	where.column = taking->told->column;
	return course_scan_fail(course, &where, taking->told->ini.message);
}

static int push_course(struct course_scan *course)
{
	struct catalog *catalog = course->scan->catalog;
	struct course *courses =
		reallocarray(catalog->courses, catalog->n_courses + 1, sizeof(*courses));
	struct course *added;

	if (!courses)
		return -ENOMEM;
	catalog->courses = courses;
	added = &courses[catalog->n_courses++];
	*added = (struct course){
		.name = strdup(course->name),
		.title = course->manifest.title ? TAKE_PTR(course->manifest.title)
						: strdup(course->name),
		.summary = TAKE_PTR(course->manifest.summary),
		.digest = course->track.digest,
	};
	return added->name && added->title ? 0 : -ENOMEM;
}

/* Those that course.ini names, in its order, then the others. */
static void plan_takings(struct course_scan *course, struct takings *takings)
{
	const struct strlist *names = &course->manifest.lessons;
	struct places *places = &course->lessons;

	for (size_t i = 0; i < names->count; i++) {
		struct place *place = places_find(places, names->items[i]);

		if (place && place->is_taken)
			continue; /* named twice; two hands may not have the same lesson */
		takings->items[takings->count++] = (struct taking){
			.course = course, .place = place, .name = names->items[i]
		};
		if (place)
			place->is_taken = true;
	}
	for (size_t i = 0; i < places->count; i++)
		if (!places->items[i].is_taken)
			takings->items[takings->count++] =
				(struct taking){ .course = course, .place = &places->items[i] };
}

static void gather_one(void *userdata, size_t index)
{
	struct course_scan *course = (struct course_scan *)userdata + index;

	course->error = course_scan_gather(course);
}

/* What is told of a course's folders comes before what is told of its lessons. */
static int begin_course(struct course_scan *course)
{
	int r = problems_take(&course->scan->problems, &course->problems);

	return r == 0 && course->is_one ? push_course(course) : r;
}

static int end_courses(struct course_scan *courses, size_t n_courses, struct takings *takings)
{
	size_t next = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < n_courses; i++) {
		r = begin_course(&courses[i]);
		for (; r == 0 && next < takings->count && takings->items[next].course == &courses[i]; next++)
			r = end_taking(&courses[i], &takings->items[next]);
		if (r == 0)
			r = problems_take(&courses[i].scan->problems, &courses[i].problems);
	}
	return r;
}

int course_scans_take(struct course_scan *courses, size_t n_courses)
{
	_cleanup_(takings_done) struct takings takings = { 0 };
	size_t n = 0;

	crew_run(n_courses, WORTHWHILE_COURSES, gather_one, courses);
	for (size_t i = 0; i < n_courses; i++) {
		if (courses[i].error < 0)
			return courses[i].error;
		n += courses[i].manifest.lessons.count + courses[i].lessons.count;
	}
	takings.items = calloc(n + 1, sizeof(*takings.items));
	if (!takings.items)
		return -ENOMEM;
	for (size_t i = 0; i < n_courses; i++)
		plan_takings(&courses[i], &takings);
	crew_run(takings.count, WORTHWHILE_LESSONS, get_taking, &takings);
	return end_courses(courses, n_courses, &takings);
}
