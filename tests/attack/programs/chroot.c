/* SPDX-License-Identifier: MIT */
/* Out of the root with folders that are kept open, links and dots; with and without a chroot of our
 * own. */
#include "attack.h"

static void climb(const char *what)
{
	struct stat status;

	for (int i = 0; i < 64; i++)
		if (chdir("..") < 0)
			break;
	if (stat(host.folder + 1, &status) == 0 || stat("root", &status) == 0 ||
		stat("home", &status) == 0)
		escaped("%s leads to the host's files", what);
}

int main(int argc, char **argv)
{
	char path[512];
	int top, here;

	begin(argc, argv);
	climb("..");
	top = open("/", O_RDONLY | O_DIRECTORY);
	here = open("/tmp", O_PATH | O_DIRECTORY);
	mkdir("/tmp/cell", 0700);
	refused("chroot", chroot("/tmp/cell"));
	if (fchdir(top) == 0)
		climb("a kept folder");
	if (fchdir(here) == 0)
		climb("a kept path");
	snprintf(path, sizeof(path), "../../../../../../../../..%s", host.folder);
	fails("openat above the root", openat(top, path, O_RDONLY));
	fails("openat above a folder", openat(here, path, O_RDONLY));
	for (int i = 0; i < 4; i++) {
		const char *ways[] = { "/proc/self/root/..", "/proc/1/root", "/proc/self/cwd/..",
			"/proc/thread-self/root/.." };

		if (chdir(ways[i]) == 0)
			climb(ways[i]);
	}
	return finish();
}
