/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a catalog on its way into memory. catalog_scan.c finds the courses in the
 * folders of the search path, catalog_course.c the lessons of one course, catalog_problem.c keeps
 * what is told.
 */
#pragma once

#include "learn/catalog.h"
#include "learn/places.h"

/* What is wrong: at most CATALOG_PROBLEMS_MAX are told, the others counted. */
struct problems {
	struct catalog_problem *items;
	size_t count, n_untold;
};

struct scan {
	const struct strlist *path;
	const struct catalog *old;
	struct catalog *catalog;
	size_t lessons_allocated;
	struct problems problems;
	int fds[CATALOG_FOLDERS_MAX];
};

/* Where: folder/course/lesson/file:line:column, as far as they are said. */
struct scan_where {
	size_t folder;
	const char *course, *lesson, *file; /* as they are called on disk; NULL or "": not said */
	unsigned line, column;
};

void problems_done(struct problems *problems);
/* All: 0 or -ENOMEM. */
int problems_add(struct problems *problems, const struct strlist *path, const struct scan_where *where,
	const char *message);
int problems_take(struct problems *problems, struct problems *from); /* all of them, behind those that are there */
int problems_tell_untold(struct problems *problems);
