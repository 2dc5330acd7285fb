/* SPDX-License-Identifier: MIT */
/*
 * A stamp has the status-change time too, which no program can set back, so a file that was written
 * to and given its old times again is seen. Names that appear or go change their folder's stamp;
 * that is why folders are stamped when they are listed.
 */
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
#define FRESH_NS 50000000 /* several of the longest clock ticks that kernels stamp files with */

void source_done(struct source *source)
{
	for (size_t i = 0; i < source->n_stamps && !source->paths; i++)
		free(source->stamps[i].path);
	free(source->paths);
	free(source->stamps);
	*source = (struct source){ .dir_fd = -1 };
}

static int64_t nanoseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static int reserve_stamp(struct source *source)
{
	size_t n = source->n_allocated > 0 ? source->n_allocated * 2 : 16;
	struct source_stamp *stamps;

	if (source->n_stamps < source->n_allocated)
		return 0;
	stamps = reallocarray(source->stamps, n, sizeof(*stamps));
	if (!stamps)
		return -ENOMEM;
	source->stamps = stamps;
	source->n_allocated = n;
	return 0;
}

int source_add_stamp(struct source *source, const char *path, const struct stat *st)
{
	struct source_stamp stamp = {
		.inode = st->st_ino,
		.size = st->st_size,
		.mode = st->st_mode,
		.modified = st->st_mtim,
		.changed = st->st_ctim,
	};
	struct timespec now;
	int r = reserve_stamp(source);

	if (r < 0)
		return r;
	stamp.path = strdup(path);
	if (!stamp.path)
		return -ENOMEM;
	source->stamps[source->n_stamps++] = stamp;
	if (clock_gettime(CLOCK_REALTIME_COARSE, &now) < 0 ||
		nanoseconds(&now) - nanoseconds(&st->st_ctim) < FRESH_NS)
		source->is_fresh = true;
	return 0;
}

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

int source_read(struct source *source, const char *path, size_t max, struct lesson_file *ret_file)
{
	struct stat st;
	_cleanup_close_ int fd = open_and_stamp(source, path, &st);

	return fd < 0 ? fd : take(source, fd, &st, max, ret_file);
}

int source_note(struct source *source, const char *path, size_t max, struct lesson_data *ret_data)
{
	_cleanup_close_ int fd = -1;
	struct lesson_data data = { 0 };
	struct stat st = { 0 };

	fd = open_and_stamp(source, path, &st);
	if (fd < 0)
		return fd;
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return -EFBIG;
	data = (struct lesson_data){
		.path = strdup(path),
		.inode = st.st_ino,
		.len = (size_t)st.st_size,
		.modified = st.st_mtim,
		.changed = st.st_ctim,
	};
	if (!data.path)
		return -ENOMEM;
	*ret_data = data;
	return 0;
}

static bool is_same_data(const struct lesson_data *data, const struct stat *st)
{
	return st->st_ino == data->inode && (uint64_t)st->st_size == data->len &&
	       nanoseconds(&st->st_mtim) == nanoseconds(&data->modified) &&
	       nanoseconds(&st->st_ctim) == nanoseconds(&data->changed);
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

static bool is_same(const struct source_stamp *a, const struct source_stamp *b)
{
	return a->inode == b->inode && a->size == b->size && a->mode == b->mode &&
	       nanoseconds(&a->modified) == nanoseconds(&b->modified) &&
	       nanoseconds(&a->changed) == nanoseconds(&b->changed);
}

static int compare_stamps(const void *a, const void *b)
{
	const struct source_stamp *left = a, *right = b;

	return strcmp(left->path, right->path);
}

/* Beside each other, in the order in which they are looked at. Without memory they stay as they are. */
static void pack_paths(struct source *source)
{
	size_t size = 0;
	char *at;

	for (size_t i = 0; i < source->n_stamps; i++)
		size += strlen(source->stamps[i].path) + 1;
	at = source->paths = malloc(size);
	for (size_t i = 0; at && i < source->n_stamps; i++) {
		char *path = source->stamps[i].path;

		source->stamps[i].path = at;
		at = stpcpy(at, path) + 1;
		free(path);
	}
}

void source_seal(struct source *source)
{
	struct source_stamp *stamps;
	size_t n = 0;

	if (source->n_stamps == 0)
		return;
	qsort(source->stamps, source->n_stamps, sizeof(*source->stamps), compare_stamps);
	for (size_t i = 1; i < source->n_stamps; i++) {
		if (strcmp(source->stamps[n].path, source->stamps[i].path) != 0) {
			source->stamps[++n] = source->stamps[i];
			continue;
		}
		if (!is_same(&source->stamps[n], &source->stamps[i]))
			source->is_fresh = true;
		free(source->stamps[i].path);
	}
	source->n_stamps = n + 1;
	source->dir_fd = -1;
	stamps = reallocarray(source->stamps, source->n_stamps, sizeof(*stamps));
	if (stamps) {
		source->stamps = stamps;
		source->n_allocated = source->n_stamps;
	}
	pack_paths(source);
}

bool source_is_current(const struct source *source, int dir_fd)
{
	if (source->is_fresh)
		return false;
	for (size_t i = 0; i < source->n_stamps; i++) {
		const struct source_stamp *stamp = &source->stamps[i];
		struct source_stamp now;
		struct stat st;

		if (fstatat(dir_fd, stamp->path, &st, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) < 0)
			return false;
		now = (struct source_stamp){
			.inode = st.st_ino,
			.size = st.st_size,
			.mode = st.st_mode,
			.modified = st.st_mtim,
			.changed = st.st_ctim,
		};
		if (!is_same(stamp, &now))
			return false;
	}
	return true;
}

bool source_has_read(const struct source *source, const char *path)
{
	for (size_t i = 0; i < source->n_stamps; i++) {
		if (strcmp(source->stamps[i].path, path) == 0)
			return true;
	}
	return false;
}
