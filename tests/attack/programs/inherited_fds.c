/* SPDX-License-Identifier: MIT */
/* Nothing but 0, 1 and 2, each without a name in any folder. The driver gave the runner one more.
 */
#include "attack.h"

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (int fd = 0; fd < 4096; fd++) {
		struct stat status;

		if (fstat(fd, &status) < 0)
			continue;
		if (fd > 2)
			escaped("descriptor %d (mode %o)", fd, status.st_mode);
		else if (!S_ISREG(status.st_mode) || status.st_nlink != 0)
			escaped("descriptor %d is more than memory (mode %o, %ld links)", fd,
				status.st_mode, (long)status.st_nlink);
		if (fd > 2 && (write(fd, "ESCAPED", 7) > 0 || lseek(fd, 0, SEEK_SET) == 0))
			escaped("descriptor %d takes what we write", fd);
		if (openat(fd, "..", O_RDONLY) >= 0)
			escaped("a folder above descriptor %d", fd);
	}
	return finish();
}
