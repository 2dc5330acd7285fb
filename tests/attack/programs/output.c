/* SPDX-License-Identifier: MIT */
/* Endless output: role stdout, stderr, ignore (goes on after each error), family (many writers),
 * sparse (by offset). */
#include "attack.h"

static void pour(int fd)
{
	char block[65536];

	memset(block, 'x', sizeof(block));
	for (;;)
		if (write(fd, block, sizeof(block)) <= 0 && !is("ignore"))
			exit(1);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	if (is("ignore"))
		signal(SIGXFSZ, SIG_IGN);
	if (is("sparse") && ftruncate(STDOUT_FILENO, 1L << 40) == 0)
		escaped("a terabyte of output");
	if (is("sparse") && pwrite(STDOUT_FILENO, "x", 1, 1L << 40) == 1)
		escaped("output at a terabyte");
	if (is("family"))
		for (int i = 0; i < 4; i++)
			fork();
	pour(is("stderr") ? STDERR_FILENO : STDOUT_FILENO);
}
