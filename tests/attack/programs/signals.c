/* SPDX-License-Identifier: MIT */
/* Signals to whoever runs us: by number, by group, by queue, by thread. Only kill(0) and kill(1)
 * can be answered with success. */
#include "attack.h"

static long queue(int pid, int number)
{
	siginfo_t info = { .si_signo = number, .si_code = SI_QUEUE };

	return syscall(SYS_rt_sigqueueinfo, pid, number, &info);
}

int main(int argc, char **argv)
{
	const int deadly[] = { SIGKILL, SIGTERM, SIGSTOP, SIGTSTP, SIGHUP, SIGINT, SIGQUIT, SIGSEGV,
		SIGUSR1, SIGPIPE, SIGALRM, SIGCHLD, SIGXCPU, SIGSYS, SIGCONT, SIGRTMIN };

	begin(argc, argv);
	need_pid_namespace();
	for (int pid = 2; pid < 70000; pid++)
		if (pid != getpid() && (kill(pid, 0) == 0 || errno == EPERM) && !is_template(pid))
			escaped("process %d can be named", pid);
	for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++) {
		kill(1, deadly[i]);
		queue(1, deadly[i]);
		syscall(SYS_tgkill, 1, 1, deadly[i]);
		syscall(SYS_tkill, 1, deadly[i]);
		kill(getppid(), deadly[i]);
		kill(-getpgid(1), deadly[i]);
		fails("a signal to the runner", kill(host.runner, deadly[i]));
		fails("a signal to the driver", queue(host.driver, deadly[i]));
	}
	if (kill(1, 0) < 0)
		escaped("the first process is gone");
	return finish();
}
