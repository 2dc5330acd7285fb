/* SPDX-License-Identifier: MIT */
/*
 * Memory. With `address_space` RLIMIT_AS bounds everything, the stack may grow as far as that (deep
 * recursion is legal) and RLIMIT_STACK is unlimited, because glibc then gives threads 2 MiB instead
 * of "as much as the main stack may have". Runtimes that reserve address space by the gigabyte get
 * RLIMIT_DATA, which counts only what is writable, and the usual 8 MiB of stack.
 */
#include "runner/limits.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#define STACK_BYTES	    (8u * 1024 * 1024)
#define LOCKED_BYTES	    (64u * 1024)
#define PENDING_SIGNALS	    256
#define OWN_PROCESSES	    4 /* worker, two forkers and the zygote are in the same user namespace */
#define UNCOUNTED_PROCESSES 1024
#define US_PER_S	    1000000u

static void clamp_u64(uint64_t *value, uint64_t min, uint64_t max)
{
	if (*value < min)
		*value = min;
	if (*value > max)
		*value = max;
}

static void clamp_u32(uint32_t *value, uint32_t min, uint32_t max)
{
	if (*value < min)
		*value = min;
	if (*value > max)
		*value = max;
}

void limits_clamp(struct job_limits *limits)
{
	clamp_u64(&limits->cpu_us, 1000, LIMITS_WALL_MAX_US);
	clamp_u64(&limits->wall_us, 1000, LIMITS_WALL_MAX_US);
	clamp_u64(&limits->memory_bytes, LIMITS_MEMORY_MIN, UINT64_MAX / 2);
	clamp_u64(&limits->output_bytes, 0, LIMITS_OUTPUT_MAX);
	clamp_u64(&limits->disk_bytes, 64 * 1024, LIMITS_DISK_MAX);
	clamp_u32(&limits->processes, 1, LIMITS_PROCESSES_MAX);
	clamp_u32(&limits->open_files, LIMITS_FILES_MIN, LIMITS_FILES_MAX);
}

/* Never above the hard limit that we were started with. */
static int set_limit(__rlimit_resource_t resource, rlim_t value)
{
	struct rlimit limit = { .rlim_cur = value, .rlim_max = value };

	struct rlimit old;

	if (prlimit(0, resource, &limit, &old) < 0 &&
		(errno != EPERM || getrlimit(resource, &old) < 0))
		return -errno;
	if (value <= old.rlim_max)
		return 0;
	/* It was refused, or we have the right to go above. */
	old.rlim_cur = old.rlim_max;
	return setrlimit(resource, &old) < 0 ? -errno : 0;
}

uint64_t limits_stack(bool address_space)
{
	return address_space ? RLIM_INFINITY : STACK_BYTES;
}

/* Before Linux 5.14 the processes of a user are counted together wherever they are. */
static bool counts_together(void)
{
	static enum { UNKNOWN, NO, YES } answer;
	struct utsname name;

	if (answer == UNKNOWN && uname(&name) == 0) {
		char *end;
		unsigned long major = strtoul(name.release, &end, 10);
		unsigned long minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;

		answer = major < 5 || (major == 5 && minor < 14) ? YES : NO;
	}
	return answer == YES;
}

/* Where ours are not the only ones the limit only stops the worst. */
static rlim_t process_limit(uint32_t processes)
{
	return processes + OWN_PROCESSES + (counts_together() ? UNCOUNTED_PROCESSES : 0);
}

static const struct limits_entry fixed[] = {
	/* One, not zero: that also keeps a core_pattern that is a pipe from being started; no file is
	 * written below a page. */
	{ RLIMIT_CORE, 1 },
	{ RLIMIT_MEMLOCK, LOCKED_BYTES },
	{ RLIMIT_MSGQUEUE, 0 },
	{ RLIMIT_SIGPENDING, PENDING_SIGNALS },
	{ RLIMIT_NICE, 0 },
	{ RLIMIT_RTPRIO, 0 },
};

/* Those of a job that a run inherits. */
#define SHARED_COUNT 5

static void list_shared(const struct job_limits *limits, bool in_namespace,
	struct limits_entry entries[static SHARED_COUNT])
{
	const struct limits_entry table[SHARED_COUNT] = {
		{ RLIMIT_AS, limits->address_space ? limits->memory_bytes : RLIM_INFINITY },
		{ RLIMIT_DATA, limits->memory_bytes },
		{ RLIMIT_STACK, limits_stack(limits->address_space) },
		{ RLIMIT_NOFILE, limits->open_files },
		{ RLIMIT_NPROC, in_namespace ? process_limit(limits->processes) : RLIM_INFINITY },
	};

	memcpy(entries, table, sizeof(table));
}

/* The run's alone. */
static void list_own(
	const struct job_limits *limits, uint64_t file_bytes, struct limits_entry entries[static 2])
{
	/* The net below the CPU deadline, in whole seconds. Twice as much, for the kernel compares it with
	 * time that it counts in ticks: on a busy host that was seen to be 1.3 times the time that a
	 * process had, and who is killed by it would have failed for no reason that is told. */
	entries[0] = (struct limits_entry){ RLIMIT_CPU, 2 * (limits->cpu_us / US_PER_S) + 2 };
	entries[1] = (struct limits_entry){ RLIMIT_FSIZE, file_bytes };
}

int limits_set(const struct limits_entry *entries, size_t count)
{
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++)
		r = set_limit((__rlimit_resource_t)entries[i].resource, entries[i].value);
	return r;
}

int limits_apply_fixed(void)
{
	return limits_set(fixed, ARRAY_SIZE(fixed));
}

int limits_apply_shared(const struct job_limits *limits, bool in_namespace)
{
	struct limits_entry entries[SHARED_COUNT];

	list_shared(limits, in_namespace, entries);
	return limits_set(entries, ARRAY_SIZE(entries));
}

int limits_apply_own(const struct job_limits *limits, uint64_t file_bytes)
{
	struct limits_entry entries[2];

	list_own(limits, file_bytes, entries);
	return limits_set(entries, ARRAY_SIZE(entries));
}

size_t limits_list(const struct job_limits *limits, bool in_namespace, uint64_t file_bytes,
	struct limits_entry ret_entries[static LIMITS_COUNT])
{
	list_shared(limits, in_namespace, ret_entries);
	list_own(limits, file_bytes, ret_entries + SHARED_COUNT);
	return LIMITS_COUNT;
}
