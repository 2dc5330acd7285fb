/* SPDX-License-Identifier: MIT */
/* A temporary folder for a test, removed with all that is in it. Every step asserts. */
#pragma once

#include "unit.h"

#include "base/file.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct folder {
	char path[64];
	int fd;
};

static inline struct folder folder_new(void)
{
	struct folder folder = { .path = "/tmp/practiced-test-XXXXXX" };

	assert_non_null(mkdtemp(folder.path));
	folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(folder.fd >= 0);
	return folder;
}

static inline int folder_remove_one(
	const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void folder_done(struct folder *folder)
{
	(void)close(folder->fd);
	assert_int_equal(nftw(folder->path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* A file with its folders. */
static inline void folder_put_n(
	const struct folder *folder, const char *path, const void *data, size_t len)
{
	const char *slash = strrchr(path, '/');
	int fd;

	if (slash) {
		char *parent = strndup(path, (size_t)(slash - path));

		assert_non_null(parent);
		assert_int_equal(file_make_dirs_at(folder->fd, parent, 0777), 0);
		free(parent);
	}
	fd = openat(folder->fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(file_write_all(fd, data, len), 0);
	assert_int_equal(close(fd), 0);
}

static inline void folder_put(const struct folder *folder, const char *path, const char *text)
{
	folder_put_n(folder, path, text, strlen(text));
}

static inline void folder_remove(const struct folder *folder, const char *path)
{
	assert_int_equal(unlinkat(folder->fd, path, 0), 0);
}

static inline void folder_link(const struct folder *folder, const char *target, const char *path)
{
	assert_int_equal(symlinkat(target, folder->fd, path), 0);
}

/* Until what was written is old enough for the catalog to trust its times. */
static inline void folder_settle(void)
{
	const struct timespec pause = { .tv_nsec = 80000000 };

	assert_int_equal(nanosleep(&pause, NULL), 0);
}

#define _cleanup_folder_ _cleanup_(folder_done)
