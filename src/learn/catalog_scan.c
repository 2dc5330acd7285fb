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
#include "learn/exercism.h"
#include "learn/formats.h"
#include "learn/scan.h"
#include "learn/source.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void scan_done(struct scan *scan)
{
	for (size_t i = 0; i < CATALOG_FOLDERS_MAX; i++)
		cleanup_close(&scan->fds[i]);
}

/* Of the last part of what a folder is really called. 0, -EINVAL (none can be made), -errno. */
static int folder_name(int fd, char ret_name[static LESSON_ID_MAX + 1])
{
	char link[64], target[PATH_MAX];
	const char *slash;
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, target, sizeof(target));
	if (n < 0 || (size_t)n >= sizeof(target))
		return n < 0 ? -errno : -EINVAL;
	target[n] = '\0';
	slash = strrchr(target, '/');
	return foreign_name(slash ? slash + 1 : target, ret_name);
}

/* The folder as a course. */
static int gather_itself(struct scan *scan, size_t folder, struct places *courses)
{
	const struct scan_where where = { .folder = folder };
	char name[LESSON_ID_MAX + 1];

	if (folder_name(scan->fds[folder], name) < 0)
		return scan_add_problem(scan, &where,
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
		return scan_add_problem(gathering->scan, &where,
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
		return r == -ENOMEM ? r : scan_add_problem(scan, &where, source_error_words(r));
	is_track = track_is_one(source.dir_fd, "");
	gathering.has_lessons = is_track;
	for (size_t i = 0; r == 0 && i < names.count && !is_track; i++)
		r = gather_course(&gathering, names.items[i]);
	if (r == 0 && gathering.has_lessons)
		r = gather_itself(scan, folder, courses);
	return r;
}

static int take_courses(struct scan *scan, const struct places *courses)
{
	int r = 0;

	for (size_t i = 0, next; r == 0 && i < courses->count; i = next) {
		for (next = i + 1; next < courses->count; next++)
			if (strcmp(courses->items[next].name, courses->items[i].name) != 0)
				break;
		r = scan_take_course(scan, &courses->items[i], next - i);
	}
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
	return r < 0 ? r : scan_tell_untold(&scan);
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
		r = catalog_make_index(catalog);
	if (r == 0)
		*ret_catalog = TAKE_PTR(catalog);
	return r;
}
