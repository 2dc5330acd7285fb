/* SPDX-License-Identifier: MIT */
/* Runs happen in a child that is a subreaper, as a zygote without isolation is. */
#include "unit.h"

#include "runner/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static const struct job_limits limits = { .cpu_us = 300000,
	.wall_us = 500000,
	.memory_bytes = 1u << 28,
	.output_bytes = 4096,
	.disk_bytes = 4096,
	.processes = 16,
	.open_files = 32 };

/* Runs `sh -c script` below these limits and returns the result. */
static struct run_result run_script(const char *program, const char *script)
{
	char sh[] = "sh", option[] = "-c", text[512];
	char *argv[] = { sh, option, text, NULL };
	char *environment[] = { NULL };
	char path[64];
	struct run_command command = { .argv = argv,
		.envp = environment,
		.folder = "/tmp",
		.limits = &limits,
		.file_bytes = 4096,
		.shared_limits = true };
	struct run_result result = { 0 };
	int fds[2];
	pid_t pid;

	strcpy(path, program);
	strcpy(text, script);
	argv[0] = path;
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		(void)setsid();
		if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 || run_prepare() < 0 ||
			run_program(&command, &result) < 0)
			_exit(1);
		_exit(write(fds[1], &result, sizeof(result)) != (ssize_t)sizeof(result));
	}
	(void)close(fds[1]);
	assert_int_equal(read(fds[0], &result, sizeof(result)), sizeof(result));
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return result;
}

static void status_is_the_programs(void **state)
{
	struct run_result result = run_script("/bin/sh", "exit 42");

	(void)state;
	assert_int_equal(result.exec_error, 0);
	assert_true(WIFEXITED(result.status));
	assert_int_equal(WEXITSTATUS(result.status), 42);
	assert_int_equal(result.survivors, 0);
	assert_true(result.memory_bytes > 0);
}

static void program_that_is_not_there_is_an_exec_error(void **state)
{
	(void)state;
	assert_int_equal(run_script("/no/such/program", "").exec_error, ENOENT);
	assert_int_equal(run_script("/tmp", "").exec_error, EACCES);
}

static void sleeper_is_ended_at_the_wall_deadline(void **state)
{
	struct run_result result = run_script("/bin/sh", "sleep 20");

	(void)state;
	assert_true(result.wall_exceeded);
	assert_false(result.cpu_exceeded);
	assert_true(WIFSIGNALED(result.status));
	assert_in_range(result.wall_us, 500000, 3000000);
}

static void spinner_is_ended_at_the_cpu_deadline(void **state)
{
	struct run_result result = run_script("/bin/sh", "while :; do :; done");

	(void)state;
	assert_true(result.cpu_exceeded || result.wall_exceeded); /* the latter on a busy machine */
	assert_true(WIFSIGNALED(result.status));
}

static void survivors_are_killed_and_counted(void **state)
{
	struct run_result result = run_script("/bin/sh",
		"sleep 20 & setsid sleep 20 & (sleep 20 & sleep 20) & sleep 0.2; exit 0");

	(void)state;
	assert_int_equal(WEXITSTATUS(result.status), 0);
	assert_in_range(result.survivors, 4, 5);
	assert_in_range(result.wall_us, 1, 499999);
}

static void orphans_that_end_are_waited_for(void **state)
{
	struct run_result result = run_script("/bin/sh",
		"i=0; while [ $i -lt 20 ]; do (: &); i=$((i+1)); done; sleep 0.1\n"
		"n=0; for s in /proc/[0-9]*/stat; do read -r p c t pp rest <$s && "
		"[ \"$t/$pp\" = Z/$PPID ] && n=$((n+1)); done 2>/dev/null\n"
		"[ $n -lt 5 ]");

	(void)state;
	assert_false(result.wall_exceeded);
	assert_true(WIFEXITED(result.status));
	assert_int_equal(WEXITSTATUS(result.status), 0);
	assert_int_equal(result.survivors, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_is_the_programs),
		cmocka_unit_test(program_that_is_not_there_is_an_exec_error),
		cmocka_unit_test(sleeper_is_ended_at_the_wall_deadline),
		cmocka_unit_test(spinner_is_ended_at_the_cpu_deadline),
		cmocka_unit_test(survivors_are_killed_and_counted),
		cmocka_unit_test(orphans_that_end_are_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
