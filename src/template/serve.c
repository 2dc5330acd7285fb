/* SPDX-License-Identifier: MIT */
/*
 * A run is cloned with CLONE_PARENT: the zygote is its parent and hears from the kernel how it
 * ended. libc's fork() can't do that, so the two things that fork() mends in a child of a process
 * with one thread are mended here: the thread's id, which the kernel writes where libc keeps it
 * (the place that libc itself has told the kernel for the thread's end), and the list of robust
 * mutexes.
 *
 * Sweeping: kill(-1) spares its caller and the first process of the namespace. When it finds nobody
 * else (ESRCH) there is nobody else: whatever a program did to its parents, sessions or names.
 */
#include "template/serve.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KERNEL_SIGNALS_SIZE 8 /* bytes of the kernel's sigset_t, but on MIPS */

/* The one thing that is kept: this is a library without a context that could be passed through the
 * interpreter. */
static struct {
	uint64_t signals; /* that were blocked before */
	int *tid_address;
	void *robust_list;
	size_t robust_len;
	struct template_order order;
	char *argv[TEMPLATE_ARGC_MAX + 1];
} server;

static void set_signals(const uint64_t *mask, uint64_t *ret_old)
{
	(void)syscall(SYS_rt_sigprocmask, SIG_SETMASK, mask, ret_old, KERNEL_SIGNALS_SIZE);
}

static ssize_t receive(void *data, size_t size)
{
	ssize_t n;

	do
		n = recv(TEMPLATE_FD, data, size, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

static void answer(enum template_answer_type type, long value)
{
	struct template_answer packet = { .type = (int32_t)type, .value = (int32_t)value };

	if (send(TEMPLATE_FD, &packet, sizeof(packet), MSG_NOSIGNAL) != (ssize_t)sizeof(packet))
		serve_end(1);
}

void serve_end(int status)
{
	for (;;)
		(void)syscall(SYS_exit_group, status);
}

/* In place: the variable is as long as what stands there. */
static bool restore_variable(char **environment, const struct template_setup *setup)
{
	size_t len = strnlen(setup->variable, sizeof(setup->variable));

	for (char **entry = environment; *entry; entry++) {
		if (strncmp(*entry, TEMPLATE_PRELOAD, sizeof(TEMPLATE_PRELOAD) - 1) != 0)
			continue;
		if (strlen(*entry) != len)
			return false;
		memcpy(*entry, setup->variable, len);
		return true;
	}
	return false;
}

int serve_begin(char **environment)
{
	struct template_setup setup;

	if (receive(&setup, sizeof(setup)) != (ssize_t)sizeof(setup) ||
		!restore_variable(environment, &setup))
		return -1;
	/* Sweeping is only for a child of the first process of a namespace. */
	if (getppid() != 1 || prctl(PR_SET_DUMPABLE, 0) < 0)
		return -1;
	if (prctl(PR_GET_TID_ADDRESS, &server.tid_address) < 0 || !server.tid_address ||
		*server.tid_address != (int)syscall(SYS_gettid))
		return -1;
	if (syscall(SYS_get_robust_list, 0, &server.robust_list, &server.robust_len) < 0)
		return -1;
	return 0;
}

static long clone_run(void)
{
	const unsigned long flags =
		CLONE_PARENT | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
	int *tid = server.tid_address;

#if defined(__x86_64__)
	return syscall(SYS_clone, flags, NULL, NULL, tid, NULL);
#elif defined(__aarch64__) || defined(__riscv) || defined(__arm__) || defined(__i386__)
	return syscall(SYS_clone, flags, NULL, NULL, NULL, tid);
#else
	(void)flags;
	(void)tid;
	errno = ENOSYS; /* the order of the arguments is not known: everything is executed */
	return -1;
#endif
}

static bool set_limits(const struct template_order *order)
{
	for (uint32_t i = 0; i < order->n_limits && i < TEMPLATE_LIMITS_MAX; i++) {
		const struct template_limit *limit = &order->limits[i];
		struct rlimit values;

		if (getrlimit((__rlimit_resource_t)limit->resource, &values) < 0)
			return false;
		if (limit->value < values.rlim_max)
			values.rlim_max = limit->value;
		values.rlim_cur = values.rlim_max;
		if (setrlimit((__rlimit_resource_t)limit->resource, &values) < 0)
			return false;
	}
	return true;
}

static bool split_words(struct template_order *order)
{
	size_t at = 0;

	if (order->argc > TEMPLATE_ARGC_MAX || order->words_len > sizeof(order->words))
		return false;
	for (uint32_t i = 0; i < order->argc; i++) {
		size_t len = strnlen(order->words + at, order->words_len - at);

		if (at + len >= order->words_len)
			return false;
		server.argv[i] = order->words + at;
		at += len + 1;
	}
	server.argv[order->argc] = NULL;
	return order->argc > 0;
}

/* The run's own process. The channel is closed last: it is how a failure is told. */
static void become_run(void)
{
	bool done;

	errno = EINVAL;
	done = syscall(SYS_set_robust_list, server.robust_list, server.robust_len) == 0 &&
	       split_words(&server.order) && chdir(server.order.folder) == 0 &&
	       set_limits(&server.order) && prctl(PR_SET_DUMPABLE, 1) == 0;
	if (!done) {
		answer(TEMPLATE_SPOILT, -errno);
		serve_end(127);
	}
	(void)close(TEMPLATE_FD);
}

static long sweep(void)
{
	if (kill(-1, SIGKILL) == 0)
		return 1;
	return errno == ESRCH ? 0 : -errno;
}

char **serve_runs(void)
{
	static const uint64_t all = ~UINT64_C(0);

	set_signals(&all, &server.signals);
	answer(TEMPLATE_READY, 0);
	for (;;) {
		ssize_t n = receive(&server.order, sizeof(server.order));
		long pid;

		if (n < (ssize_t)TEMPLATE_ORDER_HEAD)
			serve_end(0);
		if (server.order.op == TEMPLATE_SWEEP) {
			answer(TEMPLATE_SWEPT, sweep());
			continue;
		}
		pid = clone_run();
		if (pid == 0) {
			become_run();
			return server.argv;
		}
		answer(TEMPLATE_RUNS, pid < 0 ? -errno : pid);
	}
}

void serve_release(void)
{
	set_signals(&server.signals, NULL);
}
