/* SPDX-License-Identifier: MIT */
/* Private, shared, locked and no-reserve mappings, all of it touched. */
#include "attack.h"

#define STEP   (4 * MEBI)
#define ENOUGH (6L * LIMIT_MEMORY)

static void grab(const char *what, int flags)
{
	size_t got = 0;

	while (got < ENOUGH) {
		char *memory =
			mmap(NULL, STEP, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			break;
		memset(memory, 1, STEP);
		got += STEP;
	}
	if (got >= ENOUGH)
		escaped("%zu MiB of %s memory", got / MEBI, what);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	grab("private", MAP_PRIVATE);
	grab("shared", MAP_SHARED);
	grab("no-reserve", MAP_PRIVATE | MAP_NORESERVE);
	return finish();
}
