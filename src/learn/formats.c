/* SPDX-License-Identifier: MIT */
#include "learn/formats.h"

#include "learn/classroom.h"
#include "learn/exercism.h"
#include "learn/kattis.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

/* The first whose marker is there. */
static const struct foreign_format formats[] = {
	{ "Kattis problem package", "problem.yaml", kattis_load },
	{ "Exercism", ".meta/config.json", exercism_load },
	{ "GitHub Classroom", ".github/classroom/autograding.json", classroom_load },
};

static bool has_file(int dir_fd, const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	return snprintf(path, sizeof(path), "%s%s%s", folder, *folder ? "/" : "", name) <
		       (int)sizeof(path) &&
	       fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

const struct foreign_format *format_find(int dir_fd, const char *path)
{
	return has_file(dir_fd, path, "lesson.ini") ? NULL : format_find_foreign(dir_fd, path);
}

const struct foreign_format *format_find_foreign(int dir_fd, const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (has_file(dir_fd, path, formats[i].marker))
			return &formats[i];
	return NULL;
}

bool format_is_course(int dir_fd, const char *path)
{
	_cleanup_(source_done) struct source source = { .dir_fd = dir_fd };
	_cleanup_strlist_ struct strlist names = { 0 };
	char below[PATH_MAX];

	if (track_is_one(dir_fd, path))
		return true;
	if (source_list(&source, path, LESSON_ENTRIES_MAX, &names) < 0)
		return false;
	for (size_t i = 0; i < names.count; i++)
		if (snprintf(below, sizeof(below), "%s/%s", path, names.items[i]) <
				(int)sizeof(below) &&
			format_find(dir_fd, below))
			return true;
	return false;
}
