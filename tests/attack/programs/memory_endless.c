/* SPDX-License-Identifier: MIT */
/* Takes more for ever, whatever the kernel says. */
#include "attack.h"

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	for (;;) {
		char *memory = malloc(MEBI);

		memset(memory, 1, MEBI);
	}
}
