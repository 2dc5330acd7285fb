/* SPDX-License-Identifier: MIT */
/* leave: removes the work folders and puts links to other places where they were. look: they are
 * real and empty. */
#include "attack.h"

int main(int argc, char **argv)
{
	const char *places[] = { "/tmp", "/scratch" };
	struct stat status;

	begin(argc, argv);
	if (is("leave")) {
		need_pid_namespace();
		for (int i = 0; i < 2; i++) {
			if (rmdir(places[i]) == 0 || rename(places[i], "/tmp/moved") == 0)
				escaped("%s is gone", places[i]);
			if (symlink("/etc", places[i]) == 0)
				escaped("%s is a link now", places[i]);
		}
		if (symlink("/usr", "usr") < 0 || symlink("/box", "/tmp/box") < 0 ||
			symlink("..", "up") < 0)
			return finish();
		if (link("/box/attack", "/tmp/hard") == 0)
			escaped("a hard link to the program");
		if (mkdir("a", 0700) == 0 && rename("a", "usr/a") == 0)
			escaped("a folder in /usr");
		return finish();
	}
	for (int i = 0; i < 2; i++)
		if (lstat(places[i], &status) < 0 || !S_ISDIR(status.st_mode) ||
			status.st_nlink != 2)
			escaped("%s is not an empty folder (%u links)", places[i],
				(unsigned)status.st_nlink);
	return finish();
}
