/* SPDX-License-Identifier: MIT */
#include "runner/leaf.h"

#include "base/cgroup.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/parse.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define REMOVE_MS 2000 /* a killed zygote is gone by then, also on a busy host */

/* Beside what the program was given: the zygote, a template's interpreter, and the submission's files. */
#define OWN_BYTES     (32u * 1024 * 1024)
#define GIVEN_STEP    (1024u * 1024) /* so that jobs of a kind want the same limit */
#define OWN_PROCESSES 4 /* the zygote and a template, and those before, which may still be ending */

static const char *const kinds[] = { "run-", "judge-" };

static void make_name(const char *kind, pid_t runner, size_t slot, char name[static 64])
{
	(void)snprintf(name, 64, "%.16s-%ld-%zu", kind, (long)runner, slot);
}

static int open_folder(const char *folder)
{
	return open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Files of controllers that are not there stay -1. One that is there and can't be opened is a limit that
 * would be missing in silence. */
static int open_files(struct leaf *leaf, struct failure *failure)
{
	const struct {
		const char *name;
		int flags, *fd;
	} files[] = {
		{ "cgroup.kill", O_WRONLY, &leaf->kill_fd },
		{ "memory.max", O_WRONLY, &leaf->memory_fd },
		{ "memory.swap.max", O_WRONLY, &leaf->swap_fd },
		{ "pids.max", O_WRONLY, &leaf->processes_fd },
		{ "memory.events", O_RDONLY, &leaf->events_fd },
		{ "cpu.stat", O_RDONLY, &leaf->cpu_fd },
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		*files[i].fd = openat(leaf->dir_fd, files[i].name, files[i].flags | O_CLOEXEC);
		if (*files[i].fd < 0 && errno != ENOENT)
			return failure_set(failure, -errno, "%s of the cgroup", files[i].name);
	}
	return 0;
}

/* Without a file there is nothing to be set. */
static int set_number(int fd, uint64_t number)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRIu64, number);

	if (fd < 0)
		return 0;
	return pwrite(fd, text, (size_t)n, 0) == n ? 0 : -errno;
}

int leaf_open(const char *folder, const char *kind, pid_t runner, size_t slot,
	struct leaf *ret_leaf, struct failure *failure)
{
	_cleanup_close_ int folder_fd = open_folder(folder);
	struct leaf leaf = LEAF_NONE;
	char name[64];
	int r;

	make_name(kind, runner, slot, name);
	if (folder_fd < 0)
		return failure_set(failure, -errno, "cgroup %.150s", folder);
	r = cgroup_remove(folder_fd, name, REMOVE_MS);
	if (r < 0)
		return failure_set(failure, r, "old cgroup %s", name);
	if (mkdirat(folder_fd, name, 0755) < 0)
		return failure_set(failure, -errno, "new cgroup %s", name);
	leaf.dir_fd = openat(folder_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (leaf.dir_fd < 0)
		return failure_set(failure, -errno, "new cgroup %s", name);
	r = open_files(&leaf, failure);
	/* What can't be kept in memory is not to be kept elsewhere; a host without swap has no such
	 * file. */
	if (r == 0 && set_number(leaf.swap_fd, 0) < 0)
		r = failure_set(failure, -errno, "swap limit of cgroup %s", name);
	if (r < 0) {
		leaf_close(&leaf);
		return r;
	}
	*ret_leaf = leaf;
	return 0;
}

void leaf_close(struct leaf *leaf)
{
	int *fds[] = { &leaf->dir_fd, &leaf->kill_fd, &leaf->memory_fd, &leaf->swap_fd,
		&leaf->processes_fd, &leaf->events_fd, &leaf->cpu_fd };

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		cleanup_close(fds[i]);
	*leaf = LEAF_NONE;
}

/*
 * Files (in two folders) and output (in two captures) lie in memory too, and have limits of their
 * own: a program may use all of each. What it was given is there before it begins. So the sum of them
 * is what can't be got around.
 */
uint64_t leaf_memory_max(const struct job_limits *limits, uint64_t given_bytes)
{
	uint64_t given = (given_bytes + GIVEN_STEP - 1) / GIVEN_STEP * GIVEN_STEP;

	return limits->memory_bytes + 2 * limits->disk_bytes + 2 * limits->output_bytes + given + OWN_BYTES;
}

int leaf_limit(struct leaf *leaf, const struct job_limits *limits, uint64_t given_bytes,
	struct failure *failure)
{
	uint64_t memory_max = leaf_memory_max(limits, given_bytes);
	int r = 0;

	if (leaf->dir_fd < 0)
		return 0;
	if (memory_max != leaf->memory_max)
		r = set_number(leaf->memory_fd, memory_max);
	if (r == 0 && limits->processes != leaf->processes)
		r = set_number(leaf->processes_fd, (uint64_t)limits->processes + OWN_PROCESSES);
	if (r < 0)
		return failure_set(failure, r, "limits of the cgroup");
	leaf->memory_max = memory_max;
	leaf->processes = limits->processes;
	return 0;
}

void leaf_kill(const struct leaf *leaf)
{
	(void)set_number(leaf->kill_fd, 1);
}

int leaf_pass(const struct leaf *leaf)
{
	const int from[] = { leaf->dir_fd, leaf->cpu_fd, leaf->events_fd };
	const int to[] = { LEAF_DIR_FD, LEAF_CPU_FD, LEAF_EVENTS_FD };
	int high[ARRAY_SIZE(from)];

	/* First above all places, so that none covers one that is still to be moved. */
	for (size_t i = 0; i < ARRAY_SIZE(from); i++) {
		high[i] = from[i] < 0 ? -1 : fcntl(from[i], F_DUPFD_CLOEXEC, LEAF_EVENTS_FD + 1);
		if (from[i] >= 0 && high[i] < 0)
			return -errno;
	}
	for (size_t i = 0; i < ARRAY_SIZE(from); i++) {
		if (high[i] < 0)
			(void)close(to[i]);
		else if (dup3(high[i], to[i], O_CLOEXEC) < 0)
			return -errno;
	}
	return 0;
}

int leaf_close_others(int first, int kept)
{
	int r = 0;

	if (kept > 0 && first < kept)
		r = close_range((unsigned)first, (unsigned)kept - 1, 0);
	if (r == 0)
		r = close_range((unsigned)(kept > 0 ? LEAF_EVENTS_FD + 1 : first), ~0u, 0);
	return r < 0 ? -errno : 0;
}

/* Where clone3() is not to be had. The kernel waits a while before it lets a process move. */
static pid_t clone_and_move(uint64_t flags)
{
	pid_t pid =
		(pid_t)syscall(SYS_clone, (unsigned long)flags | SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0 && cgroup_write(LEAF_DIR_FD, "cgroup.procs", "0") < 0)
		_exit(1);
	return pid;
}

pid_t leaf_clone(uint64_t flags)
{
	/* A child with our parent has our exit signal too, and may name none. */
	struct clone_args arguments = { .flags = flags | CLONE_INTO_CGROUP, .cgroup = LEAF_DIR_FD };
	pid_t pid;

	if (!(flags & CLONE_PARENT))
		arguments.exit_signal = SIGCHLD;
	pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
	if (pid < 0 && (errno == ENOSYS || errno == EPERM || errno == E2BIG))
		return clone_and_move(flags);
	return pid;
}

bool leaf_is_whole(const struct leaf *leaf)
{
	return leaf->memory_fd >= 0 && leaf->processes_fd >= 0 && leaf->cpu_fd >= 0;
}

bool leaf_was_starved(struct leaf *leaf)
{
	char text[CGROUP_TEXT_MAX];
	uint64_t ooms = 0, before = leaf->ooms;

	if (leaf->events_fd < 0 || cgroup_read_fd(leaf->events_fd, text) < 0 ||
		cgroup_value(text, "oom_kill", &ooms) < 0)
		return false;
	leaf->ooms = ooms;
	return ooms > before;
}

void leaf_tell_ooms(struct leaf *leaf, uint64_t ooms)
{
	if (ooms > leaf->ooms)
		leaf->ooms = ooms;
}

void leaf_describe(const struct leaf *leaf, char *text, size_t size)
{
	const struct {
		const char *name;
		int fd;
	} parts[] = { { "memory", leaf->memory_fd }, { "pids", leaf->processes_fd },
		{ "cpu", leaf->cpu_fd }, { "kill", leaf->kill_fd } };
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; leaf->dir_fd >= 0 && i < ARRAY_SIZE(parts); i++)
		if (parts[i].fd >= 0 && used < size)
			used += (size_t)snprintf(text + used, size - used, "%s%s",
				used == 0 ? " cgroup(" : " ", parts[i].name);
	if (used > 0 && used < size)
		(void)snprintf(text + used, size - used, ")");
}

/* The runner in a leaf's name; -1: none of our names. */
static pid_t runner_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len = strlen(kinds[i]);
		char number[16];
		uint32_t runner;

		if (strncmp(name, kinds[i], len) != 0)
			continue;
		(void)snprintf(
			number, sizeof(number), "%.*s", (int)strcspn(name + len, "-"), name + len);
		return parse_u32(number, INT32_MAX, &runner) < 0 ? -1 : (pid_t)runner;
	}
	return -1;
}

void leaf_clean(const char *folder, pid_t runner)
{
	int folder_fd = open_folder(folder);
	DIR *dir = folder_fd < 0 ? NULL : fdopendir(folder_fd);
	struct dirent *entry;

	if (!dir) {
		cleanup_close(&folder_fd);
		return;
	}
	while ((entry = readdir(dir))) {
		pid_t owner = runner_of(entry->d_name);
		bool is_gone = owner > 0 && kill(owner, 0) < 0 && errno == ESRCH;

		if (owner > 0 && (runner == 0 ? is_gone : owner == runner))
			(void)cgroup_remove(folder_fd, entry->d_name, REMOVE_MS);
	}
	(void)closedir(dir);
}
