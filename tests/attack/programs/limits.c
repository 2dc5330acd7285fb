/* SPDX-License-Identifier: MIT */
/* No limit can be raised, neither ours nor another's, and each that has to be there is. */
#include "attack.h"

#include <sys/resource.h>

static const struct {
	const char *name;
	int resource;
	rlim_t most; /* 0: any */
} limits[] = {
	{ "RLIMIT_FSIZE", RLIMIT_FSIZE, 1024L * MEBI },
	{ "RLIMIT_NPROC", RLIMIT_NPROC, 1024 },
	{ "RLIMIT_NOFILE", RLIMIT_NOFILE, 4096 },
	{ "RLIMIT_CORE", RLIMIT_CORE, 1 },
	{ "RLIMIT_CPU", RLIMIT_CPU, 100 },
	{ "RLIMIT_MEMLOCK", RLIMIT_MEMLOCK, MEBI },
	{ "RLIMIT_SIGPENDING", RLIMIT_SIGPENDING, 1024 },
	{ "RLIMIT_DATA", RLIMIT_DATA, 0 },
	{ "RLIMIT_AS", RLIMIT_AS, 0 },
	{ "RLIMIT_NICE", RLIMIT_NICE, 1 },
	{ "RLIMIT_RTPRIO", RLIMIT_RTPRIO, 1 },
};

int main(int argc, char **argv)
{
	begin(argc, argv);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		__rlimit_resource_t resource = (__rlimit_resource_t)limits[i].resource;
		struct rlimit limit, more;

		if (getrlimit(resource, &limit) < 0)
			continue;
		if (limits[i].most && limit.rlim_max > limits[i].most)
			escaped("%s is %ld", limits[i].name, (long)limit.rlim_max);
		more = (struct rlimit){ RLIM_INFINITY, RLIM_INFINITY };
		if (limit.rlim_max != RLIM_INFINITY && setrlimit(resource, &more) == 0)
			escaped("%s was raised", limits[i].name);
		fails("the first process's limit", prlimit(1, resource, &limit, NULL));
		fails("the first process's limit, told", prlimit(1, resource, NULL, &more));
		fails("the runner's limit", prlimit(host.runner, resource, &limit, NULL));
	}
	return finish();
}
