/* SPDX-License-Identifier: MIT */
/* Durations in nanoseconds, and what is said about many of them. Zero-initialised is empty. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct samples {
	double *values; /* owned */
	size_t count, allocated;
};

void samples_done(struct samples *samples);
/* 0 or -ENOMEM. */
int samples_add(struct samples *samples, double value);

/* The value below which `percent` of them lie; 0 when there is none. The order of the samples stays. */
double samples_percentile(const struct samples *samples, double percent);
double samples_median(const struct samples *samples);
/* The mean of `count` of them from `first` on. */
double samples_mean(const struct samples *samples, size_t first, size_t count);

/* Of CLOCK_MONOTONIC. */
uint64_t sample_now_ns(void);
