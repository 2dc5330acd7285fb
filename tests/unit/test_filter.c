/* SPDX-License-Identifier: MIT */
/* Each loading test forks: a filter can't be taken off again. */
#include "unit.h"

#include "base/cleanup.h"
#include "runner/filter_own.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>

static void no_call_is_named_twice(void **state)
{
	size_t count;
	const struct filter_call *calls = filter_calls(&count);

	(void)state;
	assert_true(count > 200);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(calls[i].name, calls[k].name);
}

static enum filter_policy policy_of(const char *name)
{
	size_t count;
	const struct filter_call *calls = filter_calls(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(calls[i].name, name) == 0)
			return calls[i].policy;
	fail_msg("%s is not in the table", name);
	return FILTER_ALLOW;
}

static void dangerous_calls_are_never_allowed(void **state)
{
	static const char *const names[] = { "ptrace", "bpf", "keyctl", "add_key", "request_key",
		"perf_event_open", "userfaultfd", "process_vm_readv", "process_vm_writev",
		"pidfd_getfd", "kexec_load", "init_module", "finit_module", "open_by_handle_at",
		"pivot_root", "chroot", "open_tree", "move_mount", "fsopen",
		"mount_setattr", "io_uring_setup", "io_uring_enter", "quotactl", "swapon",
		"iopl", "ioperm", "personality", "mincore", "vmsplice", "setpriority",
		"sched_setattr", "shmget", "msgget", "semget", "mq_open", "setxattr",
		"fsetxattr", "kcmp" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_true(policy_of(names[i]) == FILTER_REFUSE ||
			    policy_of(names[i]) == FILTER_ABSENT ||
			    policy_of(names[i]) == FILTER_ATTRIBUTE);
}

static void clone3_is_the_forkers(void **state)
{
	(void)state;
	assert_int_equal(policy_of("clone3"), FILTER_FORK);
}

static void what_is_ours_is_not_the_learners(void **state)
{
	static const char *const names[] = { "mount", "umount2", "capset", "seccomp",
		"landlock_restrict_self", "unshare", "setns" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(policy_of(names[i]), FILTER_SETUP);
}

static void sockets_are_a_services_alone(void **state)
{
	static const char *const names[] = { "socket", "bind", "listen", "accept", "accept4",
		"connect" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(policy_of(names[i]), FILTER_SOCKET);
}

static void programs_are_of_a_loadable_size(void **state)
{
	_cleanup_(filter_set_done) struct filter_set set = { 0 };
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(filter_set_build(&set, &failure), 0);
	for (size_t i = 0; i < FILTER_LAYER_COUNT; i++)
		assert_in_range(set.layers[i].count, 10, BPF_MAXINSNS);
}

/* Exit status of `attempt` below the filter; -1 when a signal ended it. */
static int below_filter(enum filter_layer last, int (*attempt)(void))
{
	struct filter_set set = { 0 };
	struct failure failure = { 0 };
	pid_t pid;
	int status;

	assert_int_equal(filter_set_build(&set, &failure), 0);
	pid = fork();
	if (pid == 0) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
			_exit(100);
		if (filter_load(&set, FILTER_BASE) < 0)
			_exit(101);
		if (last != FILTER_BASE && filter_load(&set, last) < 0)
			_exit(101);
		_exit(attempt());
	}
	filter_set_done(&set);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define ERROR_OF(call) ((call) < 0 ? errno : 0)

static int try_socket(void)
{
	return ERROR_OF(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_unix_pair(void)
{
	int fds[2];

	return ERROR_OF(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
}

static int try_other_pair(void)
{
	int fds[2];

	return ERROR_OF(socketpair(AF_INET, SOCK_STREAM, 0, fds));
}

static int try_unknown_call(void)
{
	return ERROR_OF(syscall(1000));
}

static int try_clone3(void)
{
	return ERROR_OF(syscall(SYS_clone3, NULL, 0));
}

static int try_new_user_namespace(void)
{
	return ERROR_OF(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL));
}

static int try_terminal_injection(void)
{
	return ERROR_OF(syscall(SYS_ioctl, 0, 0xffffffff00000000ul | TIOCSTI, "x"));
}

static int try_inode_flags(void)
{
	int flags = FS_NODUMP_FL;

	return ERROR_OF(ioctl(0, FS_IOC_SETFLAGS, &flags));
}

static int try_own_limit(void)
{
	struct rlimit limit;

	return ERROR_OF(prlimit(0, RLIMIT_CPU, NULL, &limit));
}

static int try_foreign_limit(void)
{
	struct rlimit limit;

	return ERROR_OF(prlimit(getppid(), RLIMIT_CPU, NULL, &limit));
}

static int try_lease(void)
{
	return ERROR_OF(fcntl(0, F_SETLEASE, F_UNLCK));
}

static int try_pipe_size(void)
{
	int fds[2];

	return pipe(fds) < 0 ? -1 : ERROR_OF(fcntl(fds[0], F_SETPIPE_SZ, 1 << 16));
}

static int try_another_filter(void)
{
	return ERROR_OF(syscall(SYS_seccomp, 1, 0, NULL));
}

static int try_attribute(void)
{
	return ERROR_OF((int)getxattr("/", "user.x", NULL, 0));
}

static int try_policy(int policy)
{
	const struct sched_param none = { 0 };

	return ERROR_OF(sched_setscheduler(0, policy, &none));
}

static int try_ordinary_policy(void)
{
	return try_policy(SCHED_OTHER);
}

static int try_batch_policy(void)
{
	return try_policy(SCHED_BATCH);
}

static int try_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
			       MAP_FAILED
		       ? errno
		       : 0;
}

static void run_layer_does_what_it_says(void **state)
{
	static const struct {
		int (*attempt)(void);
		int error;
	} attempts[] = {
		{ try_socket, EPERM },
		{ try_unix_pair, 0 },
		{ try_other_pair, EPERM },
		{ try_unknown_call, ENOSYS },
		{ try_clone3, ENOSYS },
		{ try_new_user_namespace, EPERM },
		{ try_terminal_injection, EPERM },
		{ try_inode_flags, EPERM },
		{ try_own_limit, 0 },
		{ try_foreign_limit, EPERM },
		{ try_lease, EPERM },
		{ try_pipe_size, EPERM },
		{ try_another_filter, EPERM },
		{ try_attribute, EOPNOTSUPP },
		{ try_ordinary_policy, 0 },
		{ try_batch_policy, EPERM },
		{ try_memory, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		assert_int_equal(below_filter(FILTER_RUN, attempts[i].attempt), attempts[i].error);
}

static int try_unix_stream(void)
{
	return ERROR_OF(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

static int try_unix_datagram(void)
{
	return ERROR_OF(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
}

static int try_unix_packets(void)
{
	return ERROR_OF(socket(AF_UNIX, SOCK_SEQPACKET, 0));
}

static int try_hidden_family(void)
{
	return ERROR_OF((int)syscall(SYS_socket, (1ul << 32) | AF_UNIX, SOCK_STREAM, 0));
}

static int try_internet(void)
{
	return ERROR_OF(socket(AF_INET, SOCK_STREAM, 0));
}

static void service_layer_allows_unix_streams_alone(void **state)
{
	static const struct {
		int (*attempt)(void);
		int error;
	} attempts[] = {
		{ try_unix_stream, 0 },
		{ try_unix_datagram, EPERM },
		{ try_unix_packets, EPERM },
		{ try_hidden_family, EPERM },
		{ try_internet, EPERM },
		{ try_other_pair, EPERM },
		{ try_new_user_namespace, EPERM },
		{ try_foreign_limit, EPERM },
		{ try_another_filter, EPERM },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		assert_int_equal(
			below_filter(FILTER_SERVICE, attempts[i].attempt), attempts[i].error);
}

static int try_execution(void)
{
	return ERROR_OF((int)syscall(SYS_execve, NULL, NULL, NULL));
}

static int try_process(void)
{
	return ERROR_OF((int)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL));
}

static int try_code_later(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? 100 : ERROR_OF(mprotect(at, 4096, PROT_READ | PROT_EXEC));
}

static int try_file(void)
{
	return ERROR_OF(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

static int try_data(void)
{
	void *at = calloc(1, 1 << 20);
	bool is_good = at && write(-1, at, 1) < 0 && errno == EBADF;

	free(at);
	return is_good ? 0 : 100;
}

static void own_layers_do_what_they_say(void **state)
{
	static const struct {
		int (*attempt)(void);
		int of_supervisor, of_worker;
	} attempts[] = {
		{ try_execution, EPERM, EPERM },
		{ try_process, EPERM, EPERM },
		{ try_socket, EPERM, EPERM },
		{ try_unix_stream, EPERM, EPERM },
		{ try_memory, EPERM, EPERM }, /* that is code */
		{ try_code_later, EPERM, EPERM },
		{ try_own_limit, EPERM, EPERM },
		{ try_another_filter, EPERM, EPERM },
		{ try_unknown_call, EPERM, EPERM },
		{ try_file, EPERM, 0 },
		{ try_unix_pair, 0, 0 },
		{ try_data, 0, 0 },
	};

	(void)state;
#if defined(HAVE_SANITIZERS) || defined(__SANITIZE_ADDRESS__)
	skip(); /* whose reports and checks at the end need more than the lists have */
#endif
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
		assert_int_equal(below_filter(FILTER_SUPERVISOR, attempts[i].attempt),
			attempts[i].of_supervisor);
		assert_int_equal(
			below_filter(FILTER_WORKER, attempts[i].attempt), attempts[i].of_worker);
	}
}

static void own_lists_name_no_dangerous_call(void **state)
{
	static const enum filter_layer layers[] = { FILTER_SUPERVISOR, FILTER_WORKER };
	static const char *const names[] = { "execve", "execveat", "clone", "clone3", "fork",
		"vfork", "socket", "connect", "ptrace", "prctl", "mount", "unshare", "setns", "bpf",
		"seccomp", "shmat", "process_vm_writev", "kexec_load" };

	(void)state;
	for (size_t l = 0; l < ARRAY_SIZE(layers); l++) {
		size_t count;
		const struct filter_own_call *own = filter_own_calls(layers[l], &count);

		assert_in_range(count, 20, 64); /* a short list */
		for (size_t i = 0; i < count * ARRAY_SIZE(names); i++)
			assert_string_not_equal(own[i % count].name, names[i / count]);
	}
}

static int try_bpf(void)
{
	return ERROR_OF(syscall(SYS_bpf, -1, NULL, 0));
}

static int try_ring(void)
{
	return ERROR_OF(syscall(SYS_io_uring_setup, 0, NULL));
}

static int try_keys(void)
{
	return ERROR_OF(syscall(SYS_keyctl, -1, 0, 0, 0, 0));
}

/* Not refused by us: the kernel complains about the arguments. */
static int try_jail(void)
{
	if (syscall(SYS_pivot_root, "/none/such", "/none/such") >= 0 || unshare(0) < 0)
		return 100;
	return ERROR_OF(syscall(SYS_mount_setattr, -1, NULL, ~0u, NULL, 0));
}

static void launcher_layer_refuses_what_no_jail_needs(void **state)
{
	(void)state;
	assert_int_equal(below_filter(FILTER_LAUNCHER, try_bpf), EPERM);
	assert_int_equal(below_filter(FILTER_LAUNCHER, try_keys), EPERM);
	assert_int_equal(below_filter(FILTER_LAUNCHER, try_ring), ENOSYS);
	assert_int_not_equal(below_filter(FILTER_LAUNCHER, try_jail), EPERM);
	assert_int_equal(below_filter(FILTER_LAUNCHER, try_another_filter), EFAULT);
	assert_int_equal(below_filter(FILTER_LAUNCHER, try_file), 0);
}

/* What we ourselves need after the base layer: the second one. */
static void base_layer_lets_the_other_be_loaded(void **state)
{
	(void)state;
	assert_int_equal(below_filter(FILTER_BASE, try_another_filter), EFAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_call_is_named_twice),
		cmocka_unit_test(dangerous_calls_are_never_allowed),
		cmocka_unit_test(clone3_is_the_forkers),
		cmocka_unit_test(what_is_ours_is_not_the_learners),
		cmocka_unit_test(programs_are_of_a_loadable_size),
		cmocka_unit_test(run_layer_does_what_it_says),
		cmocka_unit_test(service_layer_allows_unix_streams_alone),
		cmocka_unit_test(sockets_are_a_services_alone),
		cmocka_unit_test(own_layers_do_what_they_say),
		cmocka_unit_test(own_lists_name_no_dangerous_call),
		cmocka_unit_test(launcher_layer_refuses_what_no_jail_needs),
		cmocka_unit_test(base_layer_lets_the_other_be_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
