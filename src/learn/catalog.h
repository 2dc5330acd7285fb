/* SPDX-License-Identifier: MIT */
/*
 * All lessons of the search path. A catalog is built whole and never changed afterwards; a reload builds a new one beside the old and shares
 * (by reference count) lessons whose files did not change (mtime, size, inode). A broken lesson is left out and told.
 */
#pragma once

#include "learn/lesson.h"

#define CATALOG_LESSONS_MAX  100000
#define CATALOG_COURSES_MAX  4096
#define CATALOG_FOLDERS_MAX  32   /* of the search path */
#define CATALOG_PROBLEMS_MAX 1000 /* kept; a last one says how many more there were */

struct catalog_problem {
	char *where;   /* "path/lesson.ini:12" */
	char *message;
};

struct catalog {
	struct lesson **lessons; /* by course order, then course.ini's order, then name */
	size_t n_lessons;
	struct course {
		char *name, *title, *summary;
		uint64_t digest; /* of what else its lessons were made of; private to learn */
	} *courses;
	size_t n_courses;
	struct catalog_problem *problems;
	size_t n_problems;
	void *index; /* private to catalog.c */
};

/*
 * Scans the folders, earlier masks later: as with systemd's units, a lesson of an earlier folder hides the one with the same id in a later
 * folder even when it is broken, and so does a link to /dev/null of that name. Of several course.ini the first counts. A course without one has its
 * name as title. Folders that hold no lesson.ini are passed over; other links are told as problems and not followed, the folders
 * of the path themselves excepted.
 * `old` may be NULL. 0 or -errno (-ENOMEM, -E2BIG); a missing folder is no error, an unreadable one is a problem.
 * The old catalog may be freed before or after the new one.
 */
int catalog_load(const struct strlist *path, const struct catalog *old, struct catalog **ret_catalog);
void catalog_free(struct catalog *catalog);
DEFINE_CLEANUP_FREE(struct catalog *, catalog_free)

enum catalog_match { CATALOG_NONE = 0, CATALOG_FOUND = 1, CATALOG_AMBIGUOUS = 2 };
/* By whole id or, where that is unique, by its last part. */
enum catalog_match catalog_find(const struct catalog *catalog, const char *name, const struct lesson **ret_lesson);
/* Where in `lessons` the one with this whole id is; n_lessons: nowhere. */
size_t catalog_position(const struct catalog *catalog, const char *id);
/* The very same lessons in the same order: a reload found nothing new. */
bool catalog_has_same(const struct catalog *catalog, const struct catalog *other);
/* Whether the lesson at that position has a step of this name. */
bool catalog_has_step(const struct catalog *catalog, size_t position, const char *step);
/* The nearest id for "did you mean"; NULL when none is near. Borrowed. */
const char *catalog_suggest(const struct catalog *catalog, const char *name);
/*
 * What is worse than in `old`: the first problem with a file that `old` had no problem with, NULL when there is none. Borrowed.
 * How many there are goes to ret_count, always.
 */
const struct catalog_problem *catalog_new_problem(
	const struct catalog *catalog, const struct catalog *old, size_t *ret_count);
