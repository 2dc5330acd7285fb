/* SPDX-License-Identifier: MIT */
/* The clock that only goes forward: for spans of time, not for dates. */
#pragma once

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_monotonic_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}
