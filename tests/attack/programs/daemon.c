/* SPDX-License-Identifier: MIT */
/* leave: processes that don't want to end: sessions of their own, orphans, stopped, deaf, with
 * another name. look: none is there. */
#include "attack.h"

#include <sched.h>
#include <sys/prctl.h>

static void live_on(int kind)
{
	setsid();
	if (fork() != 0)
		_exit(0);
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_IGN);
	prctl(PR_SET_NAME, "kworker/0:1");
	prctl(PR_SET_PDEATHSIG, 0);
	if (kind == 1)
		raise(SIGSTOP);
	if (kind == 2)
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (kind == 3 && vfork() == 0)
		for (;;)
			pause();
	for (;;)
		if (kind == 4)
			kill(1, SIGALRM);
		else
			pause();
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	if (is("leave")) {
		prctl(PR_SET_CHILD_SUBREAPER, 1);
		for (int kind = 0; kind < 5; kind++)
			if (fork() == 0)
				live_on(kind);
		/* A child of our parent, not of us. */
		if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0)
			for (;;)
				pause();
		usleep(20000);
		return finish();
	}
	for (int pid = 2; pid < 32768; pid++)
		if (pid != getpid() && (kill(pid, 0) == 0 || errno != ESRCH) && !is_template(pid))
			escaped("process %d of another run", pid);
	return finish();
}
