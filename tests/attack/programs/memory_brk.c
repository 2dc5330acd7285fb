/* SPDX-License-Identifier: MIT */
#include "attack.h"

#define STEP   (4 * MEBI)
#define ENOUGH (6L * LIMIT_MEMORY)

int main(int argc, char **argv)
{
	size_t got = 0;

	begin(argc, argv);
	while (got < ENOUGH) {
		char *memory = sbrk(STEP);

		if (memory == (void *)-1)
			break;
		memset(memory, 1, STEP);
		got += STEP;
	}
	if (got >= ENOUGH)
		escaped("%zu MiB by brk", got / MEBI);
	return finish();
}
