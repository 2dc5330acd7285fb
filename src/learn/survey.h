/* SPDX-License-Identifier: MIT */
/* What a folder on disk is, by its files: for those that look at lessons without a catalog. */
#pragma once

#include "learn/lesson.h"

#include <stdbool.h>

enum survey_kind {
	SURVEY_NOTHING,
	SURVEY_OURS, /* lesson.ini is there */
	SURVEY_CLASSROOM,
	SURVEY_EXERCISE,
	SURVEY_PACKAGE,
	SURVEY_TRACK, /* no lesson; the exercises of it are below */
};

/* What the folder is. ret_name, where it is a format of others: its name for people. */
enum survey_kind survey_folder(int dir_fd, const char **ret_name);

/* Its lessons' folders, relative to it, in its order. Exercises that it names and has no folder for are
 * missing. 0, -EINVAL with the error (zeroed by the caller), -ENOMEM. */
int survey_track(int dir_fd, struct strlist *ret_folders, struct strlist *ret_missing,
	struct lesson_error *ret_error);

/* "course/lesson", as the catalog would make it of the last parts of the paths; where none can be made of the course it is "course".
 * 0 or -EINVAL (no name can be made of one). */
int survey_id(const char *course, const char *lesson, char ret_id[static 2 * LESSON_ID_MAX + 2]);
