/* SPDX-License-Identifier: MIT */
/*
 * Makes the workers, also those that replace one that died. It is there so that the supervisor,
 * which reads what the daemon and the workers send, needs none of the system calls that a sandbox
 * is made with (filter_own.h). What the launcher itself reads are packets of one number, from the
 * supervisor alone.
 */
#pragma once

#include "runner/supervisor.h"

#include <sys/types.h>

struct launcher {
	pid_t pid;
	int fd; /* owned; -1 when there is none */
};

/* Forks it; config is borrowed. 0 or -errno. */
int launcher_start(const struct supervisor_config *config, struct launcher *ret_launcher);
void launcher_stop(struct launcher *launcher);

/* A worker for slot k, a child of the calling process, which reads its orders from worker_fd (not
 * taken over). 0, -EPIPE (the launcher is gone), -errno. */
int launcher_make_worker(const struct launcher *launcher, size_t k, int worker_fd, pid_t *ret_pid);
