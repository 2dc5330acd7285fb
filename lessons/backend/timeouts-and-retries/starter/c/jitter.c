/* SPDX-License-Identifier: MIT */
/* Reads base and cap, then numbers of tries; writes how long to wait after each, in milliseconds. */
#include <stdio.h>

int main(void)
{
	long base, cap, number;

	if (scanf("%ld %ld", &base, &cap) != 2)
		return 0;
	while (scanf("%ld", &number) == 1)
		printf("%ld\n", base); /* to do: at random, from 0 to a ceiling that grows with the number */
	return 0;
}
