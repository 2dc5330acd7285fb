/* SPDX-License-Identifier: MIT */
/* Reads files and lists folders, and has them stamped (source_stamp.c). */
#include "learn/source.h"

#include "base/buffer.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NAMES_BYTES 8192 /* that the kernel is asked for at a time */

/* Exactly the size that the file had: what is kept of a catalog is many small files. `data` has room
 * for a byte more, which says that it has grown. */
static int read_exactly(int fd, char *data, size_t len)
{
	size_t done = 0;

	do {
		ssize_t n = read(fd, data + done, len + 1 - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		done += (size_t)n;
	} while (done < len);
	return done == len ? 0 : -EBUSY;
}

static int open_and_stamp(struct source *source, const char *path, struct stat *ret_st)
{
	_cleanup_close_ int fd = file_open_beneath_stat(source->dir_fd, path, O_RDONLY, ret_st);
	int r = fd < 0 ? fd : source_add_stamp(source, path, ret_st);

	return r < 0 ? r : TAKE_FD(fd);
}

/* Of a file that was stamped. */
static int take(struct source *source, int fd, const struct stat *st, size_t max, struct lesson_file *ret_file)
{
	_cleanup_free_ char *data = NULL;
	size_t len;
	int r;

	if (st->st_size < 0 || (uint64_t)st->st_size > max)
		return -EFBIG;
	len = (size_t)st->st_size;
	if (len > LESSON_BYTES_MAX - source->bytes)
		return -EFBIG;
	data = malloc(len + 1);
	if (!data)
		return -ENOMEM;
	r = read_exactly(fd, data, len);
	if (r < 0)
		return r;
	data[len] = '\0';
	source->bytes += len;
	*ret_file = (struct lesson_file){
		.data = TAKE_PTR(data), .len = len, .executable = (st->st_mode & 0111) != 0
	};
	return 0;
}

int source_take(struct source *source, const char *path, int fd, size_t max, struct lesson_file *ret_file)
{
	struct stat st;
	int r = fstat(fd, &st) < 0 ? -errno : source_add_stamp(source, path, &st);

	return r < 0 ? r : take(source, fd, &st, max, ret_file);
}

/* The last one. */
static int mark_data(struct source *source)
{
	source->stamps[source->n_stamps - 1].is_data = true;
	return 0;
}

int source_read_data(struct source *source, const char *path, size_t max, struct lesson_file *ret_file)
{
	int r = source_read(source, path, max, ret_file);

	return r < 0 ? r : mark_data(source);
}

int source_read(struct source *source, const char *path, size_t max, struct lesson_file *ret_file)
{
	struct stat st;
	_cleanup_close_ int fd = open_and_stamp(source, path, &st);

	return fd < 0 ? fd : take(source, fd, &st, max, ret_file);
}

/* Most files of a problem package are data like that, and opening one takes three calls
 * to the kernel. Only where the mode does not say that we may read it is it opened to see. */
static bool is_readable_file(const struct source *source, const char *path, struct stat *ret_st)
{
	const mode_t all = S_IRUSR | S_IRGRP | S_IROTH;

	return fstatat(source->dir_fd, path, ret_st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(ret_st->st_mode) &&
	       (ret_st->st_mode & all) == all;
}

/* Of a file that was stamped. */
static int note(struct source *source, const char *path, const struct stat *st, size_t max,
	struct lesson_data *ret_data)
{
	struct lesson_data data;

	if (st->st_size < 0 || (uint64_t)st->st_size > max)
		return -EFBIG;
	data = (struct lesson_data){
		.path = strdup(path),
		.inode = st->st_ino,
		.len = (size_t)st->st_size,
		.modified = st->st_mtim,
		.changed = st->st_ctim,
	};
	if (!data.path)
		return -ENOMEM;
	*ret_data = data;
	return mark_data(source);
}

int source_note_listed(struct source *source, const char *path, size_t max, struct lesson_data *ret_data)
{
	struct stat st;
	int r;

	if (!is_readable_file(source, path, &st))
		return source_note(source, path, max, ret_data);
	r = source_add_stamp(source, path, &st);
	return r < 0 ? r : note(source, path, &st, max, ret_data);
}

int source_note(struct source *source, const char *path, size_t max, struct lesson_data *ret_data)
{
	struct stat st = { 0 };
	_cleanup_close_ int fd = open_and_stamp(source, path, &st);

	return fd < 0 ? fd : note(source, path, &st, max, ret_data);
}

static bool is_same_data(const struct lesson_data *data, const struct stat *st)
{
	return st->st_ino == data->inode && (uint64_t)st->st_size == data->len &&
	       source_is_same_time(&st->st_mtim, &data->modified) &&
	       source_is_same_time(&st->st_ctim, &data->changed);
}

int lesson_data_read(const char *folder, const struct lesson_data *data, char **ret_bytes)
{
	_cleanup_close_ int dir_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int fd = dir_fd < 0 ? -1 : file_open_beneath(dir_fd, data->path, O_RDONLY);
	_cleanup_free_ char *bytes = NULL;
	struct stat st;
	int r = dir_fd < 0 ? -errno : fd;

	if (r == -EMFILE || r == -ENFILE || r == -ENOMEM)
		return r;
	if (r < 0 || fstat(fd, &st) < 0 || !is_same_data(data, &st))
		return -ESTALE;
	bytes = malloc(data->len + 1);
	if (!bytes)
		return -ENOMEM;
	r = read_exactly(fd, bytes, data->len);
	if (r < 0)
		return r == -EBUSY ? -ESTALE : r;
	if (fstat(fd, &st) < 0 || !is_same_data(data, &st)) /* written to meanwhile */
		return -ESTALE;
	bytes[data->len] = '\0';
	*ret_bytes = TAKE_PTR(bytes);
	return 0;
}

int source_open_folder(int dir_fd, const char *path)
{
	int fd;

	if (*path)
		return file_open_folder_beneath(dir_fd, path);
	fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of one getdents64(). */
static int add_names(const char *entries, size_t len, size_t max, struct strlist *names)
{
	for (size_t at = 0; at < len;) {
		const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
		int r;

		at += entry->d_reclen;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (names->count >= max)
			return -E2BIG;
		r = strlist_add(names, entry->d_name);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Without a DIR, which asks the kernel three things more: there are ten thousands of folders. */
static int read_names(int fd, size_t max, struct strlist *ret_names)
{
	_Alignas(struct dirent64) char entries[NAMES_BYTES];
	ssize_t n;
	int r = 0;

	while (r == 0 && (n = getdents64(fd, entries, sizeof(entries))) != 0)
		r = n < 0 ? -errno : add_names(entries, (size_t)n, max, ret_names);
	return r;
}

int source_list(struct source *source, const char *path, size_t max, struct strlist *ret_names)
{
	_cleanup_close_ int fd = source_open_folder(source->dir_fd, path);
	struct stat st;
	int r;

	if (fd < 0)
		return fd;
	r = fstat(fd, &st) < 0 ? -errno : source_add_stamp(source, path, &st);
	if (r == 0)
		r = read_names(fd, max, ret_names);
	if (r == 0 && ret_names->count > 1)
		qsort(ret_names->items, ret_names->count, sizeof(*ret_names->items),
			compare_strings);
	return r;
}

const char *source_error_words(int error)
{
	static const struct {
		int error;
		const char *words;
	} rows[] = {
		{ -ENOENT, "is not there" },
		{ -EFBIG, "is too large" },
		{ -E2BIG, "has too many files" },
		{ -ELOOP, "is a link: expected a file or folder itself" },
		{ -EISDIR, "is a folder: expected a file" },
		{ -ENOTDIR, "is a file: expected a folder" },
		{ -EINVAL, "is a special file: expected a regular one" },
		{ -EBUSY, "was written to while it was read" },
		{ -EACCES, "may not be read" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].error == error)
			return rows[i].words;
	return "could not be read";
}

void lesson_files_free(struct lesson_file *files, size_t n_files)
{
	for (size_t i = 0; i < n_files; i++) {
		free(files[i].name);
		free(files[i].data);
	}
	free(files);
}

bool source_is_mask(int dir_fd, const char *name)
{
	static const char null[] = "/dev/null";
	char target[sizeof(null)];

	return readlinkat(dir_fd, name, target, sizeof(target)) == sizeof(null) - 1 &&
	       memcmp(target, null, sizeof(null) - 1) == 0;
}
