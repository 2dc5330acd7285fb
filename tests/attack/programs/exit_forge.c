/* SPDX-License-Identifier: MIT */
/* A status that is none, by role: thread (the leader ends with 0, a thread with 3), big (256 is 0),
 * other (a child's 0). */
#include "attack.h"

#include <pthread.h>

static void *end_later(void *argument)
{
	usleep(20000);
	syscall(SYS_exit_group, 3);
	return argument;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	begin(argc, argv);
	printf("contained\n");
	fflush(stdout);
	if (is("thread")) {
		pthread_create(&thread, NULL, end_later, NULL);
		syscall(SYS_exit, 0);
	}
	if (is("child")) {
		if (fork() == 0)
			_exit(0);
		wait(NULL);
		raise(SIGKILL);
	}
	if (is("handler")) {
		signal(SIGSEGV, SIG_IGN);
		*(volatile int *)16 = 1;
	}
	_exit(259);
}
