/* SPDX-License-Identifier: MIT */
#include "ctl/interrupt.h"

#include "base/cleanup.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>

static const int interrupt_signals[] = { SIGINT, SIGTERM };

/* A handler gets no argument, so what it notes has to lie here. */
static volatile sig_atomic_t interrupt_caught;
static int interrupt_wake = -1;

static void note(int number)
{
	const uint64_t one = 1;
	struct sigaction old;
	int error = errno;

	interrupt_caught = number;
	for (size_t i = 0; i < ARRAY_SIZE(interrupt_signals); i++) /* the next one, of any kind */
		if (sigaction(interrupt_signals[i], NULL, &old) >= 0 && old.sa_handler == note)
			(void)signal(interrupt_signals[i], SIG_DFL);
	(void)!write(interrupt_wake, &one, sizeof(one));
	errno = error;
}

int interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = note }, old;

	if (interrupt_wake >= 0)
		return 0;
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

void interrupt_finish(void)
{
	int number = interrupt_caught;

	if (number == 0)
		return;
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}
