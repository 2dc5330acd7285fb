/* SPDX-License-Identifier: MIT */
/* Reads clients and how many requests each has sent, writes in which order they are answered. */
#include <stdio.h>

int main(void)
{
	char name[32];
	int n_requests;

	while (scanf("%31s %d", name, &n_requests) == 2)
		for (int i = 1; i <= n_requests; i++) /* to do: the next client waits for all of these */
			printf("%s %d\n", name, i);
	return 0;
}
