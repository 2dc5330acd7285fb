/* SPDX-License-Identifier: MIT */
#include "runner/capture.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#define CAPTURE_MODE 0600

int capture_new(const char *name, int *ret_fd)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (fchmod(fd, CAPTURE_MODE) < 0) {
		int error = errno;

		(void)close(fd);
		return -error;
	}
	*ret_fd = fd;
	return 0;
}

/* All but content and times. What the run can have done without a trace is undone always; *ret_status
 * is of before. */
static int reset(int fd, int flags, struct stat *ret_status)
{
	(void)flock(fd, LOCK_UN);
	(void)fcntl(fd, F_OFD_SETLK, &(struct flock){ .l_type = F_UNLCK });
	if (lseek(fd, 0, SEEK_SET) < 0 || fcntl(fd, F_SETFL, flags) < 0 ||
		fstat(fd, ret_status) < 0)
		return -errno;
	if ((ret_status->st_mode & 07777) != CAPTURE_MODE && fchmod(fd, CAPTURE_MODE) < 0)
		return -errno;
	return 0;
}

/* They could hold a message, so they are always the same; that of the change, which nobody can set, is then
 * ours. */
static int set_times(int fd)
{
	static const struct timespec always[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };

	return futimens(fd, always) < 0 ? -errno : 0;
}

/* Pages go back whole: what was allocated beyond the end can't stay in them. */
int capture_reset(int fd)
{
	struct stat status;
	int r = reset(fd, O_APPEND, &status);

	if (r < 0)
		return r;
	if ((status.st_size > 0 || status.st_blocks > 0) && ftruncate(fd, 0) < 0)
		return -errno;
	return set_times(fd);
}

/* The content is written over, because giving its pages back first would cost more than the rest;
 * ftruncate() takes away what is behind it, also within its last page, and also when the length is the
 * same. */
int capture_fill(int fd, const void *data, size_t len)
{
	const char *bytes = data;
	struct stat status;
	size_t done = 0;
	int r;

	r = reset(fd, 0, &status);
	while (r == 0 && done < len) {
		ssize_t n = pwrite(fd, bytes + done, len - done, (off_t)done);

		if (n < 0 && errno != EINTR)
			r = -errno;
		else if (n > 0)
			done += (size_t)n;
	}
	if (r == 0 && ftruncate(fd, (off_t)len) < 0)
		r = -errno;
	return r < 0 ? r : set_times(fd);
}

int64_t capture_size(int fd)
{
	struct stat status;

	return fstat(fd, &status) < 0 ? -errno : (int64_t)status.st_size;
}

int capture_read(int fd, size_t max, struct buffer *ret_bytes)
{
	int64_t size = capture_size(fd);
	size_t want;
	int r;

	if (size < 0)
		return (int)size;
	want = (uint64_t)size < max ? (size_t)size : max;
	r = buffer_reserve(ret_bytes, want);
	for (size_t done = 0; r == 0 && done < want;) {
		ssize_t n = pread(fd, ret_bytes->data + ret_bytes->len, want - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		done += (size_t)n;
		ret_bytes->len += (size_t)n;
		ret_bytes->data[ret_bytes->len] = '\0';
	}
	return r;
}
