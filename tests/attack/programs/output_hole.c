/* SPDX-License-Identifier: MIT */
/* Odd shapes of output: holes, a moved offset, cut and filled again, NUL bytes. At its end it is
 * what the driver wants. */
#include "attack.h"

int main(int argc, char **argv)
{
	begin(argc, argv);
	lseek(STDOUT_FILENO, 5000, SEEK_SET);
	if (write(STDOUT_FILENO, "\0\0\0", 3) != 3)
		return 1;
	fallocate(STDOUT_FILENO, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096);
	if (ftruncate(STDOUT_FILENO, 0) < 0)
		return 1;
	lseek(STDOUT_FILENO, 0, SEEK_SET);
	return finish();
}
