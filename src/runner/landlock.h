/* SPDX-License-Identifier: MIT */
/* A second fence behind the read-only root, where the kernel has Landlock: what is not listed can't
 * be opened at all. */
#pragma once

#include "runner/failure.h"

/* The kernel's ABI version, 0 when there is none. */
int landlock_version(void);

/* For this process and all that come from it: read and execute below the root, write in the
   submission's folders only. 0 also where there is no Landlock. Needs no_new_privs. */
int landlock_confine(struct failure *failure);
