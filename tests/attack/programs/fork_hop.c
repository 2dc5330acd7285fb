/* SPDX-License-Identifier: MIT */
/* A process that is never there when one looks: each forks the next and ends. Whoever kills one by
 * one never gets it. */
#include "attack.h"

#define HOPS 200000

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	if (is("leave")) {
		for (int hopper = 0; hopper < 3; hopper++) {
			if (fork() != 0)
				continue;
			for (int i = 0; i < HOPS; i++)
				if (fork() != 0)
					_exit(0);
			_exit(0);
		}
		usleep(20000);
		return finish();
	}
	for (int pid = 2; pid < 32768; pid++)
		if (pid != getpid() && kill(pid, 0) == 0 && !is_template(pid))
			escaped("process %d of the run before", pid);
	return finish();
}
