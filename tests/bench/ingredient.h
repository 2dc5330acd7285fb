/* SPDX-License-Identifier: MIT */
/*
 * One thing that a sandbox may do, put on top of a bare run alone, so that its price is seen. A row a thing: flags of clone(),
 * and what is done once for the process, before a run, in the child, and after the run. Hooks return 0 or -errno.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

struct ingredient_state {
	int pid_fd;
	int peer_fd; /* of a socket pair with a process that answers */
	bool output_elsewhere;
	struct rusage usage;
	void *memory;
};

struct ingredient {
	const char *name;
	const char *help;
	int clone_flags;
	bool copies_memory; /* fork() instead of vfork() */
	bool use_spawn;	    /* posix_spawn() of the C library */
	int (*prepare)(struct ingredient_state *state);
	int (*before)(struct ingredient_state *state);
	int (*child)(struct ingredient_state *state);
	int (*after)(struct ingredient_state *state);
};

const struct ingredient *ingredients(size_t *ret_count);
