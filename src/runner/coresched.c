/* SPDX-License-Identifier: MIT */
#include "runner/coresched.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>

/* linux/prctl.h; older headers don't have them. */
#define SCHED_CORE	  62
#define SCHED_CORE_CREATE 1
#define SCOPE_PROCESS	  1

#define SMT_SETTING "/sys/devices/system/cpu/smt/active"

static int read_smt(void)
{
	char text = '\0';
	_cleanup_close_ int fd = open(SMT_SETTING, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &text, 1) != 1)
		return -1;
	return text == '1';
}

enum coresched coresched_state(int error, int smt_active)
{
	if (error == 0)
		return CORESCHED_ON;
	/* ENODEV is the kernel's word for "no SMT"; without the feature it knows no such prctl. */
	if (error == -ENODEV || smt_active == 0)
		return CORESCHED_NO_SMT;
	return smt_active == 1 ? CORESCHED_MISSING : CORESCHED_NO_SMT;
}

enum coresched coresched_separate(void)
{
	int error = prctl(SCHED_CORE, SCHED_CORE_CREATE, 0, SCOPE_PROCESS, 0) < 0 ? -errno : 0;

	return coresched_state(error, read_smt());
}

const char *coresched_words(enum coresched state)
{
	static const char *const words[] = {
		[CORESCHED_NO_SMT] = "",
		[CORESCHED_ON] = " core-scheduling",
		[CORESCHED_MISSING] = " (no core scheduling: slots share cores)",
	};

	return words[state];
}
