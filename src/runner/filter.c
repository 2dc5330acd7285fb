/* SPDX-License-Identifier: MIT */
/*
 * Theory: see filter.h for the layers. libseccomp turns the table (filter_calls.c) into BPF (milliseconds, and
 * it allocates) in a process that does nothing else; the finished program is a plain array that forked
 * processes inherit and load with one system call.
 */
#include "runner/filter.h"

#include "base/file.h"
#include "runner/filter_own.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

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
	/* Mono asks for what its threads have anyway, and complains on standard output. */
	{ "sched_setscheduler", EPERM, { 1, SCMP_CMP_NE, SCHED_NORMAL, 0 } },
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

static uint32_t base_action(enum filter_policy policy)
{
	static const uint32_t actions[] = {
		[FILTER_ALLOW] = SCMP_ACT_ALLOW,
		[FILTER_SOCKET] = SCMP_ACT_ALLOW,
		[FILTER_SETUP] = SCMP_ACT_ALLOW,
		[FILTER_FORK] = SCMP_ACT_ALLOW,
		[FILTER_REFUSE] = SCMP_ACT_ERRNO(EPERM),
		[FILTER_ATTRIBUTE] = SCMP_ACT_ERRNO(EOPNOTSUPP),
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
	size_t count;
	const struct filter_call *calls = filter_calls(&count);

	for (size_t i = 0; i < count; i++) {
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
	size_t count;
	const struct filter_call *calls = filter_calls(&count);
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++)
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
	size_t count;
	const struct filter_call *calls = filter_calls(&count);
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		if (calls[i].policy == FILTER_ABSENT)
			r = add_rule(context, SCMP_ACT_ERRNO(ENOSYS), calls[i].name, NULL, failure);
		else if (calls[i].policy == FILTER_ATTRIBUTE)
			r = add_rule(context, base_action(FILTER_ATTRIBUTE), calls[i].name, NULL, failure);
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

static int build_set(struct filter_set *ret_set, struct failure *failure)
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

/* What the process that builds leaves for us. */
struct built {
	int result; /* 0 or -errno */
	struct failure failure;
	unsigned short counts[FILTER_LAYER_COUNT];
	struct sock_filter instructions[FILTER_LAYER_COUNT][BPF_MAXINSNS];
};

static void build(struct built *built)
{
	_cleanup_(filter_set_done) struct filter_set set = { 0 };

	int r = build_set(&set, &built->failure);

	for (size_t i = 0; i < FILTER_LAYER_COUNT && r == 0; i++) {
		built->counts[i] = set.layers[i].count;
		memcpy(built->instructions[i], set.layers[i].instructions,
			set.layers[i].count * sizeof(struct sock_filter));
	}
	built->result = r; /* last: until now it is not whole */
}

static int copy_set(const struct built *built, struct filter_set *ret_set)
{
	_cleanup_(filter_set_done) struct filter_set set = { 0 };

	for (size_t i = 0; i < FILTER_LAYER_COUNT; i++) {
		size_t size = built->counts[i] * sizeof(struct sock_filter);

		set.layers[i].instructions = malloc(size);
		if (!set.layers[i].instructions)
			return -ENOMEM;
		memcpy(set.layers[i].instructions, built->instructions[i], size);
		set.layers[i].count = built->counts[i];
	}
	*ret_set = set;
	set = (struct filter_set){ 0 };
	return 0;
}

static int build_apart(struct built *built, struct filter_set *ret_set, struct failure *failure)
{
	pid_t pid = fork();
	int r;

	if (pid == 0) {
		build(built);
		_exit(0);
	}
	if (pid < 0)
		return failure_set(failure, -errno, "fork");
	while (waitpid(pid, NULL, 0) < 0)
		if (errno != EINTR)
			return failure_set(failure, -errno, "wait for the seccomp filter's builder");
	if (built->result < 0)
		return failure_take(failure, built->result, &built->failure, "the seccomp filter's builder died");
	r = copy_set(built, ret_set);
	return r < 0 ? failure_set(failure, r, "seccomp filter") : 0;
}

/* libseccomp leaves half a megabyte of holes behind, and every process of ours is a copy of this one: in a
 * zygote each hole that is used again is a page to be copied. */
int filter_set_build(struct filter_set *ret_set, struct failure *failure)
{
	struct built *built = mmap(
		NULL, sizeof(*built), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int r;

	if (built == MAP_FAILED)
		return failure_set(failure, -errno, "memory for the seccomp filter");
	built->result = -EIO; /* until it has been built */
	r = build_apart(built, ret_set, failure);
	(void)munmap(built, sizeof(*built));
	return r;
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
