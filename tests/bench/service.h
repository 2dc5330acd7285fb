/* SPDX-License-Identifier: MIT */
/* A practiced of our own with a lesson of our own, asked to CHECK over its socket. */
#pragma once

#include "burst.h"
#include "program.h"

#include <stdio.h>
#include <sys/types.h>

#define SERVICE_CASES 20

struct service {
	char folder[4096]; /* "" when there is none */
	pid_t pid;
	FILE *wire; /* owned */
	const struct programs *programs;
};

/* `state_parent` is where the store's folder is made. 0; -errno and why. */
int service_start(const char *practiced, const char *runner, const char *state_parent, const struct programs *programs,
	struct service *ret_service, char ret_reason[static BURST_REASON]);
void service_stop(struct service *service); /* removes the folder */

/* One CHECK: the time from the request to the last line, less what the compile step took. 0, -errno, -EBADMSG: not passed. */
int service_check(struct service *service, const struct program *program, uint64_t *ret_ns);
