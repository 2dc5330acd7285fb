/* SPDX-License-Identifier: MIT */
/*
 * box is executable and read-only; work and tmp are writable and not executable, each a tmpfs of
 * its own, so that one statfs() says whether anything is left in it. Sizes and inode counts are
 * limited: a tmpfs is memory.
 *
 * box is mounted twice at the same place. The path leads to the upper mount, which is read-only but
 * while something is compiled; the lower one stays writable, and is reached through a descriptor
 * that was opened before it was covered. So files are laid without anybody changing a mount.
 *
 * Nothing is ever unmounted (which waits for the kernel): all this happens in a mount namespace
 * that dies with the submission's processes.
 */
#include "runner/scratch.h"

#include "base/file.h"
#include "runner/jail.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#define BOX_FLAGS     (MS_NOSUID | MS_NODEV)
#define SCRATCH_FLAGS (MS_NOSUID | MS_NODEV | MS_NOEXEC)
#define INODES_MAX    8192
#define WIPE_DEPTH    64

static const char *const places[SCRATCH_PLACE_COUNT] = {
	[SCRATCH_BOX] = JOB_BOX_DIR,
	[SCRATCH_WORK] = JAIL_WORK_DIR,
	[SCRATCH_TMP] = JAIL_TMP_DIR,
};

static unsigned long place_flags(size_t place)
{
	return place == SCRATCH_BOX ? BOX_FLAGS : SCRATCH_FLAGS;
}

void scratch_path(const struct scratch_paths *paths, enum scratch_place place,
	char ret_path[static SCRATCH_PATH_SIZE])
{
	(void)snprintf(ret_path, SCRATCH_PATH_SIZE, "%s%s", paths->root, places[place]);
}

static int mount_one(
	size_t place, unsigned long extra_flags, uint64_t bytes, struct failure *failure)
{
	char options[96];

	(void)snprintf(options, sizeof(options), "size=%llu,nr_inodes=%d,mode=0700",
		(unsigned long long)bytes, INODES_MAX);
	if (mount("none", places[place], "tmpfs", place_flags(place) | extra_flags, options) < 0)
		return failure_set(failure, -errno, "tmpfs for %s", places[place]);
	return 0;
}

static int mount_all(
	const struct scratch_sizes *sizes, unsigned long extra_flags, struct failure *failure)
{
	int r = 0;

	for (size_t i = 0; i < SCRATCH_PLACE_COUNT && r == 0; i++)
		r = mount_one(i, extra_flags,
			i == SCRATCH_BOX ? sizes->box_bytes : sizes->disk_bytes, failure);
	return r;
}

int scratch_mount(const struct scratch_sizes *sizes, int *ret_box_fd, struct failure *failure)
{
	const char *box = places[SCRATCH_BOX];
	_cleanup_close_ int box_fd = -1;
	int r;

	r = mount_all(sizes, 0, failure);
	if (r < 0)
		return r;
	box_fd = open(box, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (box_fd < 0 || mount(box, box, NULL, MS_BIND, NULL) < 0)
		return failure_set(failure, -errno, "cover %s", box);
	r = scratch_seal_box(failure);
	if (r < 0)
		return r;
	*ret_box_fd = TAKE_FD(box_fd);
	return 0;
}

uint64_t scratch_used_bytes(const char *path)
{
	struct statfs status;

	if (statfs(path, &status) < 0 || status.f_blocks < status.f_bfree)
		return 0;
	return (uint64_t)(status.f_blocks - status.f_bfree) * (uint64_t)status.f_bsize;
}

/* Changing the file system through a mount makes the mount writable: hence the seal. */
int scratch_resize(const struct scratch_sizes *sizes, struct failure *failure)
{
	int r = mount_all(sizes, MS_REMOUNT, failure);

	return r < 0 ? r : scratch_seal_box(failure);
}

static int remount_box(unsigned long flags, struct failure *failure)
{
	if (mount(NULL, places[SCRATCH_BOX], NULL, MS_REMOUNT | MS_BIND | BOX_FLAGS | flags, NULL) <
		0)
		return failure_set(failure, -errno, "remount %s", places[SCRATCH_BOX]);
	return 0;
}

int scratch_unseal_box(struct failure *failure)
{
	return remount_box(0, failure);
}

int scratch_seal_box(struct failure *failure)
{
	return remount_box(MS_RDONLY, failure);
}

int scratch_mount_service(struct failure *failure)
{
	if (mount("none", JAIL_SERVICE_DIR, "tmpfs", SCRATCH_FLAGS,
		    "size=64k,nr_inodes=64,mode=0700") < 0)
		return failure_set(failure, -errno, "tmpfs for %s", JAIL_SERVICE_DIR);
	return 0;
}

void scratch_unmount_service(void)
{
	(void)umount2(JAIL_SERVICE_DIR, MNT_DETACH);
}

void scratch_socket_path(
	const struct scratch_paths *paths, char ret_path[static SCRATCH_SOCKET_SIZE])
{
	(void)snprintf(ret_path, SCRATCH_SOCKET_SIZE, "%s" JAIL_SERVICE_DIR "/socket", paths->root);
}

int scratch_make_folder(struct scratch_paths *ret_paths, struct failure *failure)
{
	const char *base = getenv("TMPDIR");
	struct scratch_paths paths;
	char path[SCRATCH_PATH_SIZE];
	int n;

	n = snprintf(paths.root, sizeof(paths.root), "%s/practice-XXXXXX",
		base && base[0] == '/' ? base : "/tmp");
	if (n < 0 || (size_t)n >= sizeof(paths.root))
		return failure_set(failure, -ENAMETOOLONG, "TMPDIR");
	if (!mkdtemp(paths.root))
		return failure_set(failure, -errno, "folder below TMPDIR");
	for (size_t i = 0; i < SCRATCH_PLACE_COUNT; i++) {
		scratch_path(&paths, (enum scratch_place)i, path);
		if (mkdir(path, 0700) < 0)
			return failure_set(failure, -errno, "%s", path);
	}
	(void)snprintf(path, sizeof(path), "%s" JAIL_SERVICE_DIR, paths.root);
	if (mkdir(path, 0700) < 0)
		return failure_set(failure, -errno, "%s", path);
	*ret_paths = paths;
	return 0;
}

void scratch_remove_folder(const struct scratch_paths *paths)
{
	_cleanup_close_ int dir_fd = -1;

	if (paths->root[0] == '\0')
		return;
	dir_fd = open(paths->root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir_fd >= 0)
		(void)scratch_wipe(dir_fd);
	(void)rmdir(paths->root);
}

static int lay_file(int box_fd, const struct job_file *file)
{
	const char *slash = strrchr(file->name, '/');
	_cleanup_close_ int file_fd = -1;
	int r = 0;

	if (slash) {
		_cleanup_free_ char *parent = strndup(file->name, (size_t)(slash - file->name));

		r = parent ? file_make_dirs_at(box_fd, parent, 0755) : -ENOMEM;
	}
	if (r < 0)
		return r;
	file_fd = openat(box_fd, file->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		file->executable ? 0755 : 0644);
	return file_fd < 0 ? -errno : file_write_all(file_fd, file->data, file->len);
}

int scratch_lay_files(
	int dir_fd, const struct job_file *files, size_t n_files, struct failure *failure)
{
	for (size_t i = 0; i < n_files; i++) {
		int r = lay_file(dir_fd, &files[i]);

		if (r < 0)
			return failure_set(failure, r, "file %.100s", files[i].name);
	}
	return 0;
}

static int wipe_depth(int dir_fd, int depth);

static int wipe_entry(int dir_fd, const char *name, int depth)
{
	_cleanup_close_ int child_fd = -1;
	int r;

	if (unlinkat(dir_fd, name, 0) == 0)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -errno;
	if (fchmodat(dir_fd, name, 0700, 0) < 0) /* not a link: those were unlinked above */
		return -errno;
	child_fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (child_fd < 0)
		return -errno;
	r = wipe_depth(child_fd, depth - 1);
	if (r < 0)
		return r;
	return unlinkat(dir_fd, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}

static void close_dir(DIR **dir)
{
	if (*dir)
		(void)closedir(*dir);
}

static int wipe_depth(int dir_fd, int depth)
{
	_cleanup_(close_dir) DIR *dir = NULL;
	const struct dirent *entry;
	int copy_fd;

	if (depth == 0)
		return -ELOOP;
	copy_fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (copy_fd < 0)
		return -errno;
	dir = fdopendir(copy_fd);
	if (!dir) {
		(void)close(copy_fd);
		return -ENOMEM;
	}
	while ((entry = readdir(dir))) {
		int r = 0;

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			r = wipe_entry(dir_fd, entry->d_name, depth);
		if (r < 0)
			return r;
	}
	return 0;
}

int scratch_wipe(int dir_fd)
{
	int r;

	if (fchmod(dir_fd, 0700) < 0)
		return -errno;
	r = wipe_depth(dir_fd, WIPE_DEPTH);
	if (r < 0)
		return r;
	return futimens(dir_fd, NULL) < 0 ? -errno : 0; /* they could hold a message too */
}

int scratch_mark(int dir_fd, struct scratch_mark *ret_mark)
{
	struct statfs usage;
	struct stat status;

	if (fstatfs(dir_fd, &usage) < 0 || fstat(dir_fd, &status) < 0)
		return -errno;
	*ret_mark = (struct scratch_mark){
		.free_blocks = usage.f_bfree,
		.free_inodes = usage.f_ffree,
		.mode = status.st_mode,
		.times = { status.st_ctim, status.st_mtim, status.st_atim },
	};
	return 0;
}
