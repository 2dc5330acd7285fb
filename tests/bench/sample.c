/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include "base/cleanup.h"

#include <string.h>
#include <time.h>

void samples_done(struct samples *samples)
{
	free(samples->values);
	*samples = (struct samples){ 0 };
}

int samples_add(struct samples *samples, double value)
{
	if (samples->count == samples->allocated) {
		size_t allocated = samples->allocated > 0 ? 2 * samples->allocated : 256;
		double *values = reallocarray(samples->values, allocated, sizeof(*values));

		if (!values)
			return -ENOMEM;
		samples->values = values;
		samples->allocated = allocated;
	}
	samples->values[samples->count++] = value;
	return 0;
}

static int by_value(const void *a, const void *b)
{
	double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

double samples_percentile(const struct samples *samples, double percent)
{
	_cleanup_free_ double *sorted = calloc(samples->count + 1, sizeof(*sorted));

	if (!sorted || samples->count == 0)
		return 0;
	memcpy(sorted, samples->values, samples->count * sizeof(*sorted));
	qsort(sorted, samples->count, sizeof(*sorted), by_value);
	return sorted[(size_t)((double)(samples->count - 1) * percent / 100 + 0.5)];
}

double samples_median(const struct samples *samples)
{
	return samples_percentile(samples, 50);
}

double samples_mean(const struct samples *samples, size_t first, size_t count)
{
	double sum = 0;

	for (size_t i = first; i < first + count && i < samples->count; i++)
		sum += samples->values[i];
	return count > 0 ? sum / (double)count : 0;
}

uint64_t sample_now_ns(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}
