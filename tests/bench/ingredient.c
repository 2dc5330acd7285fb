/* SPDX-License-Identifier: MIT */
/*
 * Where the runner has a function for it, that function is called: a change there is seen here. A hook named `child` runs in the
 * memory of its parent, between clone and exec: system calls only.
 */
#include "ingredient.h"

#include "base/cleanup.h"
#include "job/packet.h"
#include "program.h"
#include "runner/capture.h"
#include "runner/filter.h"
#include "runner/jail.h"
#include "runner/limits.h"
#include "runner/scratch.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

#define BIG_BYTES     (100u * 1024 * 1024)
#define MESSAGE_BYTES 400 /* about a report of the zygote's */
#define INPUT_LEN     (sizeof(PROGRAM_INPUT) - 1)

static const struct job_limits limits = {
	.cpu_us = 2000000,
	.wall_us = 7000000,
	.memory_bytes = 256u * 1024 * 1024,
	.output_bytes = 1024 * 1024,
	.disk_bytes = 16 * 1024 * 1024,
	.processes = 4096, /* the count is the user's: others have processes too */
	.open_files = 64,
	.address_space = true,
};

/* The filter is built in the parent, before the run that loads it. */
static struct filter_set *filters(void)
{
	static struct filter_set set;

	if (!set.layers[FILTER_BASE].instructions && filter_set_build(&set, &(struct failure){ 0 }) < 0)
		return NULL;
	return &set;
}

static int forbid_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

static int build_filters(struct ingredient_state *state)
{
	(void)state;
	return filters() ? 0 : -ENOMEM;
}

static int load_filters(struct ingredient_state *state)
{
	int r = forbid_privileges();

	(void)state;
	if (r == 0)
		r = filter_load(filters(), FILTER_BASE);
	return r == 0 ? filter_load(filters(), FILTER_RUN) : r;
}

static int inherit_filters(struct ingredient_state *state)
{
	int r = build_filters(state);

	return r == 0 ? load_filters(state) : r;
}

static int restrict_by_landlock(struct ingredient_state *state)
{
	const uint64_t handled = 1; /* to execute, which a rule then allows everywhere */
	struct {
		uint64_t access;
		int32_t parent_fd;
	} __attribute__((packed)) rule = { .access = handled };
	_cleanup_close_ int ruleset_fd = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	_cleanup_close_ int root_fd = open("/", O_PATH | O_CLOEXEC);

	(void)state;
	rule.parent_fd = root_fd;
	if (forbid_privileges() < 0 || ruleset_fd < 0 || syscall(SYS_landlock_add_rule, ruleset_fd, 1, &rule, 0) < 0 ||
		syscall(SYS_landlock_restrict_self, ruleset_fd, 0) < 0)
		return -errno;
	return 0;
}

static int set_limits(struct ingredient_state *state)
{
	int r = limits_apply_fixed();

	(void)state;
	return r < 0 ? r : limits_apply_shared(&limits, false);
}

static int set_own_limits(struct ingredient_state *state)
{
	(void)state;
	return limits_apply_own(&limits, limits.output_bytes);
}

static int drop_privileges(struct ingredient_state *state)
{
	(void)state;
	return forbid_privileges() < 0 ? -errno : jail_drop_capabilities(&(struct failure){ 0 });
}

static int close_pid_fd(struct ingredient_state *state)
{
	return close(state->pid_fd) < 0 ? -errno : 0;
}

static int touch_memory(struct ingredient_state *state)
{
	state->memory = mmap(NULL, BIG_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (state->memory == MAP_FAILED)
		return -errno;
	(void)madvise(state->memory, BIG_BYTES, MADV_NOHUGEPAGE);
	memset(state->memory, 1, BIG_BYTES);
	return 0;
}

static int set_alarm(uint64_t us)
{
	struct itimerval timer = { .it_value = { .tv_sec = (time_t)(us / 1000000) } };

	return setitimer(ITIMER_REAL, &timer, NULL) < 0 ? -errno : 0;
}

static int arm(struct ingredient_state *state)
{
	(void)state;
	return set_alarm(limits.cpu_us);
}

/* On a busy machine it may go off. */
static int ignore_alarm(struct ingredient_state *state)
{
	(void)state;
	return signal(SIGALRM, SIG_IGN) == SIG_ERR ? -errno : 0;
}

/* The next thing to happen on this processor: then the clock's hardware has to be told. */
static int arm_near(struct ingredient_state *state)
{
	struct itimerval timer = { .it_value = { .tv_usec = 2000 } };

	(void)state;
	return setitimer(ITIMER_REAL, &timer, NULL) < 0 ? -errno : 0;
}

static int disarm(struct ingredient_state *state)
{
	(void)state;
	return set_alarm(0);
}

static int want_no_child(struct ingredient_state *state)
{
	return wait4(-1, NULL, __WALL | WNOHANG, &state->usage) < 0 && errno == ECHILD ? 0 : -EBUSY;
}

static int reset_captures(struct ingredient_state *state)
{
	int r = capture_fill(STDIN_FILENO, PROGRAM_INPUT, INPUT_LEN);

	(void)state;
	if (r == 0)
		r = capture_reset(STDOUT_FILENO);
	return r == 0 ? capture_reset(STDERR_FILENO) : r;
}

static int fresh_captures(struct ingredient_state *state)
{
	for (int target_fd = STDIN_FILENO; target_fd <= STDERR_FILENO; target_fd++) {
		_cleanup_close_ int fd = -1;
		int r = capture_new("fresh", &fd);

		if (r < 0 || dup2(fd, target_fd) < 0)
			return r < 0 ? r : -errno;
	}
	return reset_captures(state);
}

static int fill_pipes(struct ingredient_state *state)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		return -errno;
	if (write(in[1], PROGRAM_INPUT, INPUT_LEN) != (ssize_t)INPUT_LEN || close(in[1]) < 0)
		return -errno;
	/* The end that is read from stays with us above 2, as the pipe's other end is ours as well. */
	if (dup2(in[0], STDIN_FILENO) < 0 || dup2(out[1], STDOUT_FILENO) < 0)
		return -errno;
	(void)close(in[0]);
	(void)close(out[1]);
	state->peer_fd = out[0];
	state->output_elsewhere = true;
	return 0;
}

/* launch_run() wants a file again. */
static int drain_pipes(struct ingredient_state *state)
{
	char bytes[sizeof(PROGRAM_INPUT)];
	ssize_t n = read(state->peer_fd, bytes, sizeof(bytes));
	_cleanup_close_ int in_fd = memfd_create("stdin", MFD_CLOEXEC);
	_cleanup_close_ int out_fd = memfd_create("stdout", MFD_CLOEXEC);

	(void)close(state->peer_fd);
	if (in_fd < 0 || out_fd < 0 || dup2(in_fd, STDIN_FILENO) < 0 || dup2(out_fd, STDOUT_FILENO) < 0)
		return -errno;
	return n == (ssize_t)INPUT_LEN ? 0 : -EBADMSG;
}

static int own_mounts(struct ingredient_state *state)
{
	(void)state;
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -errno;
	return 0;
}

static int mount_scratch(struct ingredient_state *state)
{
	(void)state;
	return mount("none", "/mnt", "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,nr_inodes=8192,mode=0700") < 0 ? -errno : 0;
}

static int unmount_scratch(struct ingredient_state *state)
{
	(void)state;
	return umount2("/mnt", MNT_DETACH) < 0 ? -errno : 0;
}

static int look_at_scratch(struct ingredient_state *state)
{
	struct scratch_mark mark;

	/* Two folders, held open. */
	return scratch_mark(state->peer_fd, &mark) < 0 || scratch_mark(state->peer_fd, &mark) < 0 ? -errno : 0;
}

static int open_scratch(struct ingredient_state *state)
{
	state->peer_fd = open("/dev/shm", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return state->peer_fd < 0 ? -errno : 0;
}

static _Noreturn void answer_messages(int fd)
{
	char bytes[MESSAGE_BYTES] = { 0 };
	size_t n_fds;

	while (packet_receive(fd, bytes, sizeof(bytes), NULL, 0, &n_fds, true) > 0)
		if (packet_send(fd, bytes, sizeof(bytes), NULL, 0, true) < 0)
			break;
	_exit(0);
}

/* The child of a child: it must not be ours when it is asked whether we have one. */
static int start_answerer(struct ingredient_state *state)
{
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	pid = fork();
	if (pid == 0) {
		(void)close(fds[0]);
		if (fork() == 0)
			answer_messages(fds[1]);
		_exit(0);
	}
	(void)close(fds[1]);
	if (pid < 0 || waitpid(pid, NULL, 0) < 0)
		return -errno;
	state->peer_fd = fds[0];
	return 0;
}

static int exchange_message(struct ingredient_state *state)
{
	char bytes[MESSAGE_BYTES] = { 0 };
	size_t n_fds;
	int r = packet_send(state->peer_fd, bytes, 8, NULL, 0, true);

	if (r < 0)
		return r;
	return packet_receive(state->peer_fd, bytes, sizeof(bytes), NULL, 0, &n_fds, true) > 0 ? 0 : -EPIPE;
}

static const struct ingredient table[] = {
	{ .name = "spawn", .help = "posix_spawn of the C library", .use_spawn = true },
	{ .name = "fork", .help = "fork from a small process", .copies_memory = true },
	{ .name = "fork-100m", .help = "fork from a process of 100 MiB", .copies_memory = true, .prepare = touch_memory },
	{ .name = "pid-ns", .help = "new pid namespace", .clone_flags = CLONE_NEWPID },
	{ .name = "ipc-ns", .help = "new ipc namespace", .clone_flags = CLONE_NEWIPC },
	{ .name = "uts-ns", .help = "new uts namespace", .clone_flags = CLONE_NEWUTS },
	{ .name = "cgroup-ns", .help = "new cgroup namespace", .clone_flags = CLONE_NEWCGROUP },
	{ .name = "mount-ns", .help = "new mount namespace", .clone_flags = CLONE_NEWNS },
	{ .name = "net-ns", .help = "new net namespace", .clone_flags = CLONE_NEWNET },
	{ .name = "user-ns", .help = "new user namespace", .clone_flags = CLONE_NEWUSER },
	{ .name = "tmpfs", .help = "a tmpfs mounted and unmounted", .prepare = own_mounts, .before = mount_scratch,
		.after = unmount_scratch },
	{ .name = "seccomp-load", .help = "the runner's filters, loaded for each run", .prepare = build_filters,
		.child = load_filters },
	{ .name = "seccomp-inherit", .help = "the runner's filters, loaded once", .prepare = inherit_filters },
	{ .name = "landlock-load", .help = "one Landlock rule, for each run", .child = restrict_by_landlock },
	{ .name = "landlock-inherit", .help = "one Landlock rule, once", .prepare = restrict_by_landlock },
	{ .name = "rlimits", .help = "all resource limits", .child = set_limits },
	{ .name = "rlimits-own", .help = "the limits that the runner sets for each run", .child = set_own_limits },
	{ .name = "privileges", .help = "capset and no_new_privs", .child = drop_privileges },
	{ .name = "pidfd", .help = "a pidfd made and closed", .clone_flags = CLONE_PIDFD, .after = close_pid_fd },
	{ .name = "timer", .help = "a timer set and cleared", .before = arm, .after = disarm },
	{ .name = "timer-near", .help = "a timer of 2 ms set and cleared",
		.prepare = ignore_alarm, .before = arm_near, .after = disarm },
	{ .name = "no-child", .help = "asking whether a process is left", .after = want_no_child },
	{ .name = "scratch-look", .help = "asking whether two folders are untouched", .prepare = open_scratch,
		.after = look_at_scratch },
	{ .name = "reset", .help = "input and output files emptied and filled", .before = reset_captures },
	{ .name = "fresh-files", .help = "new input and output files in memory", .before = fresh_captures },
	{ .name = "pipes", .help = "pipes for input and output", .before = fill_pipes, .after = drain_pipes },
	{ .name = "message", .help = "an order and a report between two processes", .prepare = start_answerer,
		.before = exchange_message },
};

const struct ingredient *ingredients(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(table);
	return table;
}
