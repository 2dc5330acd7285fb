/* SPDX-License-Identifier: MIT */
#include "base/cgroup.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#define REMOVE_STEP_MS 10

int cgroup_parse_own(const char *text, char ret_path[static CGROUP_PATH_MAX])
{
	const char *line = strncmp(text, "0::", 3) == 0 ? text : strstr(text, "\n0::");
	size_t len;
	int n;

	if (!line)
		return -ENOTSUP;
	line = strstr(line, "::") + 2;
	len = strcspn(line, "\n");
	/* A cgroup outside of the namespace's root is told as "/../...", a removed one with a
	 * suffix. */
	if (line[0] != '/' || memmem(line, len, "/..", 3) || memmem(line, len, " (deleted)", 10))
		return -EBADMSG;
	if (len == 1)
		len = 0;
	n = snprintf(ret_path, CGROUP_PATH_MAX, "%s%.*s", CGROUP_ROOT, (int)len, line);
	return n < 0 || n >= CGROUP_PATH_MAX ? -EBADMSG : 0;
}

int cgroup_find_own(char ret_path[static CGROUP_PATH_MAX])
{
	char text[CGROUP_TEXT_MAX];
	struct statfs status;
	int r;

	if (statfs(CGROUP_ROOT, &status) < 0 || status.f_type != CGROUP2_SUPER_MAGIC)
		return -ENOTSUP;
	r = cgroup_read(AT_FDCWD, "/proc/self/cgroup", text);
	return r < 0 ? r : cgroup_parse_own(text, ret_path);
}

int cgroup_write(int dir_fd, const char *file, const char *text)
{
	_cleanup_close_ int fd = openat(dir_fd, file, O_WRONLY | O_CLOEXEC);

	return fd < 0 ? -errno : file_write_all(fd, text, strlen(text));
}

int cgroup_read_fd(int fd, char ret_text[static CGROUP_TEXT_MAX])
{
	ssize_t n = pread(fd, ret_text, CGROUP_TEXT_MAX, 0);

	if (n < 0)
		return -errno;
	if (n >= CGROUP_TEXT_MAX)
		return -EFBIG;
	ret_text[n] = '\0';
	return 0;
}

int cgroup_read(int dir_fd, const char *file, char ret_text[static CGROUP_TEXT_MAX])
{
	_cleanup_close_ int fd = openat(dir_fd, file, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : cgroup_read_fd(fd, ret_text);
}

int cgroup_value(const char *text, const char *key, uint64_t *ret_value)
{
	const size_t key_len = strlen(key);

	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len > key_len && strncmp(text, key, key_len) == 0 && text[key_len] == ' ') {
			char number[24];

			(void)snprintf(number, sizeof(number), "%.*s", (int)(len - key_len - 1),
				text + key_len + 1);
			return parse_u64(number, UINT64_MAX, ret_value) < 0 ? -EBADMSG : 0;
		}
		text += len + (text[len] == '\n');
	}
	return -ENOENT;
}

int cgroup_remove(int parent_fd, const char *name, unsigned wait_ms)
{
	_cleanup_close_ int dir_fd =
		openat(parent_fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (dir_fd < 0)
		return errno == ENOENT ? 0 : -errno;
	(void)cgroup_write(dir_fd, "cgroup.kill", "1");
	for (unsigned waited_ms = 0;; waited_ms += REMOVE_STEP_MS) {
		if (unlinkat(parent_fd, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
			return 0;
		if (errno != EBUSY || waited_ms >= wait_ms)
			return -errno;
		(void)poll(NULL, 0, REMOVE_STEP_MS);
	}
}
