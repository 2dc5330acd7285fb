/* SPDX-License-Identifier: MIT */
#include "traces.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#define PROCESSES_MAX 4096

static const char *const names[TRACE_COUNT] = {
	[TRACE_MOUNTS] = "mounts",
	[TRACE_IPC] = "ipc objects",
	[TRACE_FILES] = "temporary files",
	[TRACE_SETTINGS] = "kernel settings",
	[TRACE_LIMITS] = "limits of the runner",
};

const char *trace_name(enum trace trace)
{
	return names[trace];
}

int traces_isolate(void)
{
	if (unshare(CLONE_NEWNS | CLONE_NEWIPC) < 0)
		return -errno;
	/* Shared below: what the runner would let out of its own namespace has to show here. */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount(NULL, "/", NULL, MS_REC | MS_SHARED, NULL) < 0)
		return -errno;
	(void)mount("mqueue", "/dev/mqueue", "mqueue", 0, NULL);
	return 0;
}

/* word: only lines with this word in them; NULL is all. */
static int add_file(struct buffer *text, const char *path, const char *word)
{
	FILE *file = fopen(path, "re");
	char line[4096];
	int r = 0;

	while (file && r == 0 && fgets(line, sizeof(line), file))
		if (!word || strstr(line, word))
			r = buffer_append_string(text, line);
	if (file)
		(void)fclose(file);
	return r;
}

static int add_folder(struct buffer *text, const char *path, uid_t uid)
{
	struct dirent **entries = NULL;
	int n = scandir(path, &entries, NULL, alphasort);
	int r = 0;

	for (int i = 0; i < n; i++) {
		char below[1024];
		struct stat status;

		(void)snprintf(below, sizeof(below), "%s/%s", path, entries[i]->d_name);
		if (r == 0 && lstat(below, &status) == 0 && status.st_uid == uid &&
			entries[i]->d_name[0] != '.')
			r = buffer_printf(text, "%s\n", below);
		free(entries[i]);
	}
	free(entries);
	return r;
}

static int take_ipc(struct buffer *text, uid_t uid)
{
	static const char *const paths[] = { "/proc/sysvipc/shm", "/proc/sysvipc/msg",
		"/proc/sysvipc/sem" };
	char word[16];
	int r = 0;

	(void)snprintf(word, sizeof(word), " %u ", uid);
	for (size_t i = 0; i < ARRAY_SIZE(paths) && r == 0; i++)
		r = add_file(text, paths[i], geteuid() == 0 ? NULL : word);
	return r < 0 ? r : add_folder(text, "/dev/mqueue", uid);
}

static int take_files(struct buffer *text, uid_t uid)
{
	static const char *const folders[] = { "/tmp", "/var/tmp", "/dev/shm", "/run", "/var/lock",
		"/" };
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(folders) && r == 0; i++)
		r = add_folder(text, folders[i], uid);
	return r;
}

static int take_settings(struct buffer *text)
{
	static const char *const settings[] = { "hostname", "domainname", "core_pattern",
		"randomize_va_space", "sysrq", "modprobe", "dmesg_restrict", "threads-max",
		"pid_max" };
	char path[128];
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(settings) && r == 0; i++) {
		(void)snprintf(path, sizeof(path), "/proc/sys/kernel/%s", settings[i]);
		r = add_file(text, path, NULL);
	}
	return r;
}

int traces_take(struct traces *traces, uid_t uid, pid_t runner)
{
	char path[64];
	int r;

	if (uid == 0)
		uid = geteuid();
	(void)snprintf(path, sizeof(path), "/proc/%d/limits", runner);
	r = add_file(&traces->texts[TRACE_MOUNTS], "/proc/self/mountinfo", NULL);
	if (r == 0)
		r = take_ipc(&traces->texts[TRACE_IPC], uid);
	if (r == 0)
		r = take_files(&traces->texts[TRACE_FILES], uid);
	if (r == 0)
		r = take_settings(&traces->texts[TRACE_SETTINGS]);
	return r < 0 ? r : add_file(&traces->texts[TRACE_LIMITS], path, NULL);
}

void traces_done(struct traces *traces)
{
	for (size_t i = 0; i < TRACE_COUNT; i++)
		buffer_done(&traces->texts[i]);
}

struct process {
	pid_t pid, parent;
	uid_t uid;
	bool is_below;
};

static bool read_process(pid_t pid, struct process *ret_process)
{
	char path[64], text[512] = "";
	_cleanup_close_ int fd = -1;
	struct stat status;
	const char *end;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		return false;
	end = strrchr(text, ')');
	*ret_process = (struct process){ .pid = pid, .uid = status.st_uid };
	return end && sscanf(end + 1, " %*c %d", &ret_process->parent) == 1;
}

static size_t list_processes(struct process *processes, size_t max)
{
	DIR *dir = opendir("/proc");
	const struct dirent *entry;
	size_t n = 0;

	while (dir && n < max && (entry = readdir(dir)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
			read_process(atoi(entry->d_name), &processes[n]))
			n++;
	if (dir)
		(void)closedir(dir);
	return n;
}

/* Marks what is below root, in as many rounds as the tree is deep. */
static size_t mark_below(struct process *processes, size_t n, pid_t root)
{
	size_t count = 0, before;

	do {
		before = count;
		for (size_t i = 0; i < n; i++) {
			bool is_below = processes[i].parent == root;

			for (size_t k = 0; k < n && !is_below; k++)
				is_below = processes[k].is_below &&
					   processes[k].pid == processes[i].parent;
			if (!processes[i].is_below && is_below) {
				processes[i].is_below = true;
				count++;
			}
		}
	} while (count != before);
	return count;
}

size_t traces_count_processes(pid_t root)
{
	static struct process processes[PROCESSES_MAX];

	return mark_below(processes, list_processes(processes, PROCESSES_MAX), root);
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		(void)closedir(dir);
	return count;
}

size_t traces_count_fds(pid_t root)
{
	static struct process processes[PROCESSES_MAX];
	size_t n = list_processes(processes, PROCESSES_MAX);
	size_t count = 0;
	char path[64];

	(void)mark_below(processes, n, root);
	for (size_t i = 0; i < n; i++) {
		if (!processes[i].is_below && processes[i].pid != root)
			continue;
		(void)snprintf(path, sizeof(path), "/proc/%d/fd", processes[i].pid);
		count += count_entries(path);
	}
	return count;
}

size_t traces_count_user(uid_t uid)
{
	static struct process processes[PROCESSES_MAX];
	size_t n = list_processes(processes, PROCESSES_MAX);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += processes[i].uid == uid;
	return count;
}
