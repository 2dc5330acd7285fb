/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a catalog on its way into memory. catalog_scan.c finds the courses in the
 * folders of the search path, catalog_course.c the lessons of one course, catalog_problem.c keeps
 * what is told.
 */
#pragma once

#include "learn/catalog.h"
#include "learn/places.h"

struct scan {
	const struct strlist *path;
	const struct catalog *old;
	struct catalog *catalog;
	size_t lessons_allocated;
	size_t n_untold; /* problems past the limit */
	int fds[CATALOG_FOLDERS_MAX];
};

/* Where: folder/course/lesson/file:line:column, as far as they are said. */
struct scan_where {
	size_t folder;
	const char *course, *lesson, *file; /* as they are called on disk; NULL or "": not said */
	unsigned line, column;
};

/* All: 0 or -ENOMEM. A problem past the limit is counted. */
int scan_add_problem(struct scan *scan, const struct scan_where *where, const char *message);
int scan_tell_untold(struct scan *scan);

/* All places of one name, the first counts; a mask hides those behind it. 0, -ENOMEM, -E2BIG. */
int scan_take_course(struct scan *scan, const struct place *places, size_t n_places);
