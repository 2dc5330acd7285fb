/* SPDX-License-Identifier: MIT */
/* More of the processor than one's share, or another processor. */
#include "attack.h"

#include <sched.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
	struct sched_param first = { .sched_priority = 1 }, none = { 0 };
	uint64_t deadline[6] = { 48 | 6ul << 32, 0, 0, 10000000, 20000000, 20000000 };
	cpu_set_t all;

	begin(argc, argv);
	errno = 0;
	fails("nice -10", nice(-10) == -1 && errno ? -1 : 0);
	fails("setpriority -20", setpriority(PRIO_PROCESS, 0, -20));
	fails("the first process's priority", setpriority(PRIO_PROCESS, 1, 19));
	if (getppid() == 1)
		fails("the user's priority", setpriority(PRIO_USER, 0, 19));
	fails("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &first));
	fails("SCHED_RR", sched_setscheduler(0, SCHED_RR, &first));
	fails("the first process's scheduling", sched_setscheduler(1, SCHED_IDLE, &none));
	fails("SCHED_DEADLINE", syscall(314, 0, deadline, 0));
	CPU_ZERO(&all);
	for (int cpu = 0; cpu < 64; cpu++)
		CPU_SET(cpu, &all);
	refused("all processors", sched_setaffinity(0, sizeof(all), &all));
	refused("the first process's processor", sched_setaffinity(1, sizeof(all), &all));
	fails("real-time input and output", syscall(SYS_ioprio_set, 1, 0, 1 << 13));
	return finish();
}
