/* SPDX-License-Identifier: MIT */
/*
 * Changes of a few files, as editors make them: written in place, written beside and renamed over,
 * with or without a backup. Whole folders are watched, for a file that is replaced is another one.
 */
#pragma once

#include "base/strlist.h"

enum folderwatch_change {
	FOLDERWATCH_NONE, /* of other files */
	FOLDERWATCH_SOON, /* one of them is being changed, or is away: something more may follow */
	FOLDERWATCH_NOW,  /* one of them was closed after writing, or came by its name */
	FOLDERWATCH_GONE, /* the folder is away */
};

struct folderwatch {
	int fd;			     /* to be polled for reading */
	const struct strlist *names; /* borrowed; none: all count */
	struct folderwatch_dir {
		int wd;
		char *path; /* below the folder: "" or "src/" */
	} * dirs;
	size_t n_dirs;
};

#define FOLDERWATCH_INIT                                                                           \
	{                                                                                          \
		.fd = -1                                                                           \
	}

/*
 * Watches the folder with that descriptor, and those below it that the names are in, as far as they
 * are there. 0 or -errno: -EMFILE, -ENOSPC (the user's limits of inotify), -ENOMEM.
 */
int folderwatch_open(struct folderwatch *watch, int folder_fd, const struct strlist *names);
void folderwatch_close(struct folderwatch *watch);

/* All that waits to be read, as the most urgent of it. Never blocks. Or -errno. */
int folderwatch_read(struct folderwatch *watch);

#define _cleanup_folderwatch_ _cleanup_(folderwatch_close)
