/* SPDX-License-Identifier: MIT */
/* leave: the first process ends at once; another waits for that and then writes over and over the
 * output. */
#include "attack.h"

int main(int argc, char **argv)
{
	pid_t first;
	char *map;

	begin(argc, argv);
	if (is("look"))
		return finish();
	first = getpid();
	finish();
	map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 1, 0);
	if (fork() != 0)
		_exit(0);
	setsid();
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_IGN);
	while (kill(first, 0) == 0)
		;
	for (;;) {
		if (map != MAP_FAILED)
			memcpy(map, "FORGED\n", 7);
		if (pwrite(1, "FORGED\n", 7, 0) < 0)
			continue;
	}
}
