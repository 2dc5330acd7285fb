/* SPDX-License-Identifier: MIT */
/*
 * A stamp has the status-change time too, which no program can set back, so a file that was written
 * to and given its old times again is seen. Names that appear or go change their folder's stamp;
 * that is why folders are stamped when they are listed.
 *
 * Cases are most of a lesson's files, and all that can be wrong with their data is its size. So a
 * reload leaves them alone, and whoever uses a lesson next looks at them (source_data_is_current()).
 */
#include "learn/source.h"

#include "base/cleanup.h"
#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRESH_NS 50000000 /* several of the longest clock ticks that kernels stamp files with */

void source_done(struct source *source)
{
	for (size_t i = 0; i < source->n_stamps && !source->paths; i++)
		free(source->stamps[i].path);
	free(source->paths);
	free(source->stamps);
	free(source->folder);
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

bool source_is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool is_same(const struct source_stamp *a, const struct source_stamp *b)
{
	return a->inode == b->inode && a->size == b->size && a->mode == b->mode &&
	       source_is_same_time(&a->modified, &b->modified) &&
	       source_is_same_time(&a->changed, &b->changed);
}

static int compare_paths(const void *a, const void *b)
{
	const struct source_stamp *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static int compare_kinds(const void *a, const void *b)
{
	const struct source_stamp *left = a, *right = b;

	return left->is_data != right->is_data ? left->is_data - right->is_data : compare_paths(a, b);
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

/* Of each path one; a file that is also read as something else is no data. */
static void drop_doubles(struct source *source)
{
	struct source_stamp *stamps = source->stamps;
	size_t n = 0;

	qsort(stamps, source->n_stamps, sizeof(*stamps), compare_paths);
	for (size_t i = 1; i < source->n_stamps; i++) {
		if (strcmp(stamps[n].path, stamps[i].path) != 0) {
			stamps[++n] = stamps[i];
			continue;
		}
		if (!is_same(&stamps[n], &stamps[i]))
			source->is_fresh = true;
		stamps[n].is_data = stamps[n].is_data && stamps[i].is_data;
		free(stamps[i].path);
	}
	source->n_stamps = n + 1;
}

/* Where it can't be said how the folder is called, data is as all else. */
static void part_data(struct source *source)
{
	char folder[PATH_MAX];

	while (source->n_plain < source->n_stamps && !source->stamps[source->n_plain].is_data)
		source->n_plain++;
	if (source->n_plain == source->n_stamps)
		return;
	if (file_path_of(source->dir_fd, folder, sizeof(folder)) == 0)
		source->folder = strdup(folder);
	if (!source->folder)
		source->n_plain = source->n_stamps;
}

void source_seal(struct source *source)
{
	struct source_stamp *stamps;

	source->has_looked = true;
	if (source->n_stamps == 0)
		return;
	drop_doubles(source);
	qsort(source->stamps, source->n_stamps, sizeof(*source->stamps), compare_kinds);
	part_data(source);
	source->dir_fd = -1;
	stamps = reallocarray(source->stamps, source->n_stamps, sizeof(*stamps));
	if (stamps) {
		source->stamps = stamps;
		source->n_allocated = source->n_stamps;
	}
	pack_paths(source);
}

static bool is_as_stamped(int dir_fd, const struct source_stamp *stamp)
{
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
	return is_same(stamp, &now);
}

bool source_is_current(struct source *source, int dir_fd)
{
	if (source->is_fresh)
		return false;
	for (size_t i = 0; i < source->n_plain; i++)
		if (!is_as_stamped(dir_fd, &source->stamps[i]))
			return false;
	source->has_looked = source->n_plain == source->n_stamps;
	return true;
}

bool source_data_is_current(struct source *source)
{
	_cleanup_close_ int dir_fd = -1;
	bool is_current = true;

	if (source->has_looked)
		return true;
	dir_fd = open(source->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = source->n_plain; is_current && i < source->n_stamps; i++)
		is_current = dir_fd >= 0 && is_as_stamped(dir_fd, &source->stamps[i]);
	source->has_looked = true;
	source->is_fresh = !is_current;
	return is_current;
}

bool source_has_read(const struct source *source, const char *path)
{
	for (size_t i = 0; i < source->n_stamps; i++) {
		if (strcmp(source->stamps[i].path, path) == 0)
			return true;
	}
	return false;
}
