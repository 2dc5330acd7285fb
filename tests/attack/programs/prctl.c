/* SPDX-License-Identifier: MIT */
/* The switches of a process that could reach beyond it. */
#include "attack.h"

#include <sys/prctl.h>

int main(int argc, char **argv)
{
	begin(argc, argv);
	refused("PR_SET_SECCOMP", prctl(PR_SET_SECCOMP, 99));
	refused("PR_SET_SECCOMP with a hidden half",
		syscall(SYS_prctl, 0xffffffff00000000ul | PR_SET_SECCOMP, 99, 0, 0, 0));
	refused("PR_SET_MM", prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, -1, 0, 0));
	refused("PR_SCHED_CORE", prctl(62, 1, 1, 0, 0));
	refused("personality without random addresses", syscall(SYS_personality, 0x0040000));
	fails("PR_SET_KEEPCAPS", prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
	prctl(PR_SET_DUMPABLE, 1);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_NAME, "practice-runner");
	prctl(PR_SET_TIMERSLACK, 1);
	fails("the first process is dumpable", open("/proc/1/mem", O_RDWR));
	fails("the first process's environment",
		open("/proc/1/environ", O_RDONLY) >= 0 &&
				read(open("/proc/1/environ", O_RDONLY), (char[1]){ 0 }, 1) == 1
			? 0
			: -1);
	return finish();
}
