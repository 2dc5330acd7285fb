/* SPDX-License-Identifier: MIT */
/*
 * Numbers that look random and come again with the same seed: splitmix64 (S. Vigna, public domain,
 * https://prng.di.unimi.it/splitmix64.c). No secrets are made of it.
 */
#pragma once

#include <stdint.h>

struct random {
	uint64_t state; /* the seed, in the beginning */
};

uint64_t random_next(struct random *random);
uint32_t random_below(struct random *random, uint32_t bound); /* 0..bound-1; 0 for 0 */
double random_unit(struct random *random);		      /* 0 <= x < 1 */
/* A seed from several numbers: another order or number, another seed. */
uint64_t random_mix(uint64_t seed, uint64_t number);
