/* SPDX-License-Identifier: MIT */
/*
 * One course: the names of its lessons are gathered from all folders of the search path that have
 * the course, then the first of each name is read.
 *
 * A lesson has a lesson.ini, or is of a format of others (foreign.h). The latter are served as they
 * are: their folders may stand deeper, and have names that none of ours may have.
 */
#include "learn/course_scan.h"
#include "learn/formats.h"
#include "learn/manifest.h"
#include "learn/source.h"

#include "base/buffer.h"
#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MAX                                                                                  \
	3 /* folders between a course and a lesson of a foreign format, that one counted */

void course_scan_done(struct course_scan *course)
{
	for (size_t i = 0; i < CATALOG_FOLDERS_MAX; i++)
		cleanup_close(&course->fds[i]);
	course_manifest_done(&course->manifest);
	track_done(&course->track);
	places_done(&course->lessons);
	problems_done(&course->problems);
}

struct scan_where course_scan_where(const struct course_scan *course, size_t folder)
{
	const struct place *place = course->places[folder];

	return (struct scan_where){ .folder = folder, .course = place ? place->path : "" };
}

int course_scan_fail(struct course_scan *course, const struct scan_where *where, const char *message)
{
	return problems_add(&course->problems, course->scan->path, where, message);
}

const char *course_scan_words(int error)
{
	return source_error_words(error == -ENOTDIR ? -ELOOP : error);
}

/* Lessons of a track are described by a file of the track's. */
static bool is_as_before(const struct course_scan *course)
{
	const struct catalog *old = course->scan->old;

	for (size_t i = 0; old && i < old->n_courses; i++)
		if (strcmp(old->courses[i].name, course->name) == 0)
			return old->courses[i].digest == course->track.digest;
	return false;
}

/* A folder on the way: relative to the course's. */
struct walk {
	struct course_scan *course;
	size_t folder;
	const char *path;
	unsigned depth;
};

static int gather_folder(const struct walk *walk);

/* Under whatever name: a bad name is told rather than passed over. */
static int gather_own(const struct walk *walk, const char *path)
{
	struct scan_where where = course_scan_where(walk->course, walk->folder);

	if (lesson_name_is_safe(path))
		return places_add(&walk->course->lessons, path, path, walk->folder, false);
	where.lesson = path;
	return course_scan_fail(
		walk->course, &where, "a lesson's name is of a-z, 0-9, '.', '_' and '-'");
}

static int gather_foreign(const struct walk *walk, const char *path)
{
	struct scan_where where = course_scan_where(walk->course, walk->folder);
	char name[LESSON_ID_MAX + 1];

	if (foreign_name(path, name) == 0)
		return places_add(&walk->course->lessons, name, path, walk->folder, false);
	where.lesson = path;
	return course_scan_fail(walk->course, &where,
		"no lesson's name can be made of the folder's: it has no letters or digits, or too "
		"many");
}

static bool is_folder(int dir_fd, const char *path)
{
	struct stat st;

	return fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static bool has_manifest(int dir_fd, const char *folder)
{
	char path[PATH_MAX];
	struct stat st;

	return snprintf(path, sizeof(path), "%s/lesson.ini", folder) < (int)sizeof(path) &&
	       fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* What is no lesson may hold some, but for what is hidden. */
static int gather_name(const struct walk *walk, const char *name)
{
	int fd = walk->course->fds[walk->folder];
	bool is_top = walk->depth == 1;
	_cleanup_free_ char *path = NULL;

	if (asprintf(&path, "%s%s%s", walk->path, *walk->path ? "/" : "", name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	/* First what most are: there may be ten thousand. */
	if (is_top && has_manifest(fd, path))
		return gather_own(walk, path);
	if (name[0] != '.' && (is_top ? format_find_foreign(fd, path) : format_find(fd, path)))
		return gather_foreign(walk, path);
	if (is_top && source_is_mask(fd, path))
		return places_add(&walk->course->lessons, path, path, walk->folder, true);
	if (name[0] == '.' || !is_folder(fd, path))
		return 0;
	if (walk->depth >= DEPTH_MAX)
		return 0;
	return gather_folder(&(struct walk){ walk->course, walk->folder, path, walk->depth + 1 });
}

static int gather_folder(const struct walk *walk)
{
	_cleanup_(source_done) struct source source = { .dir_fd = walk->course->fds[walk->folder] };
	struct scan_where where = course_scan_where(walk->course, walk->folder);
	_cleanup_strlist_ struct strlist names = { 0 };
	int r = source_list(&source, walk->path, CATALOG_LESSONS_MAX, &names);

	where.lesson = walk->path;
	if (r < 0)
		return r == -ENOMEM ? r
				    : course_scan_fail(
					      walk->course, &where, source_error_words(r));
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = gather_name(walk, names.items[i]);
	return r;
}

/* The first course.ini counts, also when it is broken. */
static int read_course_manifest(struct course_scan *course, size_t folder)
{
	struct scan_where where = course_scan_where(course, folder);
	_cleanup_buffer_ struct buffer text = { 0 };
	struct ini_error error = { 0 };
	int r;

	if (course->has_manifest)
		return 0;
	where.file = COURSE_NAME;
	r = file_read_beneath(course->fds[folder], COURSE_NAME, INI_TOTAL_MAX, &text);
	if (r == -ENOENT || r == -ENOMEM)
		return r == -ENOENT ? 0 : r;
	course->has_manifest = true;
	course->manifest_folder = folder;
	if (r < 0)
		return course_scan_fail(course, &where, source_error_words(r));
	r = course_manifest_parse(&course->manifest, text.data, text.len, &error);
	if (r != -EINVAL)
		return r;
	course_manifest_done(&course->manifest);
	where.line = error.line;
	return course_scan_fail(course, &where, error.message);
}

/* The exercises of a track, by their own names. */
static int gather_exercises(struct course_scan *course, size_t folder)
{
	static const char *const kinds[] = { "exercises/concept", "exercises/practice" };
	int fd = course->fds[folder];
	int r = 0;

	for (size_t i = 0; r == 0 && i < course->track.n_exercises; i++) {
		const char *slug = course->track.exercises[i].slug;

		for (size_t k = 0; r == 0 && k < ARRAY_SIZE(kinds); k++) {
			_cleanup_free_ char *path = NULL;

			if (asprintf(&path, "%s/%s", kinds[k], slug) < 0) {
				path = NULL;
				return -ENOMEM;
			}
			if (format_find(fd, path))
				r = places_add(&course->lessons, slug, path, folder, false);
		}
	}
	return r;
}

/* Folders of the same name in later folders of the path are not looked at. */
static int take_track(struct course_scan *course, size_t folder)
{
	struct scan_where where = course_scan_where(course, folder);
	struct lesson_error error = { 0 };
	int r = track_read(course->fds[folder], &course->track, &course->manifest, &error);

	course->has_manifest = true;
	course->is_track = true;
	course->manifest_folder = folder;
	if (r == 0)
		return gather_exercises(course, folder);
	if (r != -EINVAL)
		return r;
	course_manifest_done(&course->manifest);
	where.file = error.file;
	where.line = error.ini.line;
	return course_scan_fail(course, &where, error.ini.message);
}

static int take_course_folder(struct course_scan *course, const struct place *place)
{
	size_t folder = place->folder;
	struct scan_where where = { .folder = folder, .course = place->path };
	char message[LESSON_ID_MAX + 64];
	int r;

	if (course->places[folder]) {
		(void)snprintf(message, sizeof(message), "another course is known as %.*s already",
			LESSON_ID_MAX, course->name);
		return course_scan_fail(course, &where, message);
	}
	course->places[folder] = place;
	course->fds[folder] = source_open_folder(course->scan->fds[folder], place->path);
	if (course->fds[folder] < 0)
		return course_scan_fail(course, &where, course_scan_words(course->fds[folder]));
	if (track_is_one(course->fds[folder], ""))
		return course->has_manifest ? 0 : take_track(course, folder);
	r = read_course_manifest(course, folder);
	/* Folders beside single lessons are courses of their own. */
	return r < 0 ? r
		     : gather_folder(
			       &(struct walk){ course, folder, "", *place->path ? 1 : DEPTH_MAX });
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
	return course_scan_fail(course, &where, message);
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

int course_scan_gather(struct course_scan *course)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < course->n_found && !course->found[i].is_mask && !course->is_track; i++)
		r = take_course_folder(course, &course->found[i]);
	places_sort(&course->lessons);
	course->is_one = course->has_manifest || course->lessons.count > 0;
	course->is_as_before = is_as_before(course);
	return r < 0 ? r : drop_hidden(course);
}
