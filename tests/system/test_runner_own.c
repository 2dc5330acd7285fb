/* SPDX-License-Identifier: MIT */
/*
 * How practice-runner's own processes are fenced in once they are set up. What they may call is
 * tried in the living processes: a test that is root stops one of them, has it make a system call
 * with the `syscall` instruction that it is waiting at, and lets it go on where it was.
 */
#include "runner_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

static void need_root(void)
{
	if (geteuid() == 0)
		return;
	print_message("skipped: only root can look into them\n");
	skip();
}

/* The line's number in /proc/PID/status; -1 when there is no such line. */
static long status_of(pid_t pid, const char *key)
{
	char path[64], line[256];
	size_t len = strlen(key);
	long value = -1;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/status", pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, key, len) == 0 && line[len] == ':')
			value = strtol(line + len + 1, NULL, 10);
	if (file)
		(void)fclose(file);
	return value;
}

static pid_t find(struct runner *runner, const char *name)
{
	pid_t pid = harness_find(runner->pid, name, 0);

	/* Sandboxes are made ahead, but not at once. */
	for (int wait = 0; pid <= 0 && wait < 500; wait++) {
		(void)poll(NULL, 0, 10);
		pid = harness_find(runner->pid, name, 0);
	}
	if (pid <= 0) {
		print_message("skipped: the kernel doesn't list children\n");
		skip();
	}
	return pid;
}

static void skip_sanitized(void)
{
#if defined(HAVE_SANITIZERS) || defined(__SANITIZE_ADDRESS__)
	print_message("skipped: a build with sanitizers has no filters of its own\n");
	skip();
#endif
}

/* A zygote may be new, and not have all of its own yet. */
static long filters_of(struct runner *runner, const char *name, long wanted)
{
	long filters = 0;

	for (int i = 0; i < 1000 && filters != wanted; i++) {
		if (i > 0)
			(void)usleep(10000);
		filters = status_of(find(runner, name), "Seccomp_filters");
	}
	return filters;
}

static void each_process_has_its_filters(void **state)
{
	static const struct {
		const char *name;
		long filters; /* its own and the inherited ones */
	} processes[] = {
		{ "practice-launch", 1 },
		{ "practice-worker", 3 },
		{ "practice-forker", 2 },
		{ "practice-zygote", 3 },
	};
	struct runner *runner = runner_of(state);

	skip_sanitized();
	if (status_of(runner->pid, "Seccomp_filters") < 0) {
		print_message("skipped: this kernel doesn't tell the number of filters\n");
		skip();
	}
	assert_int_equal(status_of(runner->pid, "Seccomp_filters"), 1);
	for (size_t i = 0; i < ARRAY_SIZE(processes); i++)
		assert_int_equal(filters_of(runner, processes[i].name, processes[i].filters),
			processes[i].filters);
}

static void none_of_them_gains_privileges(void **state)
{
	static const char *const names[] = { "practice-launch", "practice-worker", "practice-forker",
		"practice-zygote" };
	struct runner *runner = runner_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
#if defined(HAVE_SANITIZERS) || defined(__SANITIZE_ADDRESS__)
		if (i == 0)
			continue; /* it gets it with its filter, and has none here */
#endif
		assert_int_equal(status_of(find(runner, names[i]), "NoNewPrivs"), 1);
	}
}

/* The files in /proc of a process that can't be dumped or traced belong to root, whoever it is. */
static void none_of_them_can_be_dumped(void **state)
{
	static const char *const names[] = { "practice-launch", "practice-worker",
		"practice-forker", "practice-zygote" };
	struct runner *runner = runner_of(state);
	char path[64];
	struct stat status;

	(void)snprintf(path, sizeof(path), "/proc/%d/mem", runner->pid);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_uid, 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		(void)snprintf(path, sizeof(path), "/proc/%d/mem", find(runner, names[i]));
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_uid, 0);
	}
}

/* Lines of /proc/PID/maps that are shared and writable. */
static size_t shared_mappings(pid_t pid)
{
	char path[64], line[512];
	size_t count = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char flags[8] = "";

		if (sscanf(line, "%*s %7s", flags) == 1 && strchr(flags, 's') &&
			strchr(flags, 'w')) {
			print_message("%d: %s", pid, line);
			count++;
		}
	}
	(void)fclose(file);
	return count;
}

static void nobody_shares_writable_memory_with_the_sandbox(void **state)
{
	struct runner *runner = runner_of(state);
	struct job *job = shell_job("sleep 30\n");
	_cleanup_answer_ struct answer answer;
	pid_t pids[16];
	size_t count = 0;

	need_root();
	assert_int_equal(channel_send_job(runner->fd, job), 0);
	for (int wait = 0; wait < 500 && count < 7; wait++) {
		(void)poll(NULL, 0, 10);
		count = harness_descendants(runner->pid, pids, ARRAY_SIZE(pids), 0);
	}
	assert_true(count >= 6); /* launcher, worker, two forkers, zygote, the run */
	assert_int_equal(shared_mappings(runner->pid), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(shared_mappings(pids[i]), 0);
	assert_int_equal(channel_send_cancel(runner->fd, job->id), 0);
	runner_collect(runner, job->id, &answer);
	job_free(job);
}

/* Of a process; 0: none. */
static int cookie_of(pid_t pid, unsigned long long *ret_cookie)
{
	return prctl(62 /* PR_SCHED_CORE */, 0, pid, 0, ret_cookie) < 0 ? -errno : 0;
}

static void slots_that_share_cores_have_cookies_of_their_own(void **state)
{
	static const char *const options[] = { "--slots=2", NULL };
	unsigned long long cookies[3] = { 0 };
	struct runner runner;

	(void)runner_of(state);
	need_root();
	if (cookie_of(getpid(), &cookies[0]) < 0) {
		print_message("skipped: no core scheduling here: %s\n", strerror(errno));
		skip();
	}
	runner_start(&runner, options);
	assert_non_null(strstr(runner.ready.detail, "core-scheduling"));
	(void)poll(NULL, 0, 500);
	assert_int_equal(cookie_of(harness_find(runner.pid, "practice-worker", 0), &cookies[0]), 0);
	assert_int_equal(cookie_of(harness_find(runner.pid, "practice-worker", 1), &cookies[1]), 0);
	assert_int_equal(cookie_of(harness_find(runner.pid, "practice-zygote", 0), &cookies[2]), 0);
	assert_true(cookies[0] != 0 && cookies[1] != 0 && cookies[0] != cookies[1]);
	assert_true(cookies[2] == cookies[0] || cookies[2] == cookies[1]);
	runner_stop(&runner);
}

struct call {
	long number;
	unsigned long arguments[4];
	int error; /* 0: it works */
};

#if defined(__x86_64__)
/* Takes hold of a process. False: it was about to end, and has. */
static bool stop_process(pid_t pid)
{
	int status;

	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) < 0)
		return false;
	/* -ESRCH: it ends; then that is what there is to wait for. */
	(void)ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	return waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status);
}

#define VANISHED LONG_MIN

/* What the call answers in that process, which is at rest: a negative errno, or the result; or it
 * has VANISHED. */
static long call_in(pid_t pid, const struct call *call)
{
	struct user_regs_struct saved, registers;
	int status;

	if (!stop_process(pid))
		return VANISHED;
	assert_int_equal(ptrace(PTRACE_GETREGS, pid, NULL, &saved), 0);
	registers = saved;
	registers.rip -= 2;
	assert_int_equal(ptrace(PTRACE_PEEKTEXT, pid, (void *)registers.rip, NULL) & 0xffff,
		0x050f);	   /* syscall */
	registers.orig_rax = ~0ul; /* nothing is to be restarted */
	registers.rax = (unsigned long)call->number;
	registers.rdi = call->arguments[0];
	registers.rsi = call->arguments[1];
	registers.rdx = call->arguments[2];
	registers.r10 = call->arguments[3];
	registers.r8 = ~0ul;
	registers.r9 = 0;
	assert_int_equal(ptrace(PTRACE_SETREGS, pid, NULL, &registers), 0);
	/* A step can end before the instruction, by a stop that was under way. */
	for (int step = 0; step < 8 && registers.rip != saved.rip; step++) {
		assert_int_equal(ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL), 0);
		assert_int_equal(waitpid(pid, &status, __WALL), pid);
		assert_true(WIFSTOPPED(status));
		assert_int_equal(ptrace(PTRACE_GETREGS, pid, NULL, &registers), 0);
	}
	assert_true(registers.rip == saved.rip);
	assert_int_equal(ptrace(PTRACE_SETREGS, pid, NULL, &saved), 0);
	assert_int_equal(ptrace(PTRACE_DETACH, pid, NULL, NULL), 0);
	return (long)registers.rax;
}

/* The zygote that waits for an order; one that was killed may still be there beside it. */
static pid_t idle_zygote(struct runner *runner)
{
	for (int wait = 0; wait < 500; wait++) {
		pid_t pid;

		for (size_t k = 0; (pid = harness_find(runner->pid, "practice-zygote", k)) > 0;
			k++) {
			char path[64];
			long number = -1;
			FILE *file;

			(void)snprintf(path, sizeof(path), "/proc/%d/syscall", pid);
			file = fopen(path, "re");
			if (file && fscanf(file, "%ld", &number) != 1)
				number = -1;
			if (file)
				(void)fclose(file);
			if (number == SYS_poll)
				return pid;
		}
		(void)poll(NULL, 0, 10);
	}
	fail_msg("no zygote waits");
	return 0;
}

/* False: it has vanished meanwhile. */
static bool try_calls(pid_t pid, const char *name, const struct call *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		long result = call_in(pid, &calls[i]);
		long wanted = calls[i].error;

		if (result == VANISHED)
			return false;
		if (wanted != 0 ? result != -wanted : result < 0)
			fail_msg("%s: call %ld answers %ld", name, calls[i].number, result);
	}
	return true;
}

static void check_calls(pid_t pid, const char *name, const struct call *calls, size_t count)
{
	if (!try_calls(pid, name, calls, count))
		fail_msg("%s: it has ended", name);
}

/* A slot gets a new zygote behind each submission: the one that was found may be the old one. */
static void check_zygote(struct runner *runner, const struct call *calls, size_t count)
{
	for (int attempt = 0; attempt < 20; attempt++) {
		if (try_calls(idle_zygote(runner), "zygote", calls, count))
			return;
	}
	fail_msg("no zygote stays");
}

/* Each of them would work, or fail in another way, without the filter. */
static const struct call beyond_own[] = {
	{ SYS_execve, { 0, 0, 0 }, EPERM },
	{ SYS_execveat, { ~0ul, 0, 0, 0 }, EPERM },
	{ SYS_socket, { AF_UNIX, SOCK_STREAM, 0 }, EPERM },
	{ SYS_clone, { CLONE_SIGHAND, 0, 0, 0 }, EPERM }, /* EINVAL: it makes no process */
	{ SYS_unshare, { 0 }, EPERM },
	{ SYS_ptrace, { ~0ul, 0, 0, 0 }, EPERM },
	{ SYS_mmap, { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS }, EPERM },
	{ SYS_mkdir, { 0, 0 }, EPERM },
	{ SYS_rename, { 0, 0 }, EPERM },
	{ SYS_prctl, { ~0ul, 0, 0, 0 }, EPERM },
	{ SYS_setuid, { 0 }, EPERM },
	{ SYS_getppid, { 0 }, 0 },
};

static const struct call beyond_supervisor[] = {
	{ SYS_openat, { ~0ul, 0, 0, 0 }, EPERM },
	{ SYS_memfd_create, { 0, 0 }, EPERM },
	{ SYS_unlinkat, { ~0ul, 0, 0 }, EPERM },
};

static const struct call beyond_forker[] = {
	{ SYS_unshare, { 0 }, ENOSYS },
	{ SYS_unshare, { CLONE_NEWNS | CLONE_NEWPID }, ENOSYS },
	{ SYS_setns, { ~0ul, CLONE_NEWUSER }, ENOSYS },
	{ SYS_ptrace, { ~0ul, 0, 0, 0 }, EPERM },
	{ SYS_personality, { 0xffffffff }, EPERM },
	{ SYS_io_uring_setup, { 0, 0 }, ENOSYS },
};

static const struct call beyond_zygote[] = {
	{ SYS_unshare, { 0 }, EPERM },
	{ SYS_socket, { AF_UNIX, SOCK_STREAM, 0 }, EPERM },
	{ SYS_seccomp, { 1, 0, 0 }, EPERM },
	{ SYS_mount, { 0, 0, 0, 0 }, EPERM },
};

static void their_filters_hold_in_the_living_processes(void **state)
{
	struct runner *runner = runner_of(state);

	need_root();
	skip_sanitized();
	check_run(runner, shell_job("echo before\n"), VERDICT_PASS, "before\n");
	check_calls(runner->pid, "supervisor", beyond_own, ARRAY_SIZE(beyond_own));
	check_calls(runner->pid, "supervisor", beyond_supervisor, ARRAY_SIZE(beyond_supervisor));
	check_calls(find(runner, "practice-worker"), "worker", beyond_own, ARRAY_SIZE(beyond_own));
	check_calls(find(runner, "practice-forker"), "forker", beyond_forker,
		ARRAY_SIZE(beyond_forker));
	check_zygote(runner, beyond_zygote, ARRAY_SIZE(beyond_zygote));
	check_run(runner, shell_job("echo after\n"), VERDICT_PASS, "after\n");
}
#else
static void their_filters_hold_in_the_living_processes(void **state)
{
	(void)state;
	print_message("skipped: the test knows the registers of x86-64 only\n");
	skip();
}
#endif

static int run_as(const char *who)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_process_has_its_filters),
		cmocka_unit_test(none_of_them_gains_privileges),
		cmocka_unit_test(none_of_them_can_be_dumped),
		cmocka_unit_test(nobody_shares_writable_memory_with_the_sandbox),
		cmocka_unit_test(slots_that_share_cores_have_cookies_of_their_own),
		cmocka_unit_test(their_filters_hold_in_the_living_processes),
	};

	return cmocka_run_group_tests_name(who, tests, runner_group_start, runner_group_stop);
}

int main(void)
{
	return run_as_everybody(run_as);
}
