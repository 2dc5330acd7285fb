/* SPDX-License-Identifier: MIT */
/* Attempts that the store has as unfinished and that nobody works on: after a start, and after a
 * write that failed. */
#pragma once

#include "daemon/service.h"

/* Puts them back in the queue, or ends those that can't be run any more as internal.
 * was_interrupted: what ran counts one more rerun. */
void recovery_run(struct service *service, bool was_interrupted);
