/* SPDX-License-Identifier: MIT */
/*
 * The learner's folder of a lesson. A file ".practice" in it says which lesson and language, and of
 * each starter file the SHA-256 of what was handed out: a file that still has it was not changed by
 * the learner, and only such a file is ever written over. Names come from the daemon and are not
 * trusted: none leaves the folder, no link is followed.
 */
#pragma once

#include "base/buffer.h"
#include "base/strlist.h"

#include <stdbool.h>
#include <stddef.h>

#define WORKSPACE_STATE_FILE ".practice"
#define WORKSPACE_STATE_MAX  (64 * 1024)
#define WORKSPACE_FOREIGN_STATE                                                                    \
	"the file .practice in the lesson's folder is not practicectl's; move it away"
#define WORKSPACE_BACKUPS 99 /* NAME.~1~ to NAME.~99~ */

struct workspace {
	int fd;
	char *path;		      /* absolute where it can be told; owned */
	char *lesson, *language;      /* from .practice; NULL when there is none */
	struct strlist names, hashes; /* of the starter files that were handed out */
};

#define WORKSPACE_INIT                                                                             \
	{                                                                                          \
		.fd = -1                                                                           \
	}

void workspace_done(struct workspace *workspace);

/* Opens the folder and reads its .practice, if there is one. 0, -ENOENT, -ENOTDIR ..., -EBADMSG (a
 * .practice that isn't ours). */
int workspace_open(struct workspace *workspace, const char *path);

/*
 * The lesson's folder: the current one if it is the lesson's, else $PRACTICE_HOME/NAME or
 * ~/practice/NAME; where that is another lesson's, COURSE.NAME beside it. -ENOENT when it is not
 * there and `create` is false; -EINVAL for a lesson id that is no folder's name.
 */
int workspace_find(struct workspace *workspace, const char *lesson_id, bool create);

/* Writes .practice. */
int workspace_save(struct workspace *workspace, const char *lesson_id, const char *language);

enum workspace_outcome {
	WORKSPACE_WRITTEN, /* it was not there */
	WORKSPACE_SAME,	   /* it has this content already */
	WORKSPACE_UPDATED, /* the learner had not changed it, the starter is a newer one */
	WORKSPACE_KEPT,	   /* the learner's own: left alone */
	WORKSPACE_SAVED, /* with `replace`: the learner's went to ret_backup, the starter is in its
			    place */
};

/*
 * Lays one starter file. Returns an enum workspace_outcome or -errno: -EINVAL for a name that isn't
 * safe, -ELOOP for a link. The backup's name is owned by the caller and only set with
 * WORKSPACE_SAVED.
 */
int workspace_lay(struct workspace *workspace, const char *name, const void *data, size_t len,
	bool replace, char **ret_backup);

/* A folder right in the lesson's, which is not there yet: 0, -EEXIST ... And a file of the
 * learner's moved into it, never over another. */
int workspace_make_folder(struct workspace *workspace, const char *folder);
int workspace_set_aside(struct workspace *workspace, const char *name, const char *folder);

/* Reads a file to send. 0, -ENOENT, -ELOOP, -EFBIG, -EINVAL ... */
int workspace_read(struct workspace *workspace, const char *name, struct buffer *ret_content);

/* Regular files right in the folder, sorted; hidden ones and backups (~ at the end) left out.
 * Only those with one of the endings, without the dot; NULL: all. -E2BIG past WIRE_FILES_MAX. */
int workspace_list(struct workspace *workspace, const struct strlist *endings,
	struct strlist *ret_names);

/* What to put before a file's name so that it can be opened from here: "" in the lesson's folder
 * itself, or where there is none; else its path with a '/'. 0 or -ENOMEM. */
int workspace_prefix(const char *lesson, char **ret_prefix);

#define _cleanup_workspace_ _cleanup_(workspace_done)
