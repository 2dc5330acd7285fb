/* SPDX-License-Identifier: MIT */
/* Each process stays within its own limit; together they do not. Counts as escaped from ten times
 * the limit on. */
#include "attack.h"

#define EACH (LIMIT_MEMORY / 2)
#define PAGE 4096

int main(int argc, char **argv)
{
	volatile int *grown =
		mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	begin(argc, argv);
	for (int i = 0; i < 2 * LIMIT_PROCESSES; i++) {
		if (fork() != 0)
			continue;
		char *memory = malloc(EACH);

		if (memory) {
			memset(memory, 1, EACH);
			__sync_fetch_and_add(grown, 1);
		}
		pause();
		_exit(0);
	}
	usleep(200000);
	if (*grown * (EACH / MEBI) >= 10 * (LIMIT_MEMORY / MEBI))
		escaped("%d MiB in %d processes", *grown * (EACH / MEBI), *grown);
	return finish();
}
