/* SPDX-License-Identifier: MIT */
#include "daemon/verify.h"

#include "base/buffer.h"
#include "learn/catalog.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define LESSON_FILE "lesson.ini"
#define COURSE_FILE "course.ini"

struct tally {
	size_t lessons, problems;
};

/* Column 0: the line as a whole. */
static void tell(struct tally *tally, const char *where, unsigned line, unsigned column, const char *message)
{
	if (column > 0)
		printf("%s:%u:%u: %s\n", where, line, column, message);
	else
		printf("%s:%u: %s\n", where, line, message);
	tally->problems++;
}

static int verify_lesson(const char *path, const char *id, struct tally *tally)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(lesson_freep) struct lesson *lesson = NULL;
	_cleanup_buffer_ struct buffer where = { 0 };
	struct lesson_error error = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	tally->lessons++;
	r = lesson_load(fd, id, &lesson, &error);
	if (r != -EINVAL)
		return r;
	r = buffer_printf(&where, "%s/%s", path, error.file[0] ? error.file : LESSON_FILE);
	if (r >= 0)
		tell(tally, where.data, error.ini.line, error.column, error.ini.message);
	return r;
}

static bool has_file(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return (size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) < sizeof(path) &&
	       access(path, F_OK) == 0;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The id is what the folders say: course/lesson. */
static int verify_one(const char *path, struct tally *tally)
{
	_cleanup_buffer_ struct buffer id = { 0 };
	char parent[PATH_MAX], *slash;
	int r;

	(void)snprintf(parent, sizeof(parent), "%s", path);
	slash = strrchr(parent, '/');
	if (!slash)
		return -EINVAL;
	*slash = '\0';
	r = buffer_printf(&id, "%s/%s", last_part(parent), last_part(path));
	return r < 0 ? r : verify_lesson(path, id.data, tally);
}

static int verify_catalog(const char *path, struct tally *tally)
{
	_cleanup_(catalog_freep) struct catalog *catalog = NULL;
	_cleanup_strlist_ struct strlist folders = { 0 };
	int r = strlist_add(&folders, path);

	if (r >= 0)
		r = catalog_load(&folders, NULL, &catalog);
	if (r < 0)
		return r;
	tally->lessons += catalog->n_lessons;
	for (size_t i = 0; i < catalog->n_problems; i++) {
		printf("%s: %s\n", catalog->problems[i].where, catalog->problems[i].message);
		tally->problems++;
	}
	return 0;
}

static int verify_course(const char *path, struct tally *tally)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	int r = 0;

	if (!dir)
		return -errno;
	while (r >= 0 && (entry = readdir(dir))) {
		char lesson[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		if ((size_t)snprintf(lesson, sizeof(lesson), "%s/%s", path, entry->d_name) >=
			sizeof(lesson))
			r = -ENAMETOOLONG;
		else if (has_file(lesson, LESSON_FILE))
			r = verify_one(lesson, tally);
	}
	(void)closedir(dir);
	return r;
}

int verify_folder(const char *path, size_t *ret_lessons, size_t *ret_problems)
{
	_cleanup_free_ char *whole = realpath(path, NULL);
	struct tally tally = { 0 };
	int r;

	if (!whole)
		return -errno;
	if (has_file(whole, LESSON_FILE))
		r = verify_one(whole, &tally);
	else if (has_file(whole, COURSE_FILE))
		r = verify_course(whole, &tally);
	else
		r = verify_catalog(whole, &tally);
	if (r >= 0 && tally.lessons + tally.problems == 0)
		r = -ENOENT;
	if (r < 0)
		return r;
	*ret_lessons = tally.lessons;
	*ret_problems = tally.problems;
	return 0;
}
