/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

static void answer(const char *key)
{
	if (strcmp(key, "city") == 0)
		printf("200 Paris\n");
	else
		printf("404 no such key\n");
}

int main(void)
{
	answer("city");
	answer("moon");
	return 0;
}
