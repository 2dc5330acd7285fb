/* SPDX-License-Identifier: MIT */
/* Private to learn/: one course on its way into the catalog. catalog_course.c gathers the names of its lessons, catalog_lessons.c
 * reads them. */
#pragma once

#include "learn/exercism.h"
#include "learn/manifest.h"
#include "learn/scan.h"

#define COURSE_NAME "course.ini"

/* A course, in all folders of the path that have it. */
struct course_scan {
	struct scan *scan;
	const struct place *found; /* all places of its name: the first counts, a mask hides those behind it */
	size_t n_found;
	const char *name;
	const struct place *places[CATALOG_FOLDERS_MAX]; /* by folder */
	int fds[CATALOG_FOLDERS_MAX];
	struct course_manifest manifest;
	size_t manifest_folder;
	bool has_manifest;  /* some folder has a course.ini */
	struct track track; /* where the course is one of Exercism's: it has no other folder */
	bool is_track;
	bool is_one;       /* not only an empty folder */
	bool is_as_before; /* the old catalog's lessons were made of the same */
	struct places lessons;	  /* sorted, of each name one */
	struct problems problems; /* not yet the scan's */
	int error;
};

/* Gathers the names, and what is wrong with its folders: may run beside those of other courses. 0, -ENOMEM, -E2BIG. */
int course_scan_gather(struct course_scan *course);
void course_scan_done(struct course_scan *course);

/* Puts the courses and their lessons into the catalog: of each course those that the manifest names, in its order, then the others.
 * 0, -ENOMEM, -E2BIG. */
int course_scans_take(struct course_scan *courses, size_t n_courses);

/* Names in that folder of the path. */
struct scan_where course_scan_where(const struct course_scan *course, size_t folder);
/* What is wrong with a folder that could not be opened. */
const char *course_scan_words(int error);
int course_scan_fail(struct course_scan *course, const struct scan_where *where, const char *message);
