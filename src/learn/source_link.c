/* SPDX-License-Identifier: MIT */
/*
 * The kernel follows the link and refuses what leads out of the folder (openat2 with
 * RESOLVE_BENEATH), also while links change. Both the link and what it leads to are stamped.
 */
#include "learn/source.h"

#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Where the source's folder is below the root; -ELOOP: it is not. */
static int path_below(const struct source *source, const char *path, char ret_path[static PATH_MAX])
{
	char root[PATH_MAX], folder[PATH_MAX];
	size_t len;

	if (file_path_of(source->root_fd, root, sizeof(root)) < 0 || file_path_of(source->dir_fd, folder, sizeof(folder)) < 0)
		return -ELOOP;
	len = strlen(root);
	if (strncmp(root, folder, len) != 0 || (folder[len] != '/' && folder[len] != '\0'))
		return -ELOOP;
	return snprintf(ret_path, PATH_MAX, "%s%s%s", folder + len + (folder[len] == '/'),
		       folder[len] == '/' ? "/" : "", path) < PATH_MAX
		       ? 0
		       : -ELOOP;
}

/* Nothing else than a regular file: no FIFO is waited for. */
static int open_linked(const struct source *source, const char *path)
{
	const struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	_cleanup_close_ int fd = -1;
	char below[PATH_MAX];
	struct stat st;
	int r = path_below(source, path, below);

	if (r < 0)
		return r;
	fd = (int)syscall(SYS_openat2, source->root_fd, below, &how, sizeof(how));
	if (fd < 0)
		return errno == ENOENT ? -ENOENT : -ELOOP;
	if (fstat(fd, &st) < 0)
		return -errno;
	return S_ISREG(st.st_mode) ? TAKE_FD(fd) : -ELOOP;
}

int source_read_linked(struct source *source, const char *path, size_t max, struct lesson_file *ret_file)
{
	_cleanup_close_ int fd = -1;
	char target[PATH_MAX];
	struct stat st;
	int r = source_read(source, path, max, ret_file);

	if (r != -ELOOP || !source->has_root)
		return r;
	fd = open_linked(source, path);
	if (fd < 0)
		return fd;
	r = file_path_of(fd, target, sizeof(target)) < 0 ? -ELOOP : 0;
	if (r == 0 && fstatat(source->dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
		r = -errno;
	if (r == 0)
		r = source_add_stamp(source, path, &st);
	return r < 0 ? r : source_take(source, target, fd, max, ret_file);
}
