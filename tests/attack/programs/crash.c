/* SPDX-License-Identifier: MIT */
/* A core dump: none is kept, and no program of the host is started by core_pattern. */
#include "attack.h"

#include <sys/prctl.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
	struct rlimit most;

	begin(argc, argv);
	if (is("look")) {
		if (access("core", F_OK) == 0 || access("/tmp/core", F_OK) == 0)
			escaped("a core file");
		return finish();
	}
	getrlimit(RLIMIT_CORE, &most);
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_CORE, &most);
	prctl(PR_SET_DUMPABLE, 1);
	if (most.rlim_max > 1)
		escaped("core files of %lu bytes", (unsigned long)most.rlim_max);
	abort();
}
