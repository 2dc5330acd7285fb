/* SPDX-License-Identifier: MIT */
#include "learn/random.h"

uint64_t random_next(struct random *random)
{
	uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* The bias of a modulus of 64 bits is far below what anybody could notice. */
uint32_t random_below(struct random *random, uint32_t bound)
{
	return bound > 0 ? (uint32_t)(random_next(random) % bound) : 0;
}

double random_unit(struct random *random)
{
	return (double)(random_next(random) >> 11) * 0x1p-53;
}

uint64_t random_mix(uint64_t seed, uint64_t number)
{
	struct random random = { seed ^ (number * UINT64_C(0x9e3779b97f4a7c15)) };

	return random_next(&random);
}
