/* SPDX-License-Identifier: MIT */
/*
 * Below a folder that someone else chose, the kernel is told to refuse any link (openat2). Where it
 * can't be told, in older kernels and some sandboxes, every component is opened by itself with
 * O_NOFOLLOW, relative to the one before: no link can lead out in between.
 */
#include "base/file.h"

#include "base/text.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>

enum {
	READ_SIZE = 16384,
	TEMPORARY_TRIES = 16,
};

int file_hold_standard(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY | O_NOCTTY); /* the lowest that is free */
		if (fd < 0)
			return -errno;
	} while (fd <= STDERR_FILENO);
	(void)close(fd);
	return 0;
}

int file_write_all(int fd, const void *data, size_t len)
{
	const char *bytes = data;

	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

static int read_all(int fd, size_t max, struct buffer *buffer)
{
	size_t start = buffer->len;

	for (;;) {
		ssize_t n;
		int r = buffer_reserve(buffer, READ_SIZE);

		if (r < 0)
			return r;
		n = read(fd, buffer->data + buffer->len, READ_SIZE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		buffer->len += (size_t)n;
		if (buffer->len - start > max)
			return -EFBIG;
	}
	buffer->data[buffer->len] = '\0';
	return 0;
}

int file_read_all(int fd, size_t max, struct buffer *ret_buffer)
{
	size_t start = ret_buffer->len;
	int r = read_all(fd, max, ret_buffer);

	if (r < 0)
		buffer_truncate(ret_buffer, start);
	return r;
}

/* Length of the first component, or -EINVAL when it is none that we follow: empty, "." or "..", and
 * -ENAMETOOLONG. */
static int component_len(const char *path, size_t *ret_len)
{
	size_t len = strcspn(path, "/");

	if (len == 0 || (path[0] == '.' && (len == 1 || (len == 2 && path[1] == '.'))))
		return -EINVAL;
	if (len > NAME_MAX)
		return -ENAMETOOLONG;
	*ret_len = len;
	return 0;
}

/* All of the path at once; -ENOSYS: by its components. The path may be anything. */
static int open_resolved(int dir_fd, const char *path, int flags)
{
	static atomic_bool is_missing;
	const struct open_how how = { .flags = (unsigned)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	int fd;

	if (atomic_load_explicit(&is_missing, memory_order_relaxed))
		return -ENOSYS;
	for (const char *rest = path; ; rest++) {
		size_t len;
		int r = component_len(rest, &len);

		if (r < 0)
			return r;
		rest += len;
		if (!*rest)
			break;
	}
	fd = (int)syscall(SYS_openat2, dir_fd, path, &how, sizeof(how));
	if (fd >= 0)
		return fd;
	if (errno == ENOSYS)
		atomic_store_explicit(&is_missing, true, memory_order_relaxed);
	/* EPERM is what filters of system calls say; EAGAIN, that folders were moved meanwhile. */
	return errno == EPERM || errno == EAGAIN ? -ENOSYS : -errno;
}

/* openat() says ENOTDIR for a link where a folder was wanted; the caller hears that it is one. */
static int open_folder(int dir_fd, const char *name)
{
	struct stat st;
	int fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	if (errno == ENOTDIR && fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		S_ISLNK(st.st_mode))
		return -ELOOP;
	return -errno;
}

/* Goes down to the folder that holds the last component, whose name is left in *ret_name. The
 * folder is the caller's. */
static int open_parent(
	int dir_fd, const char *path, bool make, mode_t mode, int *ret_fd, const char **ret_name)
{
	_cleanup_close_ int parent = -1;
	char name[NAME_MAX + 1];
	size_t len;
	int fd, r;

	for (;;) {
		r = component_len(path, &len);
		if (r < 0)
			return r;
		if (!path[len])
			break;
		memcpy(name, path, len);
		name[len] = '\0';
		path += len + 1;
		if (make && mkdirat(parent >= 0 ? parent : dir_fd, name, mode) < 0 &&
			errno != EEXIST)
			return -errno;
		fd = open_folder(parent >= 0 ? parent : dir_fd, name);
		if (fd < 0)
			return fd;
		cleanup_close(&parent);
		parent = fd;
	}
	if (parent < 0) {
		parent = dir_fd == AT_FDCWD ? open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
					    : fcntl(dir_fd, F_DUPFD_CLOEXEC, 3);
		if (parent < 0)
			return -errno;
	}
	*ret_fd = TAKE_FD(parent);
	*ret_name = path;
	return 0;
}

static int open_file(int dir_fd, const char *path, int flags)
{
	_cleanup_close_ int parent = -1;
	const char *name;
	int fd = open_resolved(dir_fd, path, flags), r;

	if (fd != -ENOSYS)
		return fd;
	r = open_parent(dir_fd, path, false, 0, &parent, &name);
	if (r < 0)
		return r;
	fd = openat(parent, name, flags);
	return fd < 0 ? -errno : fd;
}

int file_open_beneath_stat(int dir_fd, const char *path, int flags, struct stat *ret_stat)
{
	_cleanup_close_ int fd = -1;

	if (flags & (O_CREAT | O_TMPFILE))
		return -EINVAL;
	/* O_NONBLOCK: a FIFO in the place of the file must not hold us up. It means nothing to
	 * regular files. */
	fd = open_file(dir_fd, path, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return fd == -ENXIO ? -EINVAL : fd;
	if (fstat(fd, ret_stat) < 0)
		return -errno;
	if (S_ISDIR(ret_stat->st_mode))
		return -EISDIR;
	if (!S_ISREG(ret_stat->st_mode))
		return -EINVAL;
	return TAKE_FD(fd);
}

int file_open_beneath(int dir_fd, const char *path, int flags)
{
	struct stat st;

	return file_open_beneath_stat(dir_fd, path, flags, &st);
}

int file_open_folder_beneath(int dir_fd, const char *path)
{
	_cleanup_close_ int parent = -1;
	const char *name;
	/* Without O_NOFOLLOW, for which a link would be told as no folder. It isn't followed anyway. */
	int fd = open_resolved(dir_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	if (fd != -ENOSYS)
		return fd;
	r = open_parent(dir_fd, path, false, 0, &parent, &name);
	return r < 0 ? r : open_folder(parent, name);
}

int file_path_of(int fd, char *ret_path, size_t size)
{
	char link[64];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, ret_path, size);
	if (n < 0 || (size_t)n >= size)
		return n < 0 ? -errno : -ENAMETOOLONG;
	ret_path[n] = '\0';
	return 0;
}

int file_read_beneath(int dir_fd, const char *path, size_t max, struct buffer *ret_buffer)
{
	_cleanup_close_ int fd = file_open_beneath(dir_fd, path, O_RDONLY);

	return fd < 0 ? fd : file_read_all(fd, max, ret_buffer);
}

bool file_name_is_safe(const char *name)
{
	size_t len = strnlen(name, FILE_NAME_MAX_BYTES + 1), depth = 0, part, used;
	unsigned point;

	if (len > FILE_NAME_MAX_BYTES || !text_is_utf8(name, len))
		return false;
	for (size_t i = 0; (used = text_next(name + i, len - i, &point)) > 0; i += used)
		if (point == '\\' || text_is_control(point))
			return false;
	for (;; name += part + 1) {
		if (++depth > FILE_NAME_MAX_DEPTH || component_len(name, &part) < 0 ||
			name[0] == '-')
			return false;
		if (!name[part])
			return true;
	}
}

/* A new file of an unguessable name beside the final one. */
static int open_temporary(int dir_fd, mode_t mode, char *name, size_t size)
{
	uint64_t number;
	int fd;

	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
			return -EIO;
		(void)snprintf(name, size, ".new-%016jx", (uintmax_t)number);
		fd = openat(
			dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
		if (fd >= 0 || errno != EEXIST)
			return fd >= 0 ? fd : -errno;
	}
	return -EEXIST;
}

static int write_and_sync(int fd, const void *data, size_t len)
{
	int r = file_write_all(fd, data, len);

	if (r < 0)
		return r;
	return fsync(fd) < 0 ? -errno : 0;
}

int file_replace_at(int dir_fd, const char *path, const void *data, size_t len, mode_t mode)
{
	_cleanup_close_ int parent = -1, fd = -1;
	char temporary[32];
	const char *name;
	int r;

	r = open_parent(dir_fd, path, false, 0, &parent, &name);
	if (r < 0)
		return r;
	fd = open_temporary(parent, mode, temporary, sizeof(temporary));
	if (fd < 0)
		return fd;
	r = write_and_sync(fd, data, len);
	if (r >= 0 && renameat(parent, temporary, parent, name) < 0)
		r = -errno;
	if (r < 0)
		(void)unlinkat(parent, temporary, 0);
	else if (fsync(parent) < 0 && errno != EINVAL)
		r = -errno;
	return r;
}

int file_make_dirs_at(int dir_fd, const char *path, mode_t mode)
{
	_cleanup_close_ int parent = -1, fd = -1;
	const char *name;
	int r;

	r = open_parent(dir_fd, path, true, mode, &parent, &name);
	if (r < 0)
		return r;
	if (mkdirat(parent, name, mode) < 0 && errno != EEXIST)
		return -errno;
	fd = open_folder(parent, name);
	return fd < 0 ? fd : 0;
}
