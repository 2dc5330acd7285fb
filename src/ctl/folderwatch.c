/* SPDX-License-Identifier: MIT */
#include "ctl/folderwatch.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define NOW_EVENTS  (IN_CLOSE_WRITE | IN_MOVED_TO)
#define SOON_EVENTS (IN_CREATE | IN_MODIFY | IN_DELETE | IN_MOVED_FROM)
#define GONE_EVENTS (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)

/* By the descriptor: the folder that was opened, whatever its path leads to by now. */
static int add_dir(struct folderwatch *watch, int folder_fd, const char *path, size_t len)
{
	struct folderwatch_dir *dirs;
	char name[64];
	_cleanup_close_ int fd = -1;
	_cleanup_free_ char *copy = strndup(path, len);
	int wd;

	if (!copy)
		return -ENOMEM;
	for (size_t i = 0; i < watch->n_dirs; i++)
		if (strcmp(watch->dirs[i].path, copy) == 0)
			return 0;
	fd = openat(folder_fd, len > 0 ? copy : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	dirs = reallocarray(watch->dirs, watch->n_dirs + 1, sizeof(*dirs));
	if (!dirs)
		return -ENOMEM;
	watch->dirs = dirs;
	wd = inotify_add_watch(
		watch->fd, name, NOW_EVENTS | SOON_EVENTS | GONE_EVENTS | IN_ONLYDIR);
	if (wd < 0)
		return -errno;
	dirs[watch->n_dirs++] = (struct folderwatch_dir){ wd, TAKE_PTR(copy) };
	return 0;
}

int folderwatch_open(struct folderwatch *watch, int folder_fd, const struct strlist *names)
{
	int r;

	folderwatch_close(watch);
	watch->names = names;
	watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (watch->fd < 0)
		return -errno;
	r = add_dir(watch, folder_fd, "", 0);
	for (size_t i = 0; i < names->count && r == 0; i++) {
		const char *slash = strrchr(names->items[i], '/');

		if (slash)
			r = add_dir(watch, folder_fd, names->items[i],
				(size_t)(slash - names->items[i]) + 1);
		/* The file can't be there then, which is told when it is read. */
		if (r == -ENOENT || r == -ENOTDIR)
			r = 0;
	}
	if (r < 0)
		folderwatch_close(watch);
	return r;
}

void folderwatch_close(struct folderwatch *watch)
{
	for (size_t i = 0; i < watch->n_dirs; i++)
		free(watch->dirs[i].path);
	free(watch->dirs);
	if (watch->fd >= 0)
		(void)close(watch->fd);
	*watch = (struct folderwatch)FOLDERWATCH_INIT;
}

static const char *path_of(const struct folderwatch *watch, int wd)
{
	for (size_t i = 0; i < watch->n_dirs; i++)
		if (watch->dirs[i].wd == wd)
			return watch->dirs[i].path;
	return NULL;
}

/* Hidden files and backups are none of the lesson's where all files count. */
static bool counts(const struct folderwatch *watch, const char *path, const char *name)
{
	size_t len = strlen(path);

	if (watch->names->count == 0)
		return name[0] != '.' && name[0] != '\0' && name[strlen(name) - 1] != '~';
	for (size_t i = 0; i < watch->names->count; i++) {
		const char *wanted = watch->names->items[i];

		if (strncmp(wanted, path, len) == 0 && strcmp(wanted + len, name) == 0)
			return true;
	}
	return false;
}

static enum folderwatch_change judge(
	const struct folderwatch *watch, const struct inotify_event *event)
{
	const char *path = path_of(watch, event->wd);

	if (event->mask & IN_Q_OVERFLOW)
		return FOLDERWATCH_NOW; /* nobody knows what was lost */
	if (!path)
		return FOLDERWATCH_NONE;
	if (event->mask & (GONE_EVENTS | IN_IGNORED))
		return FOLDERWATCH_GONE;
	if (event->len == 0 || !counts(watch, path, event->name))
		return FOLDERWATCH_NONE;
	return event->mask & NOW_EVENTS ? FOLDERWATCH_NOW : FOLDERWATCH_SOON;
}

int folderwatch_read(struct folderwatch *watch)
{
	enum folderwatch_change change = FOLDERWATCH_NONE;
	_Alignas(struct inotify_event) char bytes[4096];

	for (;;) {
		ssize_t n = read(watch->fd, bytes, sizeof(bytes));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return (int)change;
		if (n <= 0)
			return n < 0 ? -errno : -EIO;
		for (const char *at = bytes; at < bytes + n;) {
			const struct inotify_event *event = (const void *)at;
			enum folderwatch_change found = judge(watch, event);

			change = found > change ? found : change;
			at += sizeof(*event) + event->len;
		}
	}
}
