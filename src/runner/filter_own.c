/* SPDX-License-Identifier: MIT */
#include "runner/filter_own.h"

#include <sys/mman.h>

#define ALLOW(call)                                                                                \
	{                                                                                          \
		.name = #call                                                                      \
	}
/* No memory becomes code. */
#define DATA_ONLY(call)                                                                            \
	{                                                                                          \
		.name = #call, .argument = 2, .forbidden = PROT_EXEC                               \
	}

/* clang-format off */
/* What memory, time, log lines and an end need. */
#define COMMON                                                                                     \
	ALLOW(brk), DATA_ONLY(mmap), DATA_ONLY(mprotect), ALLOW(munmap), ALLOW(mremap), ALLOW(madvise), \
	ALLOW(clock_gettime), ALLOW(gettimeofday), ALLOW(clock_nanosleep), ALLOW(nanosleep),       \
	ALLOW(restart_syscall), ALLOW(rt_sigreturn), ALLOW(rt_sigaction), ALLOW(rt_sigprocmask),   \
	ALLOW(getpid), ALLOW(gettid), ALLOW(getppid), ALLOW(futex), ALLOW(getrandom),              \
	ALLOW(poll), ALLOW(ppoll), ALLOW(sendmsg), ALLOW(recvmsg), ALLOW(socketpair),              \
	ALLOW(read), ALLOW(write), ALLOW(close), ALLOW(fcntl), ALLOW(fstat), ALLOW(newfstatat),    \
	ALLOW(lseek), ALLOW(kill), ALLOW(wait4), ALLOW(waitid), ALLOW(exit), ALLOW(exit_group)

/* It passes descriptors on and starts workers by the launcher. */
static const struct filter_own_call supervisor_calls[] = {
	COMMON,
	ALLOW(tgkill), /* abort() */
};

/* On top of FILTER_BASE: outputs in memfds, a judge's pipes, the folders of a submission. */
static const struct filter_own_call worker_calls[] = {
	COMMON,
	ALLOW(tgkill),
	ALLOW(memfd_create), ALLOW(ftruncate), ALLOW(pread64), ALLOW(pwrite64), ALLOW(writev),
	ALLOW(fchmod), ALLOW(flock), ALLOW(pipe), ALLOW(pipe2), ALLOW(ioctl), ALLOW(dup), ALLOW(dup3),
	ALLOW(open), ALLOW(openat), ALLOW(lstat), ALLOW(stat), ALLOW(getdents64), ALLOW(unlinkat),
	ALLOW(fchmodat), ALLOW(fchmodat2), ALLOW(fstatfs), ALLOW(statx), ALLOW(utimensat),
};
/* clang-format on */

const struct filter_own_call *filter_own_calls(enum filter_layer layer, size_t *ret_count)
{
	bool is_worker = layer == FILTER_WORKER;

	*ret_count = is_worker ? ARRAY_SIZE(worker_calls) : ARRAY_SIZE(supervisor_calls);
	return is_worker ? worker_calls : supervisor_calls;
}
