/* SPDX-License-Identifier: MIT */
#include "runner/meter.h"

#include "base/cgroup.h"

#include <sched.h>
#include <time.h>

#define US_PER_S 1000000u
#define STARVED_AFTER_US 5000 /* nobody fills OWN_BYTES of a leaf sooner */
#define RUNS_MAX 16
#define SLACK_US                                                                                   \
	10000 /* the cgroup counts what the kernel does for us too, and an earlier zygote's end */

static uint64_t own_us(void)
{
	struct timespec time = { 0 };

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * US_PER_S + (uint64_t)time.tv_nsec / 1000;
}

static uint64_t read_value(int fd, const char *key)
{
	char text[CGROUP_TEXT_MAX];
	uint64_t value = 0;

	if (fd >= 0 && cgroup_read_fd(fd, text) == 0)
		(void)cgroup_value(text, key, &value);
	return value;
}

void meter_count_processors(struct meter *meter)
{
	cpu_set_t set;

	meter->processors = sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : CPU_SETSIZE;
}

uint64_t meter_least_wall_us(const struct meter *meter, uint64_t cpu_us)
{
	return meter ? cpu_us / meter->processors : cpu_us;
}

void meter_begin(struct meter *meter, pid_t pid)
{
	bool is_next;

	if (!meter || (meter->cpu_fd < 0 && meter->events_fd < 0))
		return;
	is_next = pid == meter->last_pid + 1 && ++meter->runs < RUNS_MAX;
	meter->last_pid = pid;
	if (is_next)
		return;
	meter->base_us = read_value(meter->cpu_fd, "usage_usec");
	meter->own_us = own_us();
	meter->counted_us = 0;
	meter->runs = 0;
	meter->ooms = read_value(meter->events_fd, "oom_kill");
}

uint64_t meter_cpu_us(const struct meter *meter)
{
	uint64_t now_us, known_us;

	if (!meter || meter->cpu_fd < 0)
		return 0;
	now_us = read_value(meter->cpu_fd, "usage_usec");
	known_us = meter->base_us + meter->counted_us + (own_us() - meter->own_us) + SLACK_US;
	return now_us > known_us ? now_us - known_us : 0;
}

static bool was_starved(struct meter *meter)
{
	uint64_t before = meter->ooms;

	meter->ooms = read_value(meter->events_fd, "oom_kill");
	return meter->ooms > before;
}

void meter_end(struct meter *meter, const struct job_limits *limits, struct run_result *result)
{
	uint64_t counted_us = result->cpu_us;

	if (!meter)
		return;
	if (result->wall_us >= meter_least_wall_us(meter, limits->cpu_us)) {
		uint64_t cpu_us = meter_cpu_us(meter);

		if (cpu_us > result->cpu_us)
			result->cpu_us = cpu_us;
	}
	meter->counted_us += counted_us;
	if (result->status != 0 || result->wall_us >= STARVED_AFTER_US)
		result->starved = was_starved(meter);
	result->ooms = meter->ooms;
}
