/* SPDX-License-Identifier: MIT */
/*
 * A tmpfs becomes the root, the old root waits at /.old until all binds are made, then it is gone.
 * See jail.c for the order and for what /.host is about.
 */
#include "runner/rootfs.h"

#include "base/file.h"
#include "runner/jail.h"
#include "runner/template_image.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#define OLD_ROOT      "/.old"
#define HOST_DIR      "/.host"
#define ROOT_OPTIONS  "size=4m,nr_inodes=1024,mode=0755"
#define COVER_OPTIONS "size=4k,nr_inodes=2,mode=0555"
#define PATH_SIZE     512

/* Older headers of libc don't have these; the numbers are the same on all architectures. */
#ifndef MOUNT_ATTR_RDONLY
#define MOUNT_ATTR_RDONLY 0x01
#define MOUNT_ATTR_NOSUID 0x02
#define MOUNT_ATTR_NODEV  0x04
struct mount_attr {
	uint64_t attr_set, attr_clr, propagation, userns_fd;
};
#endif
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

enum entry_kind {
	ENTRY_TREE, /* a folder of the host, read-only; a link there is a link here */
	ENTRY_FILE, /* a file of the host, copied */
	ENTRY_DEVICE,
	ENTRY_DIR,  /* an empty folder */
	ENTRY_LINK, /* text: its target */
	ENTRY_TEXT, /* text: its content */
};

struct entry {
	enum entry_kind kind;
	const char *path;
	const char *text;
	bool required;
};

/* Everything there is. /etc holds what programs need to start (Debian's alternatives are links
   through it), nothing about the host. /dev/stdout is left out on purpose: output goes to memory,
   where a shell's "> /dev/stdout" would cut off what was written before it, and fails instead. The
   same on /dev/stderr only costs words that nobody grades. */
static const struct entry entries[] = {
	{ ENTRY_TREE, "/usr", NULL, true },
	{ ENTRY_TREE, "/bin", NULL, true },
	{ ENTRY_TREE, "/sbin", NULL, false },
	{ ENTRY_TREE, "/lib", NULL, true },
	{ ENTRY_TREE, "/lib32", NULL, false },
	{ ENTRY_TREE, "/lib64", NULL, false },
	{ ENTRY_TREE, "/libx32", NULL, false },
	{ ENTRY_DIR, "/etc", NULL, true },
	{ ENTRY_TREE, "/etc/alternatives", NULL, false },
	{ ENTRY_TREE, "/etc/ld.so.conf.d", NULL, false },
	{ ENTRY_TREE, "/etc/java-11-openjdk", NULL, false },
	{ ENTRY_TREE, "/etc/java-17-openjdk", NULL, false },
	{ ENTRY_TREE, "/etc/java-21-openjdk", NULL, false },
	{ ENTRY_TREE, "/etc/java-25-openjdk", NULL, false },
	{ ENTRY_TREE, "/etc/mono", NULL, false },
	{ ENTRY_FILE, "/etc/ld.so.cache", NULL, false },
	{ ENTRY_FILE, "/etc/ld.so.conf", NULL, false },
	{ ENTRY_FILE, "/etc/ld-musl-x86_64.path", NULL, false },
	{ ENTRY_TEXT, "/etc/passwd", "learner:x:1000:1000:learner:/tmp:/bin/sh\n", true },
	{ ENTRY_TEXT, "/etc/group", "learner:x:1000:\n", true },
	{ ENTRY_TEXT, "/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n", true },
	{ ENTRY_TEXT, "/etc/hosts", "127.0.0.1 localhost practice\n", true },
	{ ENTRY_DIR, "/dev", NULL, true },
	{ ENTRY_DEVICE, "/dev/null", NULL, true },
	{ ENTRY_DEVICE, "/dev/zero", NULL, true },
	{ ENTRY_DEVICE, "/dev/full", NULL, true },
	{ ENTRY_DEVICE, "/dev/random", NULL, true },
	{ ENTRY_DEVICE, "/dev/urandom", NULL, true },
	{ ENTRY_LINK, "/dev/fd", "/proc/self/fd", true },
	{ ENTRY_LINK, "/dev/stdin", "/proc/self/fd/0", true },
	{ ENTRY_LINK, "/dev/stderr", "/proc/self/fd/2", true },
	{ ENTRY_LINK, "/dev/shm", JAIL_TMP_DIR, true },
	{ ENTRY_DIR, "/proc", NULL, true },
	{ ENTRY_DIR, JOB_BOX_DIR, NULL, true },
	{ ENTRY_DIR, JAIL_WORK_DIR, NULL, true },
	{ ENTRY_DIR, JAIL_TMP_DIR, NULL, true },
	{ ENTRY_DIR, JAIL_SERVICE_DIR, NULL, true },
};

static int mount_readonly(const char *path, uint64_t extra)
{
	struct mount_attr attributes = {
		.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | extra,
		.propagation = MS_PRIVATE,
	};

	if (syscall(SYS_mount_setattr, AT_FDCWD, path, AT_RECURSIVE, &attributes,
		    sizeof(attributes)) == 0)
		return 0;
	return -errno;
}

static int make_text(const char *path, const void *data, size_t len)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);

	return fd < 0 ? -errno : file_write_all(fd, data, len);
}

static int make_dir(const char *path)
{
	return mkdir(path, 0755) < 0 ? -errno : 0;
}

static int bind(const char *from, const char *to, uint64_t extra)
{
	if (mount(from, to, NULL, MS_BIND | MS_REC, NULL) < 0)
		return -errno;
	return mount_readonly(to, extra);
}

static int add_link(const char *from, const char *to)
{
	char target[PATH_SIZE];
	ssize_t len = readlink(from, target, sizeof(target) - 1);

	if (len < 0)
		return -errno;
	target[len] = '\0';
	return symlink(target, to) < 0 ? -errno : 0;
}

static int add_tree(const char *from, const struct entry *entry)
{
	struct stat status;
	int r;

	if (lstat(from, &status) < 0)
		return -errno;
	if (S_ISLNK(status.st_mode))
		return add_link(from, entry->path);
	r = make_dir(entry->path);
	return r < 0 ? r : bind(from, entry->path, MOUNT_ATTR_NODEV);
}

static int add_file(const char *from, const struct entry *entry)
{
	_cleanup_close_ int fd = open(from, O_RDONLY | O_CLOEXEC);
	_cleanup_buffer_ struct buffer bytes = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	r = file_read_all(fd, 2 * 1024 * 1024, &bytes);
	return r < 0 ? r : make_text(entry->path, bytes.data, bytes.len);
}

static int add_device(const char *from, const struct entry *entry)
{
	struct stat status;
	int r;

	if (stat(from, &status) < 0)
		return -errno;
	if (!S_ISCHR(status.st_mode) ||
		major(status.st_rdev) !=
			1) /* memory devices: that none of them is a terminal or a disk */
		return -ENODEV;
	r = make_text(entry->path, "", 0);
	return r < 0 ? r : bind(from, entry->path, 0);
}

static int add_entry(const char *root, const struct entry *entry)
{
	char from[PATH_SIZE];
	/* Devices are the host's also where the programs come from a folder. */
	const char *below = entry->kind == ENTRY_DEVICE ? "" : root;
	int n = snprintf(from, sizeof(from), OLD_ROOT "%s%s", below, entry->path);

	if (n < 0 || (size_t)n >= sizeof(from))
		return -ENAMETOOLONG;
	switch (entry->kind) {
	case ENTRY_TREE:
		return add_tree(from, entry);
	case ENTRY_FILE:
		return add_file(from, entry);
	case ENTRY_DEVICE:
		return add_device(from, entry);
	case ENTRY_LINK:
		return symlink(entry->text, entry->path) < 0 ? -errno : 0;
	case ENTRY_TEXT:
		return make_text(entry->path, entry->text, strlen(entry->text));
	case ENTRY_DIR:
		break;
	}
	return make_dir(entry->path);
}

static int add_entries(const char *root, struct failure *failure)
{
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		int r = add_entry(root, &entries[i]);

		if (r == -ENOENT && !entries[i].required)
			continue;
		if (r < 0)
			return failure_set(failure, r, "sandbox's %s", entries[i].path);
	}
	return 0;
}

/* Beside the host's own; they are read-only as all of /etc. */
static int add_templates(struct failure *failure)
{
	size_t count;
	const struct template_image *images = template_images(&count);

	for (size_t i = 0; i < count; i++) {
		int r = make_text(images[i].path, images[i].bytes, images[i].size);

		if (r < 0)
			return failure_set(failure, r, "sandbox's %s", images[i].path);
	}
	return 0;
}

/* Keeps the host's procfs mounted where no path leads to. Whether that was possible. */
static bool hide_host_proc(void)
{
	if (make_dir(HOST_DIR) < 0 || make_dir(HOST_DIR "/proc") < 0)
		return false;
	if (mount(OLD_ROOT "/proc", HOST_DIR "/proc", NULL, MS_BIND | MS_REC, NULL) < 0)
		return false;
	(void)mount(NULL, HOST_DIR "/proc", NULL, MS_PRIVATE | MS_REC, NULL);
	return true;
}

/* What is mounted below a shared mount shows in every copy of this mount namespace. */
static int share_service_dir(struct failure *failure)
{
	if (mount("none", JAIL_SERVICE_DIR, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY,
		    COVER_OPTIONS) < 0)
		return failure_set(failure, -errno, "tmpfs for %s", JAIL_SERVICE_DIR);
	if (mount(NULL, JAIL_SERVICE_DIR, NULL, MS_SHARED, NULL) < 0)
		return failure_set(failure, -errno, "shared %s", JAIL_SERVICE_DIR);
	return 0;
}

static int cover_host_dir(struct failure *failure)
{
	if (mount("none", HOST_DIR, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY,
		    COVER_OPTIONS) < 0)
		return failure_set(failure, -errno, "cover the host's procfs");
	return 0;
}

/* Afterwards "/" is an empty tmpfs and the host is at OLD_ROOT. */
static int pivot(struct failure *failure)
{
	const char *place = JAIL_TMP_DIR; /* any folder that every host has; only our namespace sees
					     what is mounted there */

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return failure_set(failure, -errno, "private mounts");
	if (mount("none", place, "tmpfs", MS_NOSUID | MS_NODEV, ROOT_OPTIONS) < 0)
		return failure_set(failure, -errno, "tmpfs for the sandbox's root");
	if (chdir(place) < 0 || mkdir(&OLD_ROOT[1], 0700) < 0)
		return failure_set(failure, -errno, "folder for the old root");
	if (syscall(SYS_pivot_root, ".", &OLD_ROOT[1]) < 0)
		return failure_set(failure, -errno, "pivot_root");
	if (chdir("/") < 0)
		return failure_set(failure, -errno, "new root");
	return 0;
}

static int leave_old_root(struct failure *failure)
{
	if (umount2(OLD_ROOT, MNT_DETACH) < 0)
		return failure_set(failure, -errno, "unmount the host's root");
	if (rmdir(OLD_ROOT) < 0)
		return failure_set(failure, -errno, "remove the old root");
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) <
		0)
		return failure_set(failure, -errno, "read-only root");
	return 0;
}

/* Each that is there: an empty read-only folder is mounted over it. One inside another that is
 * hidden already is not there any more. */
static int hide_folders(const struct strlist *hidden, struct failure *failure)
{
	for (size_t i = 0; i < hidden->count; i++) {
		if (mount("none", hidden->items[i], "tmpfs",
			    MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, COVER_OPTIONS) < 0 &&
			errno != ENOENT)
			return failure_set(failure, -errno, "hide %s", hidden->items[i]);
	}
	return 0;
}

int rootfs_enter(
	const char *root, const struct strlist *hidden, bool *ret_has_proc, struct failure *failure)
{
	mode_t old_umask = umask(022);
	bool has_proc = false;
	int r;

	r = pivot(failure);
	if (r == 0)
		r = add_entries(root, failure);
	if (r == 0)
		r = add_templates(failure);
	if (r == 0)
		r = hide_folders(hidden, failure);
	if (r == 0) {
		has_proc = hide_host_proc();
		r = cover_host_dir(failure);
	}
	if (r == 0)
		r = share_service_dir(failure);
	if (r == 0)
		r = leave_old_root(failure);
	(void)umask(old_umask);
	if (r < 0)
		return r;
	*ret_has_proc = has_proc;
	return 0;
}
