/* SPDX-License-Identifier: MIT */
#include "launch.h"

#include "base/cleanup.h"
#include "program.h"
#include "sample.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define STACK_BYTES (64 * 1024)

static char path_variable[] = "PATH=/usr/bin:/bin";
static char lang_variable[] = "LANG=C.UTF-8";
static char home_variable[] = "HOME=/tmp";
static char python_variable[] = "PYTHONDONTWRITEBYTECODE=1";
char *const launch_environment[] = { path_variable, lang_variable, home_variable, python_variable, NULL };

static int replace(const char *name, int target_fd)
{
	_cleanup_close_ int fd = memfd_create(name, MFD_CLOEXEC);

	return fd < 0 || dup2(fd, target_fd) < 0 ? -errno : 0;
}

int launch_prepare(struct launch *launch)
{
	const struct ingredient *ingredient = launch->ingredient;
	const ssize_t len = sizeof(PROGRAM_INPUT) - 1;
	int r;

	r = replace("stdin", STDIN_FILENO);
	if (r == 0)
		r = replace("stdout", STDOUT_FILENO);
	if (r == 0)
		r = replace("stderr", STDERR_FILENO);
	if (r == 0 && pwrite(STDIN_FILENO, PROGRAM_INPUT, (size_t)len, 0) != len)
		r = -errno;
	if (r == 0 && ingredient && ingredient->prepare)
		r = ingredient->prepare(&launch->state);
	return r;
}

static int child_main(void *argument)
{
	struct launch *launch = argument;
	const struct ingredient *ingredient = launch->ingredient;

	if (ingredient && ingredient->child && ingredient->child(&launch->state) < 0)
		_exit(126);
	(void)execve(launch->argv[0], launch->argv, launch_environment);
	_exit(127);
}

/* As vfork(), with flags. Without the shared memory it is a fork(). */
static pid_t start(struct launch *launch)
{
	static _Alignas(16) char stack[STACK_BYTES];
	const struct ingredient *ingredient = launch->ingredient;
	int flags = CLONE_VFORK | SIGCHLD;
	pid_t pid;

	if (ingredient && ingredient->use_spawn) {
		int error = posix_spawn(&pid, launch->argv[0], NULL, NULL, launch->argv, launch_environment);

		return error != 0 ? -error : pid;
	}
	if (ingredient)
		flags |= ingredient->clone_flags;
	if (!ingredient || !ingredient->copies_memory)
		flags |= CLONE_VM;
	pid = clone(child_main, stack + sizeof(stack), flags, launch, &launch->state.pid_fd);
	return pid < 0 ? -errno : pid;
}

static int run(struct launch *launch, int *ret_status)
{
	const struct ingredient *ingredient = launch->ingredient;
	int r = 0;
	pid_t pid;

	if (lseek(STDIN_FILENO, 0, SEEK_SET) < 0 || ftruncate(STDOUT_FILENO, 0) < 0 || lseek(STDOUT_FILENO, 0, SEEK_SET) < 0)
		return -errno;
	if (ingredient && ingredient->before)
		r = ingredient->before(&launch->state);
	if (r < 0)
		return r;
	pid = start(launch);
	if (pid < 0)
		return pid;
	while (wait4(pid, ret_status, __WALL, &launch->state.usage) < 0)
		if (errno != EINTR)
			return -errno;
	return ingredient && ingredient->after ? ingredient->after(&launch->state) : 0;
}

int launch_run(struct launch *launch, uint64_t *ret_ns)
{
	uint64_t start_ns = sample_now_ns();
	struct stat output;
	int status;
	int r;

	r = run(launch, &status);
	if (r < 0)
		return r;
	*ret_ns = sample_now_ns() - start_ns;
	if (status != 0 || fstat(STDOUT_FILENO, &output) < 0)
		return -EBADMSG;
	if (!launch->is_output_free && (size_t)output.st_size != launch->output_len && !launch->state.output_elsewhere)
		return -EBADMSG;
	return 0;
}
