/* SPDX-License-Identifier: MIT */
#include <stdio.h>

static void run_lesson(const char *topic)
{
	printf("Now practicing: %s\n", topic);
}

int main(void)
{
	run_lesson("client-server");
	return 0;
}
