/* SPDX-License-Identifier: MIT */
/*
 * Below every folder of the search path are courses, and in those lessons. On both levels the names
 * of all folders are gathered first, sorted by name and then by the path's order, so that the first
 * of equal names is the one that counts and what it hides stands right behind it.
 *
 * A folder of the path may also hold lessons of foreign formats itself. They make a course that is
 * called as the folder is.
 */
#include "learn/catalog_index.h"
#include "learn/course_scan.h"
#include "learn/exercism.h"
#include "learn/formats.h"
#include "learn/scan.h"
#include "learn/source.h"

#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define BATCH_MAX CATALOG_FOLDERS_MAX /* places of courses; one course may have as many */

static void scan_done(struct scan *scan)
{
	problems_done(&scan->problems);
	for (size_t i = 0; i < CATALOG_FOLDERS_MAX; i++)
		cleanup_close(&scan->fds[i]);
}

/* Of the last part of what a folder is really called. 0, -EINVAL (none can be made), -errno. */
static int folder_name(int fd, char ret_name[static LESSON_ID_MAX + 1])
{
	char target[PATH_MAX];
	const char *slash;
	int r = file_path_of(fd, target, sizeof(target));

	if (r < 0)
		return r;
	slash = strrchr(target, '/');
	return foreign_name(slash ? slash + 1 : target, ret_name);
}

/* The folder as a course. */
static int gather_itself(struct scan *scan, size_t folder, struct places *courses)
{
	const struct scan_where where = { .folder = folder };
	char name[LESSON_ID_MAX + 1];

	if (folder_name(scan->fds[folder], name) < 0)
		return problems_add(&scan->problems, scan->path, &where,
			"has lessons in it, but no course's name can be made of its own");
	return places_add(courses, name, "", folder, false);
}

struct gathering {
	struct scan *scan;
	size_t folder;
	struct places *courses;
	bool has_lessons; /* right in the folder */
};

/* Files beside the courses are nobody's business; links and folders are. */
static int gather_course(struct gathering *gathering, const char *path)
{
	int fd = gathering->scan->fds[gathering->folder];
	const struct scan_where where = { .folder = gathering->folder, .course = path };
	char name[LESSON_ID_MAX + 1];
	struct stat st;

	if (fstatat(fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		(!S_ISDIR(st.st_mode) && !S_ISLNK(st.st_mode)) || path[0] == '.')
		return 0;
	if (S_ISDIR(st.st_mode) && format_find(fd, path)) {
		gathering->has_lessons = true;
		return 0;
	}
	if (foreign_name(path, name) < 0 ||
		(strcmp(name, path) != 0 && !format_is_course(fd, path)))
		return problems_add(&gathering->scan->problems, gathering->scan->path, &where,
			"a course's name is of a-z, 0-9, '.', '_' and '-'");
	return places_add(gathering->courses, name, path, gathering->folder,
		S_ISLNK(st.st_mode) && source_is_mask(fd, path));
}

static int gather_courses(struct scan *scan, size_t folder, struct places *courses)
{
	struct gathering gathering = { .scan = scan, .folder = folder, .courses = courses };
	_cleanup_(source_done) struct source source = { .dir_fd = -1 };
	_cleanup_strlist_ struct strlist names = { 0 };
	const struct scan_where where = { .folder = folder };
	bool is_track;
	int r;

	scan->fds[folder] = source.dir_fd =
		open(scan->path->items[folder], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source.dir_fd < 0 && errno == ENOENT)
		return 0;
	r = source.dir_fd < 0 ? -errno : source_list(&source, "", CATALOG_COURSES_MAX, &names);
	if (r < 0)
		return r == -ENOMEM ? r : problems_add(&scan->problems, scan->path, &where, source_error_words(r));
	is_track = track_is_one(source.dir_fd, "");
	gathering.has_lessons = is_track;
	for (size_t i = 0; r == 0 && i < names.count && !is_track; i++)
		r = gather_course(&gathering, names.items[i]);
	if (r == 0 && gathering.has_lessons)
		r = gather_itself(scan, folder, courses);
	return r;
}

/* Courses that are open at once. */
struct batch {
	struct course_scan *courses;
	size_t count;
	size_t n_places; /* of all of them: so many descriptors */
};

static void batch_done(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		course_scan_done(&batch->courses[i]);
	free(batch->courses);
}

static void batch_add(struct batch *batch, struct scan *scan, const struct place *places, size_t n_places)
{
	struct course_scan *course = &batch->courses[batch->count++];

	*course = (struct course_scan){
		.scan = scan, .found = places, .n_found = n_places, .name = places[0].name
	};
	memset(course->fds, -1, sizeof(course->fds));
	batch->n_places += n_places;
}

/* How many places stand for the course that the first of them is one of. */
static size_t count_same(const struct place *places, size_t n_places)
{
	size_t n = 1;

	while (n < n_places && strcmp(places[n].name, places[0].name) == 0)
		n++;
	return n;
}

/* As many courses as are not too many. */
static int take_some(struct scan *scan, const struct places *places, size_t *next)
{
	_cleanup_(batch_done) struct batch batch = { .courses = calloc(BATCH_MAX, sizeof(*batch.courses)) };

	if (!batch.courses)
		return -ENOMEM;
	while (*next < places->count) {
		size_t n = count_same(&places->items[*next], places->count - *next);

		if (batch.count > 0 && batch.n_places + n > BATCH_MAX)
			break;
		batch_add(&batch, scan, &places->items[*next], n);
		*next += n;
	}
	return course_scans_take(batch.courses, batch.count);
}

static int take_courses(struct scan *scan, const struct places *places)
{
	size_t next = 0;
	int r = 0;

	while (r == 0 && next < places->count)
		r = take_some(scan, places, &next);
	return r;
}

/* The catalog has them from now on. */
static int tell_problems(struct scan *scan)
{
	int r = problems_tell_untold(&scan->problems);

	scan->catalog->problems = TAKE_PTR(scan->problems.items);
	scan->catalog->n_problems = scan->problems.count;
	scan->problems.count = 0;
	return r;
}

/* Courses, lessons and problems of an empty catalog, in order. */
static int scan_path(const struct strlist *path, const struct catalog *old, struct catalog *catalog)
{
	_cleanup_(scan_done) struct scan scan = { .path = path, .old = old, .catalog = catalog };
	_cleanup_(places_done) struct places courses = { 0 };
	int r = 0;

	memset(scan.fds, -1, sizeof(scan.fds));
	if (path->count > CATALOG_FOLDERS_MAX)
		return -E2BIG;
	for (size_t i = 0; r == 0 && i < path->count; i++)
		r = gather_courses(&scan, i, &courses);
	places_sort(&courses);
	if (r == 0)
		r = take_courses(&scan, &courses);
	return r < 0 ? r : tell_problems(&scan);
}

int catalog_load(
	const struct strlist *path, const struct catalog *old, struct catalog **ret_catalog)
{
	_cleanup_(catalog_freep) struct catalog *catalog = calloc(1, sizeof(*catalog));
	int r;

	if (!catalog)
		return -ENOMEM;
	r = scan_path(path, old, catalog);
	if (r == 0)
		r = catalog_make_index(catalog, old);
	if (r == 0)
		*ret_catalog = TAKE_PTR(catalog);
	return r;
}
