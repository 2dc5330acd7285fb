/* SPDX-License-Identifier: MIT */
/* leave: links of every kind between the folders that can be written to and everything else, for
 * whoever cleans up to stumble over. look: nothing came of it. */
#include "attack.h"

#include <dirent.h>

static void leave(void)
{
	static const char *const targets[] = { "/box", "/usr", "/etc/passwd", "/proc/1/root", "/",
		"..", "/tmp", "/scratch", "loop", "/dev/shm/x", "/service" };
	char name[32];

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		snprintf(name, sizeof(name), "soft%zu", i);
		fails("a hard link out of the folder",
			linkat(AT_FDCWD, targets[i], AT_FDCWD, "hard", 0));
		if (symlink(targets[i], name) < 0)
			continue;
		mkdir("/tmp/deep", 0700);
		snprintf(name, sizeof(name), "/tmp/deep/soft%zu", i);
		if (symlink(targets[i], name) < 0)
			continue;
	}
	if (symlink("loop", "loop") == 0)
		fails("a loop of links", open("loop", O_RDONLY));
	mkfifo("fifo", 0666);
	fails("a fifo opened for nobody", open("fifo", O_WRONLY | O_NONBLOCK));
	fails("a hard link into another folder", link("fifo", "/tmp/fifo"));
	fails("a folder moved into another mount", rename("/tmp/deep", "/scratch/deep"));
	fails("the folder itself moved away", rename("/scratch", "/tmp/scratch"));
	fails("the folder removed", rmdir("/scratch"));
	fails("a device", mknod("disk", S_IFBLK | 0666, 0x800));
	fails("a device", mknod("memory", S_IFCHR | 0666, 0x101));
	/* The same inode again and again, and a folder that can't be listed. */
	close(open("one", O_CREAT | O_WRONLY, 0600));
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "same%d", i);
		if (link("one", name) < 0)
			break;
	}
	mkdir("shut", 0700);
	if (symlink("../..", "shut/up") == 0)
		chmod("shut", 0300);
}

int main(int argc, char **argv)
{
	static const char *const places[] = { "/tmp", "/scratch" };

	begin(argc, argv);
	if (is("leave")) {
		leave();
		return finish();
	}
	for (size_t i = 0; i < 2; i++) {
		DIR *dir = opendir(places[i]);
		struct dirent *entry;

		if (!dir)
			escaped("%s is gone", places[i]);
		while (dir && (entry = readdir(dir)))
			if (entry->d_name[0] != '.')
				escaped("%s/%s was left", places[i], entry->d_name);
		if (dir)
			closedir(dir);
	}
	if (access("/usr/bin/env", X_OK) < 0 || access("/etc/passwd", R_OK) < 0)
		escaped("something outside was removed");
	return finish();
}
