/* SPDX-License-Identifier: MIT */
#include "burst.h"

#include "base/cleanup.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define PROCESSORS_MAX 64

/* What the process that launches leaves for us. */
struct results {
	int error;
	char reason[BURST_REASON];
	uint64_t total_ns; /* of all counted runs, with what is between them */
	uint64_t ns[BURST_RUNS_MAX];
};

/* The k-th processor that we may use. */
static void pin(unsigned k)
{
	cpu_set_t all, one;

	CPU_ZERO(&one);
	if (sched_getaffinity(0, sizeof(all), &all) < 0)
		return;
	for (unsigned cpu = 0, seen = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &all) && seen++ == k)
			CPU_SET(cpu, &one);
	(void)sched_setaffinity(0, sizeof(one), &one);
}

static void keep_reason(struct results *results, int error)
{
	ssize_t n = pread(STDERR_FILENO, results->reason, sizeof(results->reason) - 1, 0);

	results->error = error;
	if (n <= 0) {
		(void)snprintf(results->reason, sizeof(results->reason), "%s",
			error == -EBADMSG ? "it failed" : strerror(-error));
		return;
	}
	results->reason[n] = '\0';
	results->reason[strcspn(results->reason, "\n")] = '\0';
}

static _Noreturn void launch_all(const struct burst *burst, unsigned processor, struct results *results)
{
	struct launch launch = burst->launch;
	uint64_t ignored_ns, start_ns;
	int r;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin(processor);
	r = launch_prepare(&launch);
	for (size_t i = 0; i < burst->warmups && r == 0; i++)
		r = launch_run(&launch, &ignored_ns);
	if (burst->pause_us > 0)
		(void)usleep(burst->pause_us);
	start_ns = sample_now_ns();
	for (size_t i = 0; i < burst->runs && r == 0; i++)
		r = launch_run(&launch, &results->ns[i]);
	results->total_ns = sample_now_ns() - start_ns;
	if (r < 0)
		keep_reason(results, r);
	_exit(0);
}

static struct results *new_results(unsigned count)
{
	void *memory = mmap(NULL, count * sizeof(struct results), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* Starts and awaits them all. 0 or -errno: the first error of any. */
static int launch_on_all(const struct burst *burst, unsigned count, struct results *results, char *ret_reason)
{
	pid_t pids[PROCESSORS_MAX];
	int r = 0;

	for (unsigned k = 0; k < count; k++) {
		pids[k] = fork();
		if (pids[k] == 0)
			launch_all(burst, k, &results[k]);
	}
	for (unsigned k = 0; k < count; k++) {
		if (pids[k] < 0 || waitpid(pids[k], NULL, 0) < 0)
			r = -ECHILD;
		else if (results[k].error < 0)
			r = results[k].error;
		if (r < 0 && ret_reason[0] == '\0')
			(void)snprintf(ret_reason, BURST_REASON, "%s", r == -ECHILD ? strerror(ECHILD) : results[k].reason);
	}
	return r;
}

int burst_run(const struct burst *burst, struct samples *samples, char ret_reason[static BURST_REASON])
{
	struct results *results = new_results(1);
	int r;

	ret_reason[0] = '\0';
	if (!results)
		return -ENOMEM;
	r = launch_on_all(burst, 1, results, ret_reason);
	for (size_t i = 0; i < burst->runs && r == 0; i++)
		r = samples_add(samples, (double)results->ns[i]);
	(void)munmap(results, sizeof(*results));
	return r;
}

int burst_run_parallel(const struct burst *burst, unsigned count, double *ret_rate, char ret_reason[static BURST_REASON])
{
	struct results *results;
	double rate = 0;
	int r;

	ret_reason[0] = '\0';
	if (count > PROCESSORS_MAX)
		return -E2BIG;
	results = new_results(count);
	if (!results)
		return -ENOMEM;
	r = launch_on_all(burst, count, results, ret_reason);
	for (unsigned k = 0; k < count && r == 0; k++)
		rate += (double)burst->runs * 1e9 / (double)results[k].total_ns;
	(void)munmap(results, count * sizeof(*results));
	if (r == 0)
		*ret_rate = rate;
	return r;
}
