/* SPDX-License-Identifier: MIT */
/* leave: ends with 0, 1 and 2 closed, or swapped with each other and with files. */
#include "attack.h"

int main(int argc, char **argv)
{
	begin(argc, argv);
	if (is("look"))
		return finish();
	printf("contained\n");
	fflush(stdout);
	dup2(0, 10);
	dup2(1, 0);
	dup2(10, 1);
	dup2(open("/dev/null", O_RDWR), 2);
	syscall(SYS_close_range, 0, ~0u, 0);
	_exit(0);
}
