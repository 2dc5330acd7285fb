/* SPDX-License-Identifier: MIT */
#include "attack.h"

static int deeper(volatile char *above)
{
	volatile char frame[4096];

	frame[0] = above ? above[0] : 1;
	return deeper(frame) + frame[0];
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	return deeper(NULL);
}
