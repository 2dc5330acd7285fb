/* SPDX-License-Identifier: MIT */
/* Reads base and cap, then numbers of tries; writes how long to wait after each, in milliseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static long ceiling_of(long base, long cap, long number)
{
	long ceiling = base;

	for (long i = 1; i < number && ceiling < cap; i++)
		ceiling *= 2;
	return ceiling < cap ? ceiling : cap;
}

int main(void)
{
	long base, cap, number;
	unsigned seed = 0;

	/* Not the time: a thousand clients that start in the same second would roll the same dice. */
	if (getrandom(&seed, sizeof(seed), 0) < 0 || scanf("%ld %ld", &base, &cap) != 2)
		return 1;
	srandom(seed);
	while (scanf("%ld", &number) == 1)
		printf("%ld\n", random() % (ceiling_of(base, cap, number) + 1));
	return 0;
}
