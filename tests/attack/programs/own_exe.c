/* SPDX-License-Identifier: MIT */
/* The program that started us, by the links in /proc: read, run, or written over while it runs. */
#include "attack.h"

static void overwrite(const char *path)
{
	int held = open(path, O_PATH);
	char again[64];

	if (open(path, O_WRONLY) >= 0 || open(path, O_RDWR | O_TRUNC) >= 0)
		escaped("%s can be written to", path);
	if (held < 0)
		return;
	snprintf(again, sizeof(again), "/proc/self/fd/%d", held);
	if (open(again, O_WRONLY) >= 0)
		escaped("%s can be written to by its descriptor", path);
	close(held);
}

int main(int argc, char **argv)
{
	char target[256] = "";
	char runner_exe[64];

	begin(argc, argv);
	snprintf(runner_exe, sizeof(runner_exe), "/proc/%d/exe", host.runner);
	overwrite("/proc/self/exe");
	overwrite("/proc/1/exe");
	overwrite(runner_exe);
	overwrite("/box/attack");
	overwrite("/usr/bin/true");
	fails("the first process's program", open("/proc/1/exe", O_RDONLY));
	fails("the name of the first process's program",
		readlink("/proc/1/exe", target, sizeof(target) - 1));
	if (fork() == 0) {
		execl("/proc/1/exe", "runner", "--help", NULL);
		_exit(99);
	}
	int status;

	wait(&status);
	if (WEXITSTATUS(status) != 99)
		escaped("the first process's program was run");
	return finish();
}
