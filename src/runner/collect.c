/* SPDX-License-Identifier: MIT */
/*
 * The box travels as an encoded job, whose decoder is made for what it can't trust; it has a command and
 * a case only because each job has.
 */
#include "runner/collect.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "runner/capture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define ENCODED_EXTRA (64 * 1024) /* of an encoded job, beside its files' bytes: JOB_FILES_MAX names and more */

struct collection {
	struct job *job;
	size_t left; /* bytes that it may still get */
};

static int collect_folder(struct collection *collection, int dir_fd, const char *prefix, int depth);

static void close_dir(DIR **dir)
{
	if (*dir)
		(void)closedir(*dir);
}

static int collect_file(struct collection *collection, int fd, const char *name, const struct stat *status)
{
	_cleanup_buffer_ struct buffer data = { 0 };
	bool executable = (status->st_mode & 07777) == 0755;
	int r;

	if (status->st_nlink != 1 || (!executable && (status->st_mode & 07777) != 0644))
		return -ENOTSUP;
	r = file_read_all(fd, collection->left, &data);
	if (r < 0)
		return r == -EFBIG ? -E2BIG : r;
	collection->left -= data.len;
	r = job_add_file(collection->job, name, data.data, data.len, executable);
	return r == -EINVAL || r == -EEXIST ? -ENOTSUP : r;
}

static int collect_entry(struct collection *collection, int dir_fd, const char *prefix, const char *entry,
	int depth)
{
	char name[FILE_NAME_MAX_BYTES + 1];
	int n = snprintf(name, sizeof(name), "%s%s%s", prefix, prefix[0] != '\0' ? "/" : "", entry);
	_cleanup_close_ int fd = openat(dir_fd, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	if (n < 0 || (size_t)n >= sizeof(name) || fd < 0 || fstat(fd, &status) < 0)
		return -ENOTSUP;
	if (S_ISREG(status.st_mode))
		return collect_file(collection, fd, name, &status);
	if (!S_ISDIR(status.st_mode) || (status.st_mode & 07777) != 0755)
		return -ENOTSUP;
	return collect_folder(collection, fd, name, depth - 1);
}

static int collect_folder(struct collection *collection, int dir_fd, const char *prefix, int depth)
{
	_cleanup_(close_dir) DIR *dir = NULL;
	const struct dirent *entry;
	size_t seen = 0;
	int copy_fd;

	if (depth == 0)
		return -ENOTSUP;
	copy_fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (copy_fd < 0)
		return -errno;
	dir = fdopendir(copy_fd);
	if (!dir) {
		(void)close(copy_fd);
		return -ENOMEM;
	}
	for (;;) {
		int r = 0;

		errno = 0;
		entry = readdir(dir);
		if (!entry && errno != 0)
			return -errno; /* part of a judge must not be kept for the whole */
		if (!entry)
			break;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		seen++;
		r = collect_entry(collection, dir_fd, prefix, entry->d_name, depth);
		if (r < 0)
			return r;
	}
	return seen > 0 || prefix[0] == '\0' ? 0 : -ENOTSUP;
}

int collect_files(int dir_fd, size_t max, struct job *job)
{
	struct collection collection = { .job = job, .left = max };

	return collect_folder(&collection, dir_fd, "", FILE_NAME_MAX_DEPTH + 1);
}

static int encode(int dir_fd, size_t max, struct buffer *ret_bytes)
{
	_cleanup_(job_freep) struct job *job = job_new();
	int r;

	if (!job || !job_add_case(job, "1"))
		return -ENOMEM;
	r = strlist_add(&job->run, "-");
	if (r == 0)
		r = collect_files(dir_fd, max, job);
	return r < 0 ? r : job_encode(job, ret_bytes);
}

int collect_write(const char *path, size_t max, int fd)
{
	_cleanup_close_ int dir_fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	_cleanup_buffer_ struct buffer bytes = { 0 };

	if (dir_fd < 0 || encode(dir_fd, max, &bytes) < 0)
		return 0;
	return file_write_all(fd, bytes.data, bytes.len);
}

int collect_box(const struct scratch_paths *paths, size_t max, int fd, struct failure *failure)
{
	char path[SCRATCH_PATH_SIZE];
	int r;

	scratch_path(paths, SCRATCH_BOX, path);
	r = collect_write(path, max, fd);
	return r < 0 ? failure_set(failure, r, "collect what was compiled") : 0;
}

int collect_read(int fd, size_t max, struct job **ret_job)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };
	int64_t size = capture_size(fd);
	int r;

	if (size <= 0)
		return size < 0 ? (int)size : -ENODATA;
	if ((uint64_t)size > max + ENCODED_EXTRA)
		return -EBADMSG;
	r = capture_read(fd, (size_t)size, &bytes);
	return r < 0 ? r : job_decode(bytes.data, bytes.len, ret_job);
}
