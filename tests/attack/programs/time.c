/* SPDX-License-Identifier: MIT */
/* Past the time limits, by role. Nearly none of it ends by itself. */
#include "attack.h"

#include <pthread.h>
#include <sys/time.h>
#include <time.h>

static void *spin(void *argument)
{
	for (;;)
		__asm__ volatile("" ::: "memory");
	return argument;
}

static void ignore_all(void)
{
	sigset_t all;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
}

static void spin_in_threads(void)
{
	pthread_t thread;

	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, spin, NULL);
	pause();
}

static void spin_in_children(void)
{
	for (int i = 0; i < 4; i++)
		if (fork() == 0)
			spin(NULL);
	while (wait(NULL) > 0)
		;
}

/* Thousands of short lives, none of them long enough to be looked at. */
static void spin_in_grandchildren(void)
{
	for (;;) {
		if (fork() == 0) {
			for (volatile int i = 0; i < 1000000; i++)
				;
			_exit(0);
		}
		wait(NULL);
	}
}

/* Whoever ignores the end of a child is not charged for it. */
static void spin_in_forgotten_child(void)
{
	int pair[2];
	char byte;

	signal(SIGCHLD, SIG_IGN);
	if (pipe(pair) == 0 && fork() == 0) {
		for (clock_t end = clock() + CLOCKS_PER_SEC; clock() < end;)
			;
		_exit(0);
	}
	close(pair[1]);
	if (read(pair[0], &byte, 1) == 0)
		exit(finish());
}

static void hang_in_vfork(void)
{
	if (vfork() == 0)
		for (;;)
			pause();
}

static void stop_all(void)
{
	if (fork() == 0)
		raise(SIGSTOP);
	raise(SIGSTOP);
	for (;;)
		kill(0, SIGSTOP);
}

static void disturb_the_first(void)
{
	for (;;) {
		kill(1, SIGALRM);
		kill(1, SIGCHLD);
	}
}

static void be_interrupted(void)
{
	struct itimerval often = { { 0, 50 }, { 0, 50 } };

	signal(SIGALRM, SIG_IGN);
	setitimer(ITIMER_REAL, &often, NULL);
	for (;;)
		if (fork() == 0)
			_exit(0);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	need_pid_namespace();
	if (is("ignore") || is("disturb"))
		ignore_all();
	if (is("threads"))
		spin_in_threads();
	if (is("children"))
		spin_in_children();
	if (is("grandchildren"))
		spin_in_grandchildren();
	if (is("forgotten"))
		spin_in_forgotten_child();
	if (is("vfork"))
		hang_in_vfork();
	if (is("stop"))
		stop_all();
	if (is("disturb"))
		disturb_the_first();
	if (is("interrupted"))
		be_interrupted();
	if (is("sleep"))
		for (;;)
			pause();
	spin(NULL);
}
