/* SPDX-License-Identifier: MIT */
/* Another process's memory and registers: our parent's, our child's, and a verdict forged by
 * stopping for a tracer. */
#include "attack.h"

#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

int main(int argc, char **argv)
{
	char buffer[16];
	struct iovec own = { buffer, sizeof(buffer) }, theirs = { main, sizeof(buffer) };
	pid_t child;

	begin(argc, argv);
	refused("PTRACE_TRACEME", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	refused("PTRACE_ATTACH to the first process", ptrace(PTRACE_ATTACH, 1, NULL, NULL));
	refused("PTRACE_SEIZE the parent", ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
	refused("PTRACE_SEIZE the runner", ptrace(PTRACE_SEIZE, host.runner, NULL, NULL));
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
		pause();
		_exit(0);
	}
	refused("PTRACE_SEIZE a child", ptrace(PTRACE_SEIZE, child, NULL, NULL));
	refused("process_vm_readv of a child", process_vm_readv(child, &own, 1, &theirs, 1, 0));
	refused("process_vm_writev of a child", process_vm_writev(child, &own, 1, &theirs, 1, 0));
	refused("process_vm_readv of the first process",
		process_vm_readv(1, &own, 1, &theirs, 1, 0));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return finish();
}
