/* SPDX-License-Identifier: MIT */
#include "runner/selftest.h"

#include "base/cleanup.h"
#include "runner/jail.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static bool is_first_of_namespace(void)
{
	return getpid() == 1 && getppid() == 0;
}

static bool is_nobody(void)
{
	return geteuid() == JAIL_UID && getuid() == JAIL_UID && getegid() == JAIL_GID;
}

static bool gains_no_privileges(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && prctl(PR_GET_DUMPABLE) == 0;
}

/* Both layers: the second one refuses a third; without it the kernel would complain about the
 * address. */
static bool has_filter(void)
{
	return prctl(PR_GET_SECCOMP) == SECCOMP_MODE_FILTER &&
	       syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL) < 0 && errno == EPERM;
}

static bool has_no_capability(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data) < 0)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(data); i++)
		if (data[i].effective != 0 || data[i].permitted != 0 || data[i].inheritable != 0)
			return false;
	return true;
}

static bool has_no_sockets(void)
{
	static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET };

	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		if (socket(families[i], SOCK_DGRAM, 0) >= 0)
			return false;
	return true;
}

static bool cannot_change_mounts(void)
{
	return mount("none", JAIL_TMP_DIR, "tmpfs", 0, NULL) < 0 &&
	       umount2(JAIL_WORK_DIR, MNT_DETACH) < 0;
}

static bool cannot_make_namespaces(void)
{
	return unshare(CLONE_NEWUSER) < 0 && unshare(CLONE_NEWNS) < 0 &&
	       syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL) < 0;
}

static bool sees_no_host_files(void)
{
	static const char *const paths[] = { "/etc/shadow", "/home", "/root", "/var", "/run",
		"/sys", "/boot", "/srv", "/.old", "/.host/proc", "/proc/kcore", "/proc/sys" };
	struct stat status;

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		if (stat(paths[i], &status) == 0)
			return false;
	return true;
}

static bool cannot_write(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return true;
	(void)close(fd);
	(void)unlink(path);
	return false;
}

static bool host_is_readonly(void)
{
	return cannot_write("/.practice") && cannot_write("/usr/.practice") &&
	       cannot_write("/etc/.practice") && cannot_write("/dev/.practice");
}

static const struct {
	const char *name;
	bool (*holds)(void);
} fences[] = {
	{ "a pid namespace of its own", is_first_of_namespace },
	{ "an unprivileged user", is_nobody },
	{ "no new privileges", gains_no_privileges },
	{ "seccomp", has_filter },
	{ "no capabilities", has_no_capability },
	{ "no sockets", has_no_sockets },
	{ "no mounts", cannot_change_mounts },
	{ "no new namespaces", cannot_make_namespaces },
	{ "no files of the host", sees_no_host_files },
	{ "a read-only root", host_is_readonly },
};

/* The procfs that is seen must be the namespace's. */
static bool proc_is_own(void)
{
	char target[16] = "";

	return readlink("/proc/self", target, sizeof(target) - 1) > 0 && strcmp(target, "1") == 0;
}

int selftest_run(bool has_proc, struct failure *failure)
{
	struct stat status;

	for (size_t i = 0; i < ARRAY_SIZE(fences); i++)
		if (!fences[i].holds())
			return failure_set(failure, -EPERM, "self-test of the sandbox failed: %s",
				fences[i].name);
	if (has_proc ? !proc_is_own() : stat("/proc/self", &status) == 0)
		return failure_set(
			failure, -EPERM, "self-test of the sandbox failed: no foreign procfs");
	return 0;
}
