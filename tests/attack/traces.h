/* SPDX-License-Identifier: MIT */
/* What the host looks like, so that it can be compared after the attacks. */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>
#include <sys/types.h>

enum trace {
	TRACE_MOUNTS,
	TRACE_IPC,	/* System V objects and POSIX message queues */
	TRACE_FILES,	/* of the programs' user, in the folders for temporary files */
	TRACE_SETTINGS, /* of the kernel */
	TRACE_LIMITS,	/* of the runner's process */
	TRACE_COUNT,
};

struct traces {
	struct buffer texts[TRACE_COUNT];
};

const char *trace_name(enum trace trace);

/* As root: mount and ipc namespaces of our own, so that nobody else's doings are taken for the
 * runner's. 0 or -errno. */
int traces_isolate(void);

/* uid: of the programs; 0 is our own. 0 or -ENOMEM. */
int traces_take(struct traces *traces, uid_t uid, pid_t runner);
void traces_done(struct traces *traces);

/* Processes below (and without) `root`, and how many descriptors they and it have open as far as we
 * may see. */
size_t traces_count_processes(pid_t root);
size_t traces_count_fds(pid_t root);
/* Processes of a user, wherever they are. */
size_t traces_count_user(uid_t uid);
