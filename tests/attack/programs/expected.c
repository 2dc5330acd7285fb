/* SPDX-License-Identifier: MIT */
/*
 * Looks for the expected outputs: in our own memory, in that of every process there is, and in
 * every file that can be read. The mark that each hidden output begins with is written here with
 * every bit turned around, so that we don't find ourselves.
 */
#include "attack.h"

#include <dirent.h>

static const unsigned char turned[] = { 0x97, 0x96, 0x9b, 0x9b, 0x9a, 0x91, 0xd2, 0x9e, 0x91, 0x8c,
	0x88, 0x9a, 0x8d, 0xd2 };
static unsigned char block[MEBI];

static bool has_mark(const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i + sizeof(turned) <= len; i++) {
		size_t k = 0;

		while (k < sizeof(turned) && bytes[i + k] == (unsigned char)~turned[k])
			k++;
		if (k == sizeof(turned))
			return true;
	}
	return false;
}

static void look_at_fd(int fd, const char *path, size_t max)
{
	for (size_t at = 0; fd >= 0 && at < max; at += sizeof(block) - 64) {
		ssize_t n = pread(fd, block, sizeof(block), (off_t)at);

		if (n <= 0)
			break;
		if (has_mark(block, (size_t)n))
			escaped("a hidden output in %s", path);
		memset(block, 0, sizeof(block));
	}
	if (fd >= 0)
		close(fd);
}

static void look_at_tree(const char *path, int depth)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while (dir && depth > 0 && (entry = readdir(dir))) {
		char below[1024];
		struct stat status;

		if (entry->d_name[0] == '.' && (!entry->d_name[1] || entry->d_name[1] == '.'))
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		if (lstat(below, &status) < 0)
			continue;
		if (S_ISDIR(status.st_mode))
			look_at_tree(below, depth - 1);
		else if (S_ISREG(status.st_mode))
			look_at_fd(
				open(below, O_RDONLY | O_NONBLOCK | O_NOFOLLOW), below, 16 * MEBI);
	}
	if (dir)
		closedir(dir);
}

static void look_at_memory(int pid)
{
	char path[64], line[512];
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "r");
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	while (maps && fgets(line, sizeof(line), maps)) {
		unsigned long begin_at, end_at;
		int fd = open(path, O_RDONLY);
		static unsigned char own[4096];

		if (fd < 0 || sscanf(line, "%lx-%lx", &begin_at, &end_at) != 2)
			break;
		for (unsigned long at = begin_at; at < end_at; at += sizeof(own) - 32) {
			if (at + sizeof(own) > (unsigned long)block &&
				at < (unsigned long)block + sizeof(block))
				continue;
			ssize_t n = pread(fd, own, sizeof(own), (off_t)at);

			if (n > 0 && has_mark(own, (size_t)n))
				escaped("a hidden output in the memory of %d at %lx", pid, at);
			if (n <= 0)
				break;
		}
		close(fd);
	}
	if (maps)
		fclose(maps);
}

int main(int argc, char **argv)
{
	char path[64];

	begin(argc, argv);
	for (int pid = 1; pid <= getpid() + 16; pid++) {
		look_at_memory(pid);
		for (int fd = 0; fd < 32; fd++) {
			snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
			look_at_fd(open(path, O_RDONLY | O_NONBLOCK), path, 16 * MEBI);
		}
	}
	look_at_memory(host.runner);
	look_at_memory(host.driver);
	look_at_tree(host.folder, 2);
	look_at_tree("/usr/share/practiced", 6);
	look_at_tree("/usr/local/share/practiced", 6);
	look_at_tree("/box", 4);
	look_at_tree("/tmp", 4);
	look_at_tree(".", 4);
	look_at_tree("/dev/shm", 2);
	look_at_tree("/etc", 2);
	return finish();
}
