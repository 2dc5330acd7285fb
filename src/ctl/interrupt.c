/* SPDX-License-Identifier: MIT */
#include "ctl/interrupt.h"

#include "base/cleanup.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const int interrupt_signals[] = { SIGINT, SIGTERM };

/* A handler gets no argument, so what it notes has to lie here. */
static volatile sig_atomic_t interrupt_caught;
static int interrupt_wake = -1;
static volatile sig_atomic_t interrupt_terminal = -1;
static struct termios interrupt_before; /* of the terminal, while there is one */

/* In a handler: only what signal-safety(7) lists. From the background it would be stopped by the
 * attempt, and the terminal is another's then. */
static void end_at_once(int number)
{
	if (interrupt_terminal >= 0 && tcgetpgrp(interrupt_terminal) == getpgrp())
		(void)tcsetattr(interrupt_terminal, TCSANOW, &interrupt_before);
	(void)signal(number, SIG_DFL);
	(void)raise(number); /* comes when the handler returns */
}

static void note(int number)
{
	const uint64_t one = 1;
	int error = errno;

	if (interrupt_caught != 0)
		end_at_once(number);
	else
		interrupt_caught = number;
	(void)!write(interrupt_wake, &one, sizeof(one));
	errno = error;
}

int interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = note }, old;

	if (interrupt_wake >= 0)
		return 0;
	(void)sigemptyset(&action.sa_mask); /* one after the other */
	for (size_t i = 0; i < ARRAY_SIZE(interrupt_signals); i++)
		(void)sigaddset(&action.sa_mask, interrupt_signals[i]);
	interrupt_wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (interrupt_wake < 0)
		return -errno;
	for (size_t i = 0; i < ARRAY_SIZE(interrupt_signals); i++) {
		if (sigaction(interrupt_signals[i], NULL, &old) >= 0 && old.sa_handler == SIG_IGN)
			continue;
		if (sigaction(interrupt_signals[i], &action, NULL) < 0)
			return -errno;
	}
	return 0;
}

int interrupt_fd(void)
{
	return interrupt_wake;
}

int interrupt_signal(void)
{
	return interrupt_caught;
}

void interrupt_mend_terminal(int fd, const struct termios *before)
{
	interrupt_terminal = -1;
	interrupt_before = *before;
	interrupt_terminal = fd;
}

void interrupt_leave_terminal(void)
{
	interrupt_terminal = -1;
}

void interrupt_finish(void)
{
	int number = interrupt_caught;

	if (number == 0)
		return;
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}
