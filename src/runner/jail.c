/* SPDX-License-Identifier: MIT */
/*
 * The order matters: namespaces, identity, a tmpfs as the new root, pivot_root, binds out of the
 * old root, the old root's unmounting, and only then read-only. Binds are recursive (a mount
 * namespace with less privilege may not uncover what lies below a mount) and made read-only with
 * all that is below them in one mount_setattr().
 *
 * procfs: the kernel lets a user namespace mount a fresh one only while a complete one is visible
 * in the mount namespace. So the host's stays mounted at a place that no path reaches: below a
 * folder that is covered by an empty read-only tmpfs.
 */
#include "runner/jail.h"

#include "base/file.h"
#include "runner/rootfs.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define NAMESPACES (CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC)
#define APPARMOR_SETTING "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"
#define APPARMOR_REMEDY                                                                            \
	"AppArmor restricts user namespaces: install a profile with `userns,` for "                \
	"practice-runner, or "                                                                     \
	"sysctl kernel.apparmor_restrict_unprivileged_userns=0"
#define LAST_CAPABILITY 63 /* the kernel says EINVAL at the first one that it doesn't have */

/* One number of a file in /proc; -1 when there is none. */
static int read_setting(const char *path)
{
	char text[16] = "";
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		return -1;
	return atoi(text);
}

/* Unless it is a mount itself, a chroot has no entry for "/" in its mountinfo. */
static bool is_chrooted(void)
{
	char target[8] = "";
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	bool found = false;
	char line[4096];

	if (!mounts)
		return false;
	while (!found && fgets(line, sizeof(line), mounts))
		found = sscanf(line, "%*d %*d %*s %*s %7s", target) == 1 &&
			strcmp(target, "/") == 0;
	(void)fclose(mounts);
	return !found;
}

/* Guesses, from the usual reasons, what an administrator would have to change. */
static int explain_refusal(int error, bool was_filtered, struct failure *failure)
{
	if (read_setting("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		return failure_set(failure, error,
			"user namespaces are off: sysctl kernel.unprivileged_userns_clone=1");
	if (read_setting("/proc/sys/user/max_user_namespaces") == 0)
		return failure_set(failure, error,
			"user namespaces are off: sysctl user.max_user_namespaces=15000");
	if (read_setting(APPARMOR_SETTING) == 1)
		return failure_set(failure, error, APPARMOR_REMEDY);
	if (is_chrooted())
		return failure_set(failure, error,
			"user namespaces are refused inside a chroot: use systemd-nspawn or a "
			"container");
	if (was_filtered)
		return failure_set(failure, error,
			"user namespaces are refused by the container's system-call filter: allow "
			"unshare, mount and "
			"pivot_root (docker: --security-opt seccomp=unconfined)");
	return failure_set(failure, error, "user namespace");
}

static int write_file(const char *path, const char *text, struct failure *failure)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);
	int r = fd < 0 ? -errno : file_write_all(fd, text, strlen(text));

	return r < 0 ? failure_set(failure, r, "write %s", path) : 0;
}

static int map_identity(uid_t uid, gid_t gid, struct failure *failure)
{
	char uid_map[64], gid_map[64];
	int r;

	(void)snprintf(uid_map, sizeof(uid_map), "%u %u 1\n", JAIL_UID, uid);
	(void)snprintf(gid_map, sizeof(gid_map), "%u %u 1\n", JAIL_GID, gid);
	r = write_file("/proc/self/setgroups", "deny", failure);
	if (r == 0)
		r = write_file("/proc/self/gid_map", gid_map, failure);
	if (r == 0)
		r = write_file("/proc/self/uid_map", uid_map, failure);
	return r;
}

/* Later there is no procfs to find it in. */
static int open_mounts(int *ret_fd, struct failure *failure)
{
	int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return failure_set(failure, -errno, "/proc/self/ns/mnt");
	*ret_fd = fd;
	return 0;
}

static int make_namespaces(const struct jail_config *config, struct failure *failure)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int r;

	/* A process that gave up root is not dumpable, and so may not write its own maps. */
	(void)prctl(PR_SET_DUMPABLE, 1);
	if (unshare(config->keeps_cgroups ? NAMESPACES : NAMESPACES | CLONE_NEWCGROUP) < 0)
		return explain_refusal(-errno, config->was_filtered, failure);
	r = map_identity(uid, gid, failure);
	(void)prctl(PR_SET_DUMPABLE, 0);
	if (r < 0)
		return r;
	if (sethostname("practice", 8) < 0)
		return failure_set(
			failure, -errno, "host name (capabilities in the new user namespace)");
	/* Where that is allowed, nobody below makes another user namespace even without the filter.
	 */
	(void)write_file("/proc/sys/user/max_user_namespaces", "0", &(struct failure){ 0 });
	return 0;
}

int jail_drop_capabilities(struct failure *failure)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capset, &header, data) < 0)
		return failure_set(failure, -errno, "give up capabilities");
	return 0;
}

/* No program that is executed from here on can gain anything: not by set-uid bits, file
 * capabilities or being "root". */
static int forbid_privileges(struct failure *failure)
{
	if (prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP |
					     SECBIT_NO_SETUID_FIXUP_LOCKED |
					     SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
					     SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED) < 0)
		return failure_set(failure, -errno, "securebits");
	for (unsigned long capability = 0; capability <= LAST_CAPABILITY; capability++) {
		if (prctl(PR_CAPBSET_DROP, capability) < 0) {
			if (errno == EINVAL && capability > CAP_AUDIT_READ)
				break;
			return failure_set(failure, -errno, "capability bounding set");
		}
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return failure_set(failure, -errno, "no_new_privs");
	return 0;
}

int jail_enter(
	const struct jail_config *config, struct jail *ret_jail, struct failure *failure)
{
	struct failure first = { 0 };
	struct jail jail = { .mounts_fd = -1 };
	bool is_apparmor =
		read_setting(APPARMOR_SETTING) == 1; /* asked now: the host's files will be gone */
	int r;

	r = make_namespaces(config, &first);
	if (r == 0)
		r = open_mounts(&jail.mounts_fd, &first);
	if (r == 0)
		r = rootfs_enter(config->root, config->hidden, &jail.has_proc, &first);
	if (r == 0)
		r = forbid_privileges(&first);
	/* AppArmor lets the namespace be made and then refuses the capabilities in it: any step may
	 * be the first to fail. */
	if ((r == -EPERM || r == -EACCES) && is_apparmor)
		return failure_set(failure, r, APPARMOR_REMEDY);
	if (r < 0)
		return failure_take(failure, r, &first, "jail");
	*ret_jail = jail;
	return 0;
}
