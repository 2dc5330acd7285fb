/* SPDX-License-Identifier: MIT */
/* Every process forks for ever and ignores whatever can be ignored. */
#include "attack.h"

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_IGN);
	for (;;)
		if (fork() == 0)
			setsid();
}
