/* SPDX-License-Identifier: MIT */
#include "runner/confine.h"

#include "runner/jail.h"
#include "runner/landlock.h"

#include <errno.h>
#include <sys/mount.h>
#include <unistd.h>

static int mount_proc(struct failure *failure)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY;

	/* Both since Linux 5.8; without them it would show the host's settings, and then there is
	 * rather none. */
	if (mount("proc", "/proc", "proc", flags, "hidepid=invisible,subset=pid") < 0)
		return failure_set(failure, -errno, "procfs");
	return 0;
}

int confine_process(bool has_proc, bool is_service, const struct filter_set *filters, struct failure *failure)
{
	int r = 0;

	if (getpid() != 1)
		return failure_set(failure, -EPERM, "not the first process of a pid namespace");
	if (has_proc)
		r = mount_proc(failure);
	if (r == 0)
		r = jail_drop_capabilities(failure);
	if (r == 0)
		r = landlock_confine(failure);
	if (r < 0)
		return r;
	r = filter_load(filters, is_service ? FILTER_SERVICE : FILTER_RUN);
	return r < 0 ? failure_set(failure, r, "load the seccomp filter") : 0;
}
