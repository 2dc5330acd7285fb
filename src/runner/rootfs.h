/* SPDX-License-Identifier: MIT */
/* The sandbox's file system: which of the host's files are in it, and how it becomes this process's
 * root. */
#pragma once

#include "runner/failure.h"

#include <stdbool.h>

/* In a new user and mount namespace with capabilities. 0 or -errno; after a failure the process has
 * to exit. */
int rootfs_enter(const char *root, const struct strlist *hidden, bool *ret_has_proc,
	struct failure *failure);
