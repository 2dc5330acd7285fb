/* SPDX-License-Identifier: MIT */
/* A new namespace of any kind, by every call that makes one. */
#include "attack.h"

#include <sched.h>

#define CLONE_NEWTIME_ 0x80

static const struct {
	const char *name;
	unsigned long flag;
} kinds[] = {
	{ "mount", CLONE_NEWNS },
	{ "cgroup", CLONE_NEWCGROUP },
	{ "uts", CLONE_NEWUTS },
	{ "ipc", CLONE_NEWIPC },
	{ "user", CLONE_NEWUSER },
	{ "pid", CLONE_NEWPID },
	{ "net", CLONE_NEWNET },
};

/* A child must not go on with the rest. */
static long try_clone(unsigned long flags)
{
	long pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static long try_clone3(unsigned long flags)
{
	uint64_t arguments[11] = { flags, [4] = SIGCHLD };
	long pid = syscall(435, arguments, 64);

	if (pid == 0)
		_exit(0);
	return pid;
}

static void join(int pid, const char *name)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, name);
	fd = open(path, O_RDONLY);
	fails("join a namespace", syscall(SYS_setns, fd, 0));
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (try_clone(kinds[i].flag) >= 0 ||
			try_clone(kinds[i].flag | 0xffff000000000000ul) >= 0)
			escaped("clone: a new %s namespace", kinds[i].name);
		if (try_clone(kinds[i].flag | CLONE_NEWUSER) >= 0)
			escaped("clone: new user and %s namespaces", kinds[i].name);
		if (try_clone3(kinds[i].flag | CLONE_NEWUSER) >= 0)
			escaped("clone3: new user and %s namespaces", kinds[i].name);
		refused("unshare", syscall(SYS_unshare, kinds[i].flag));
		refused("unshare with user", syscall(SYS_unshare, kinds[i].flag | CLONE_NEWUSER));
		join(1, kinds[i].name);
		join(host.runner, kinds[i].name);
	}
	refused("clone3 for a time namespace", try_clone3(CLONE_NEWTIME_));
	fails("clone traced", try_clone(CLONE_PTRACE));
	fails("pidfd of another", syscall(434, host.runner, 0));
	return finish();
}
