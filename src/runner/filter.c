/* SPDX-License-Identifier: MIT */
/*
 * Theory: see filter.h for the two layers. libseccomp turns the table into BPF in the supervisor
 * (milliseconds, and it allocates); the finished program is a plain array that forked processes
 * inherit and load with one system call.
 *
 * Why calls are where they are: nothing that makes a privilege, a namespace, a mount or a module;
 * nothing that reaches another process's memory, limits or priority (the zygote has the learner's
 * uid); no leases, no inotify and no extended attributes, which would leave traces on inodes that
 * other runs share; no key rings, System V or POSIX message queues; no sockets but an AF_UNIX pair;
 * no io_uring, because its operations do not pass a filter. A name that libseccomp does not know on
 * this architecture is skipped: what is not named is absent.
 */
#include "runner/filter.h"

#include "base/file.h"
#include "runner/filter_own.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define ALLOW(call)                                                                                \
	{                                                                                          \
#call, FILTER_ALLOW                                                                \
	}
#define SOCKET(call)                                                                               \
	{                                                                                          \
#call, FILTER_SOCKET                                                               \
	}
#define SETUP(call)                                                                                \
	{                                                                                          \
#call, FILTER_SETUP                                                                \
	}
#define FORK(call)                                                                                 \
	{                                                                                          \
#call, FILTER_FORK                                                                 \
	}
#define REFUSE(call)                                                                               \
	{                                                                                          \
#call, FILTER_REFUSE                                                               \
	}
#define ABSENT(call)                                                                               \
	{                                                                                          \
#call, FILTER_ABSENT                                                               \
	}

/* clang-format off */
static const struct filter_call calls[] = {
	/* files */
	ALLOW(read), ALLOW(write), ALLOW(readv), ALLOW(writev), ALLOW(pread64), ALLOW(pwrite64),
	ALLOW(preadv), ALLOW(pwritev), ALLOW(preadv2), ALLOW(pwritev2), ALLOW(open), ALLOW(openat),
	ALLOW(openat2), ALLOW(creat), ALLOW(close), ALLOW(close_range), ALLOW(lseek), ALLOW(stat),
	ALLOW(fstat), ALLOW(lstat), ALLOW(newfstatat), ALLOW(statx), ALLOW(statfs), ALLOW(fstatfs),
	ALLOW(access), ALLOW(faccessat), ALLOW(faccessat2), ALLOW(getdents), ALLOW(getdents64),
	ALLOW(getcwd), ALLOW(chdir), ALLOW(fchdir), ALLOW(rename), ALLOW(renameat),
	ALLOW(renameat2), ALLOW(mkdir), ALLOW(mkdirat), ALLOW(rmdir), ALLOW(link), ALLOW(linkat),
	ALLOW(unlink), ALLOW(unlinkat), ALLOW(symlink), ALLOW(symlinkat), ALLOW(readlink),
	ALLOW(readlinkat), ALLOW(chmod), ALLOW(fchmod), ALLOW(fchmodat), ALLOW(fchmodat2),
	ALLOW(chown), ALLOW(fchown), ALLOW(lchown), ALLOW(fchownat), ALLOW(umask), ALLOW(utime),
	ALLOW(utimes), ALLOW(utimensat), ALLOW(futimesat), ALLOW(truncate), ALLOW(ftruncate),
	ALLOW(fallocate), ALLOW(fsync), ALLOW(fdatasync), ALLOW(sync_file_range), ALLOW(flock),
	ALLOW(fcntl), ALLOW(ioctl), ALLOW(dup), ALLOW(dup2), ALLOW(dup3), ALLOW(pipe), ALLOW(pipe2),
	ALLOW(sendfile), ALLOW(splice), ALLOW(tee), ALLOW(copy_file_range), ALLOW(fadvise64),
	ALLOW(readahead), ALLOW(memfd_create),
	/* waiting */
	ALLOW(poll), ALLOW(ppoll), ALLOW(select), ALLOW(pselect6), ALLOW(epoll_create),
	ALLOW(epoll_create1), ALLOW(epoll_ctl), ALLOW(epoll_wait), ALLOW(epoll_pwait),
	ALLOW(epoll_pwait2), ALLOW(eventfd), ALLOW(eventfd2), ALLOW(signalfd), ALLOW(signalfd4),
	ALLOW(timerfd_create), ALLOW(timerfd_settime), ALLOW(timerfd_gettime), ALLOW(pause),
	ALLOW(nanosleep), ALLOW(clock_nanosleep), ALLOW(sched_yield), ALLOW(restart_syscall),
	/* memory */
	ALLOW(brk), ALLOW(mmap), ALLOW(munmap), ALLOW(mprotect), ALLOW(mremap), ALLOW(madvise),
	ALLOW(msync), ALLOW(mlock), ALLOW(munlock), ALLOW(pkey_alloc), ALLOW(pkey_free),
	ALLOW(pkey_mprotect), ALLOW(membarrier),
	/* signals and time */
	ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn), ALLOW(rt_sigpending),
	ALLOW(rt_sigtimedwait), ALLOW(rt_sigsuspend), ALLOW(rt_sigqueueinfo),
	ALLOW(rt_tgsigqueueinfo), ALLOW(sigaltstack), ALLOW(kill), ALLOW(tkill), ALLOW(tgkill),
	ALLOW(clock_gettime), ALLOW(clock_getres), ALLOW(gettimeofday), ALLOW(time), ALLOW(times),
	ALLOW(getitimer), ALLOW(setitimer), ALLOW(alarm), ALLOW(timer_create), ALLOW(timer_settime),
	ALLOW(timer_gettime), ALLOW(timer_getoverrun), ALLOW(timer_delete),
	/* processes and threads */
	ALLOW(clone), ALLOW(fork), ALLOW(vfork), ALLOW(execve), ALLOW(execveat), ALLOW(exit),
	ALLOW(exit_group), ALLOW(wait4), ALLOW(waitid), ALLOW(futex), ALLOW(set_tid_address),
	ALLOW(set_robust_list), ALLOW(get_robust_list), ALLOW(rseq), ALLOW(arch_prctl),
	ALLOW(prctl), ALLOW(getpid), ALLOW(gettid), ALLOW(getppid), ALLOW(getpgrp), ALLOW(getpgid),
	ALLOW(setpgid), ALLOW(getsid), ALLOW(setsid), ALLOW(getuid), ALLOW(geteuid), ALLOW(getgid),
	ALLOW(getegid), ALLOW(getresuid), ALLOW(getresgid), ALLOW(getgroups), ALLOW(capget),
	ALLOW(setuid), ALLOW(setgid), ALLOW(setreuid), ALLOW(setregid), ALLOW(setresuid),
	ALLOW(setresgid), ALLOW(getrlimit), ALLOW(setrlimit), ALLOW(prlimit64), ALLOW(getrusage),
	ALLOW(sysinfo), ALLOW(uname), ALLOW(getrandom), ALLOW(getcpu), ALLOW(getpriority),
	ALLOW(sched_getaffinity), ALLOW(sched_getparam), ALLOW(sched_getscheduler),
	ALLOW(sched_getattr), ALLOW(sched_get_priority_max), ALLOW(sched_get_priority_min),
	ALLOW(sched_rr_get_interval), ALLOW(ioprio_get),
	/* a pair of sockets, as event loops and multiprocessing use it */
	ALLOW(socketpair), ALLOW(sendto), ALLOW(recvfrom), ALLOW(sendmsg), ALLOW(recvmsg),
	ALLOW(shutdown), ALLOW(getsockopt), ALLOW(setsockopt), ALLOW(getsockname),
	ALLOW(getpeername),
	/* a server and its clients, in the sandboxes of a service */
	SOCKET(socket), SOCKET(bind), SOCKET(listen), SOCKET(accept), SOCKET(accept4),
	SOCKET(connect),
	/* ours alone */
	SETUP(mount), SETUP(umount2), SETUP(capset), SETUP(seccomp), SETUP(landlock_create_ruleset),
	SETUP(landlock_add_rule), SETUP(landlock_restrict_self), SETUP(sched_setaffinity),
	SETUP(unshare), SETUP(setns),
	FORK(clone3),
	/* never */
	REFUSE(sendmmsg), REFUSE(recvmmsg),
	REFUSE(pivot_root), REFUSE(chroot), REFUSE(mount_setattr), REFUSE(open_tree),
	REFUSE(move_mount), REFUSE(fsopen), REFUSE(fsmount), REFUSE(fsconfig), REFUSE(fspick),
	REFUSE(swapon), REFUSE(swapoff), REFUSE(reboot), REFUSE(sethostname), REFUSE(setdomainname),
	REFUSE(init_module), REFUSE(finit_module), REFUSE(delete_module), REFUSE(kexec_load),
	REFUSE(kexec_file_load), REFUSE(bpf), REFUSE(perf_event_open), REFUSE(userfaultfd),
	REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev),
	REFUSE(process_madvise), REFUSE(kcmp), REFUSE(pidfd_getfd), REFUSE(keyctl), REFUSE(add_key),
	REFUSE(request_key), REFUSE(quotactl), REFUSE(acct), REFUSE(settimeofday),
	REFUSE(clock_settime), REFUSE(clock_adjtime), REFUSE(adjtimex), REFUSE(iopl),
	REFUSE(ioperm), REFUSE(syslog), REFUSE(vhangup), REFUSE(mknod), REFUSE(mknodat),
	REFUSE(name_to_handle_at), REFUSE(open_by_handle_at), REFUSE(fanotify_init),
	REFUSE(lookup_dcookie), REFUSE(nfsservctl), REFUSE(setgroups), REFUSE(setfsuid),
	REFUSE(setfsgid), REFUSE(setpriority), REFUSE(sched_setscheduler), REFUSE(sched_setparam),
	REFUSE(sched_setattr), REFUSE(ioprio_set), REFUSE(personality), REFUSE(mincore),
	REFUSE(vmsplice), REFUSE(mbind), REFUSE(set_mempolicy), REFUSE(migrate_pages),
	REFUSE(move_pages), REFUSE(mlockall), REFUSE(munlockall), REFUSE(shmget), REFUSE(shmat),
	REFUSE(shmctl), REFUSE(shmdt), REFUSE(semget), REFUSE(semop), REFUSE(semtimedop),
	REFUSE(semctl), REFUSE(msgget), REFUSE(msgsnd), REFUSE(msgrcv), REFUSE(msgctl),
	REFUSE(mq_open), REFUSE(mq_unlink), REFUSE(inotify_add_watch),
	/* tried and done without: io_uring, clone3 and pidfds have fallbacks; attributes are absent */
	ABSENT(io_uring_setup), ABSENT(io_uring_enter), ABSENT(io_uring_register),
	ABSENT(io_setup), ABSENT(pidfd_open), ABSENT(pidfd_send_signal), ABSENT(inotify_init),
	ABSENT(inotify_init1), ABSENT(get_mempolicy), ABSENT(mlock2), ABSENT(setxattr),
	ABSENT(lsetxattr), ABSENT(fsetxattr), ABSENT(getxattr), ABSENT(lgetxattr),
	ABSENT(fgetxattr), ABSENT(listxattr), ABSENT(llistxattr), ABSENT(flistxattr),
	ABSENT(removexattr), ABSENT(lremovexattr), ABSENT(fremovexattr), ABSENT(futex_waitv),
	ABSENT(memfd_secret), ABSENT(map_shadow_stack),
};
/* clang-format on */

/* Conditions of FILTER_RUN: the call is refused when the argument, masked, compares so. */
struct argument_rule {
	const char *name;
	int error;
	struct scmp_arg_cmp test;
};

#define NEW_NAMESPACE(flag)                                                                        \
	{                                                                                          \
		"clone", EPERM,                                                                    \
		{                                                                                  \
			CLONE_ARGUMENT, SCMP_CMP_MASKED_EQ, flag, flag                             \
		}                                                                                  \
	}
#define LOW_WORD 0xffffffffu /* the kernel reads an int: the upper half must not hide a value */

/* clone(flags, stack, ...) everywhere but on s390, where the first two are swapped. */
#if defined(__s390__)
#define CLONE_ARGUMENT 1
#else
#define CLONE_ARGUMENT 0
#endif

static const struct argument_rule argument_rules[] = {
	NEW_NAMESPACE(CLONE_NEWNS),
	NEW_NAMESPACE(CLONE_NEWCGROUP),
	NEW_NAMESPACE(CLONE_NEWUTS),
	NEW_NAMESPACE(CLONE_NEWIPC),
	NEW_NAMESPACE(CLONE_NEWUSER),
	NEW_NAMESPACE(CLONE_NEWPID),
	NEW_NAMESPACE(CLONE_NEWNET),
	/* A child with another parent, or a traced one, is nothing that a lesson needs. */
	NEW_NAMESPACE(CLONE_PTRACE),
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, TIOCSTI } },
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, TIOCLINUX } },
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, TIOCCONS } },
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, TIOCSETD } },
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, F_SETLEASE } },
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, F_NOTIFY } },
	{ "prctl", EPERM, { 0, SCMP_CMP_MASKED_EQ, LOW_WORD, PR_SET_SECCOMP } },
	{ "prctl", EPERM, { 0, SCMP_CMP_MASKED_EQ, LOW_WORD, PR_SET_MM } },
	{ "prctl", EPERM, { 0, SCMP_CMP_MASKED_EQ, LOW_WORD, 62 /* PR_SCHED_CORE */ } },
	/* They would outlive the case on a descriptor that the next one gets. */
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, F_SETOWN } },
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, F_SETOWN_EX } },
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, F_SETSIG } },
	/* Hints about how long data lives are kept with the inode, also of files that others see:
	 * a message. By number: older headers don't have them. */
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, 1036 /* F_SET_RW_HINT */ } },
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, 1038 /* F_SET_FILE_RW_HINT */ } },
	/* Flags are kept with the inode of a descriptor or folder that the next case gets. */
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, FS_IOC_SETFLAGS } },
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, FS_IOC32_SETFLAGS } },
	{ "ioctl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, FS_IOC_FSSETXATTR } },
	/* What lies in a socket's buffer is charged to nobody's memory limit. */
	{ "setsockopt", EPERM, { 2, SCMP_CMP_MASKED_EQ, LOW_WORD, SO_SNDBUF } },
	{ "setsockopt", EPERM, { 2, SCMP_CMP_MASKED_EQ, LOW_WORD, SO_RCVBUF } },
	/* The pages of all pipes of a user are counted together, the other slots' too. */
	{ "fcntl", EPERM, { 1, SCMP_CMP_MASKED_EQ, LOW_WORD, F_SETPIPE_SZ } },
	/* The zygote has our uid: nobody sets another process's limits. */
	{ "prlimit64", EPERM, { 0, SCMP_CMP_NE, 0, 0 } },
	{ "socketpair", EPERM, { 0, SCMP_CMP_NE, AF_UNIX, 0 } },
};

/* The same of FILTER_SERVICE, on top. The flags SOCK_NONBLOCK and SOCK_CLOEXEC are beside the type.
 */
#define SOCKET_TYPE 0xf

static const struct argument_rule service_rules[] = {
	{ "socket", EPERM, { 0, SCMP_CMP_NE, AF_UNIX, 0 } },
	{ "socket", EPERM, { 1, SCMP_CMP_MASKED_EQ, SOCKET_TYPE, SOCK_DGRAM } },
	{ "socket", EPERM, { 1, SCMP_CMP_MASKED_EQ, SOCKET_TYPE, SOCK_RAW } },
	{ "socket", EPERM, { 1, SCMP_CMP_MASKED_EQ, SOCKET_TYPE, SOCK_SEQPACKET } },
};

const struct filter_call *filter_calls(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(calls);
	return calls;
}

static uint32_t base_action(enum filter_policy policy)
{
	static const uint32_t actions[] = {
		[FILTER_ALLOW] = SCMP_ACT_ALLOW,
		[FILTER_SOCKET] = SCMP_ACT_ALLOW,
		[FILTER_SETUP] = SCMP_ACT_ALLOW,
		[FILTER_FORK] = SCMP_ACT_ALLOW,
		[FILTER_REFUSE] = SCMP_ACT_ERRNO(EPERM),
	};

	return actions[policy];
}

static int add_rule(scmp_filter_ctx context, uint32_t action, const char *name,
	const struct scmp_arg_cmp *test, struct failure *failure)
{
	int number = seccomp_syscall_resolve_name(name);
	int r;

	if (number == __NR_SCMP_ERROR)
		return 0;
	r = seccomp_rule_add_array(context, action, number, test ? 1 : 0, test);
	return r < 0 ? failure_set(failure, r, "seccomp rule for %s", name) : 0;
}

/* What the forker needs namespaces for, and nothing else: calls of FILTER_BASE that are allowed
 * with this argument only. */
static const struct {
	const char *name;
	struct scmp_arg_cmp test;
} base_rules[] = {
	{ "unshare", { 0, SCMP_CMP_EQ, CLONE_NEWNS, 0 } },
	{ "setns", { 1, SCMP_CMP_EQ, CLONE_NEWNS, 0 } },
};

static const struct scmp_arg_cmp *base_test(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(base_rules); i++)
		if (strcmp(base_rules[i].name, name) == 0)
			return &base_rules[i].test;
	return NULL;
}

/* Absent calls are the default action of the base layer: libseccomp refuses rules that repeat it.
 */
static int fill_base(scmp_filter_ctx context, struct failure *failure)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		int r = 0;

		if (calls[i].policy != FILTER_ABSENT)
			r = add_rule(context, base_action(calls[i].policy), calls[i].name,
				base_test(calls[i].name), failure);
		if (r < 0)
			return r;
	}
	return 0;
}

static int refuse_policy(scmp_filter_ctx context, enum filter_policy policy, uint32_t error,
	struct failure *failure)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(calls) && r == 0; i++)
		if (calls[i].policy == policy)
			r = add_rule(context, SCMP_ACT_ERRNO(error), calls[i].name, NULL, failure);
	return r;
}

static int refuse_arguments(scmp_filter_ctx context, const struct argument_rule *rules,
	size_t n_rules, struct failure *failure)
{
	int r = 0;

	for (size_t i = 0; i < n_rules && r == 0; i++)
		r = add_rule(context, SCMP_ACT_ERRNO((uint32_t)rules[i].error), rules[i].name,
			&rules[i].test, failure);
	return r;
}

static int fill_common(scmp_filter_ctx context, struct failure *failure)
{
	int r = refuse_policy(context, FILTER_SETUP, EPERM, failure);

	if (r == 0)
		r = refuse_policy(context, FILTER_FORK, ENOSYS, failure);
	return r < 0 ? r
		     : refuse_arguments(
			       context, argument_rules, ARRAY_SIZE(argument_rules), failure);
}

static int fill_run(scmp_filter_ctx context, struct failure *failure)
{
	int r = fill_common(context, failure);

	return r < 0 ? r : refuse_policy(context, FILTER_SOCKET, EPERM, failure);
}

static int fill_service(scmp_filter_ctx context, struct failure *failure)
{
	int r = fill_common(context, failure);

	return r < 0 ? r
		     : refuse_arguments(context, service_rules, ARRAY_SIZE(service_rules), failure);
}

/* Of what is refused below a worker, what a jail is made with (jail.c, rootfs.c). */
static const char *const jail_calls[] = { "pivot_root", "mount_setattr", "sethostname" };

static bool makes_jails(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(jail_calls); i++)
		if (strcmp(name, jail_calls[i]) == 0)
			return true;
	return false;
}

/* A list of what is refused: what it allows is inherited, and each layer above allows less. */
static int fill_launcher(scmp_filter_ctx context, struct failure *failure)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(calls) && r == 0; i++) {
		if (calls[i].policy == FILTER_ABSENT)
			r = add_rule(context, SCMP_ACT_ERRNO(ENOSYS), calls[i].name, NULL, failure);
		else if (calls[i].policy == FILTER_REFUSE && !makes_jails(calls[i].name))
			r = add_rule(context, SCMP_ACT_ERRNO(EPERM), calls[i].name, NULL, failure);
	}
	return r;
}

static int fill_own(scmp_filter_ctx context, enum filter_layer layer, struct failure *failure)
{
	size_t count;
	const struct filter_own_call *own = filter_own_calls(layer, &count);
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		const struct scmp_arg_cmp test = { own[i].argument, SCMP_CMP_MASKED_EQ,
			own[i].forbidden, 0 };

		r = add_rule(context, SCMP_ACT_ALLOW, own[i].name,
			own[i].forbidden != 0 ? &test : NULL, failure);
	}
	return r;
}

static int fill_supervisor(scmp_filter_ctx context, struct failure *failure)
{
	return fill_own(context, FILTER_SUPERVISOR, failure);
}

static int fill_worker(scmp_filter_ctx context, struct failure *failure)
{
	return fill_own(context, FILTER_WORKER, failure);
}

/* libseccomp writes its BPF to a descriptor only. */
static int export_program(scmp_filter_ctx context, struct filter_program *ret_program)
{
	_cleanup_close_ int fd = memfd_create("filter", MFD_CLOEXEC);
	_cleanup_buffer_ struct buffer bytes = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	r = seccomp_export_bpf(context, fd);
	if (r < 0)
		return r;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	r = file_read_all(fd, BPF_MAXINSNS * sizeof(struct sock_filter), &bytes);
	if (r < 0)
		return r;
	if (bytes.len == 0 || bytes.len % sizeof(struct sock_filter) != 0)
		return -EBADMSG;
	ret_program->count = (unsigned short)(bytes.len / sizeof(struct sock_filter));
	ret_program->instructions = (void *)buffer_steal(&bytes);
	return ret_program->instructions ? 0 : -ENOMEM;
}

static void release(scmp_filter_ctx *context)
{
	if (*context)
		seccomp_release(*context);
}

static int build_layer(uint32_t default_action, int (*fill)(scmp_filter_ctx, struct failure *),
	struct filter_program *ret_program, struct failure *failure)
{
	_cleanup_(release) scmp_filter_ctx context = seccomp_init(default_action);
	int r;

	if (!context)
		return failure_set(failure, -ENOMEM, "seccomp filter");
	r = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (r < 0)
		return failure_set(failure, r, "seccomp filter for other architectures");
	(void)seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE,
		2); /* a binary tree; older ones have only the list */
	r = fill(context, failure);
	if (r < 0)
		return r;
	r = export_program(context, ret_program);
	return r < 0 ? failure_set(failure, r, "seccomp filter's program") : 0;
}

int filter_set_build(struct filter_set *ret_set, struct failure *failure)
{
	static const struct {
		uint32_t default_action;
		int (*fill)(scmp_filter_ctx, struct failure *);
	} table[FILTER_LAYER_COUNT] = {
		[FILTER_BASE] = { SCMP_ACT_ERRNO(ENOSYS), fill_base },
		[FILTER_RUN] = { SCMP_ACT_ALLOW, fill_run },
		[FILTER_SERVICE] = { SCMP_ACT_ALLOW, fill_service },
		[FILTER_SUPERVISOR] = { SCMP_ACT_ERRNO(EPERM), fill_supervisor },
		[FILTER_WORKER] = { SCMP_ACT_ERRNO(EPERM), fill_worker },
		[FILTER_LAUNCHER] = { SCMP_ACT_ALLOW, fill_launcher },
	};
	_cleanup_(filter_set_done) struct filter_set set = { 0 };

	for (size_t i = 0; i < FILTER_LAYER_COUNT; i++) {
		int r = build_layer(
			table[i].default_action, table[i].fill, &set.layers[i], failure);

		if (r < 0)
			return r;
	}
	*ret_set = set;
	set = (struct filter_set){ 0 };
	return 0;
}

void filter_set_done(struct filter_set *set)
{
	for (size_t i = 0; i < FILTER_LAYER_COUNT; i++)
		free(set->layers[i].instructions);
	*set = (struct filter_set){ 0 };
}

int filter_load(const struct filter_set *set, enum filter_layer layer)
{
	struct sock_fprog program = {
		.len = set->layers[layer].count,
		.filter = set->layers[layer].instructions,
	};

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 ? -errno : 0;
}

int filter_load_own(const struct filter_set *set, enum filter_layer layer, struct failure *failure)
{
	int r;

#if defined(HAVE_SANITIZERS) || defined(__SANITIZE_ADDRESS__)
	return 0; /* their reports need much more */
#endif
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return failure_set(failure, -errno, "no_new_privs");
	r = filter_load(set, layer);
	return r < 0 ? failure_set(failure, r, "load our own seccomp filter") : 0;
}
