/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: formats of lessons other than ours. A file in a folder tells the format; the
 * folder is read as it is, and made into a struct lesson. A lesson.ini in it makes it one of ours.
 */
#pragma once

#include "learn/foreign.h"

struct foreign_format {
	const char *name;   /* for people */
	const char *marker; /* the file that tells it, relative to the folder */
	/* 0, -EINVAL with the error, -ENOMEM. */
	int (*load)(struct foreign_folder *folder);
};

/* The format of the folder at `path` below dir_fd ("" is that itself); NULL: none, or one of ours.
 */
const struct foreign_format *format_find(int dir_fd, const char *path);
/* The same of a folder that is known to be none of ours. */
const struct foreign_format *format_find_foreign(int dir_fd, const char *path);

/* Whether it is a track, or some folder right below `path` is a lesson of a foreign format. */
bool format_is_course(int dir_fd, const char *path);
